package nexthop_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var pair = []nexthop.Member{{ID: 1}, {ID: 2}}

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"nexthop-add": nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: 3}),
	"nexthop-add-v6": nexthop.Add(&nexthop.NextHop{
		ID: 3, Gateway: ip("2001:db8::2"), OIF: 3, Flags: linux.RTNH_F_ONLINK, Protocol: 11,
	}),
	"nexthop-add-dev":          nexthop.Add(&nexthop.NextHop{ID: 20, OIF: 3, Protocol: linux.RTPROT_STATIC}),
	"nexthop-add-dev-v6":       nexthop.Add(&nexthop.NextHop{ID: 21, Family: linux.AF_INET6, OIF: 3}),
	"nexthop-add-no-id":        nexthop.Add(&nexthop.NextHop{Gateway: ip("192.0.2.7"), OIF: 3}),
	"nexthop-add-blackhole":    nexthop.Add(&nexthop.NextHop{ID: 4, Blackhole: true}),
	"nexthop-add-blackhole-v6": nexthop.Add(&nexthop.NextHop{ID: 22, Family: linux.AF_INET6, Blackhole: true}),
	"nexthop-add-fdb":          nexthop.Add(&nexthop.NextHop{ID: 5, Gateway: ip("198.51.100.5"), FDB: true}),
	"nexthop-add-fdb-v6":       nexthop.Add(&nexthop.NextHop{ID: 23, Gateway: ip("2001:db8::9"), FDB: true}),
	"nexthop-add-encap-ip": nexthop.Add(&nexthop.NextHop{ID: 24, OIF: 3, Encap: &encap.IP{
		ID: 7, Dst: ip("203.0.113.1"),
	}}),
	"nexthop-add-encap-seg6": nexthop.Add(&nexthop.NextHop{
		ID: 25, Gateway: ip("2001:db8::2"), OIF: 3, Encap: &encap.Seg6{
			Mode: encap.Seg6Encap, SRH: encap.SRH{Segments: []netip.Addr{ip("2001:db8:a::1")}},
		},
	}),

	"nexthop-add-group":        nexthop.Add(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1, Weight: 10}, {ID: 2, Weight: 20}}}),
	"nexthop-add-group-fdb":    nexthop.Add(&nexthop.NextHop{ID: 12, Group: []nexthop.Member{{ID: 5}, {ID: 6}}, FDB: true}),
	"nexthop-add-hw-stats":     nexthop.Add(&nexthop.NextHop{ID: 10, Group: pair, HWStats: new(true)}),
	"nexthop-add-hw-stats-off": nexthop.Add(&nexthop.NextHop{ID: 10, Group: pair, HWStats: new(false)}),
	"nexthop-add-weight": nexthop.Add(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{
		{ID: 1, Weight: 256}, {ID: 2, Weight: 257}, {ID: 1, Weight: 65536},
	}}),
	"nexthop-add-resilient": nexthop.Add(&nexthop.NextHop{ID: 11, Group: pair, Resilient: &nexthop.Resilient{
		Buckets: 32, IdleTimer: new(time.Minute), UnbalancedTimer: new(5 * time.Minute),
	}}),
	"nexthop-replace": nexthop.Replace(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.9"), OIF: 3}),
	"nexthop-replace-resilient": nexthop.Replace(&nexthop.NextHop{
		ID: 11, Group: []nexthop.Member{{ID: 1, Weight: 3}, {ID: 2}},
		Resilient: &nexthop.Resilient{IdleTimer: new(30 * time.Second), UnbalancedTimer: new(time.Duration(0))},
	}),
	"nexthop-replace-buckets": nexthop.Replace(&nexthop.NextHop{
		ID: 12, Group: []nexthop.Member{{ID: 1}}, Resilient: &nexthop.Resilient{Buckets: 8},
	}),
	"nexthop-del":   nexthop.Del(2),
	"nexthop-flush": nexthop.Del(1),

	"nexthop-get":           nexthop.GetRequest(1, nexthop.NoStats),
	"nexthop-get-stats":     nexthop.GetRequest(11, nexthop.KernelStats),
	"nexthop-get-hw-stats":  nexthop.GetRequest(11, nexthop.AllStats),
	"nexthop-show":          nexthop.Filter{}.Request(),
	"nexthop-show-dev":      nexthop.Filter{OIF: 3, Groups: true}.Request(),
	"nexthop-show-v6":       nexthop.Filter{Family: linux.AF_INET6}.Request(),
	"nexthop-show-master":   nexthop.Filter{Master: 4}.Request(),
	"nexthop-show-fdb":      nexthop.Filter{FDB: true}.Request(),
	"nexthop-show-stats":    nexthop.Filter{Stats: nexthop.KernelStats}.Request(),
	"nexthop-show-hw-stats": nexthop.Filter{Groups: true, Stats: nexthop.AllStats}.Request(),

	"bucket-show":        nexthop.BucketFilter{}.Request(),
	"bucket-show-id":     nexthop.BucketFilter{Group: 11}.Request(),
	"bucket-show-nhid":   nexthop.BucketFilter{Group: 11, OIF: 3, Member: 2}.Request(),
	"bucket-show-master": nexthop.BucketFilter{Master: 4}.Request(),
	"bucket-get":         nexthop.GetBucketRequest(11, 3),
	"bucket-get-zero":    nexthop.GetBucketRequest(11, 0),
}

// leftOut are the records without a request here, and why.
var leftOut = map[string]string{
	"nexthop-add-mpath": "the type mpath is what a group has without NHA_GROUP_TYPE",
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, leftOut)
}
