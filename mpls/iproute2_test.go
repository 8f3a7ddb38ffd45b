package mpls_test

import (
	"net"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var (
	via4 = ip("192.0.2.2")
	via6 = ip("2001:db8::2")
	mac  = net.HardwareAddr{2, 0, 0, 0, 0, 1}
)

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"route-add-mpls": mpls.Add(&mpls.Route{Label: 100, NewLabels: []uint32{200, 300}, Gateway: via4, OIF: 3}),

	"mpls-add":       mpls.Add(&mpls.Route{Label: 100, NewLabels: []uint32{200, 300}, Gateway: via4, OIF: 2}),
	"mpls-add-pop":   mpls.Add(&mpls.Route{Label: 101, Gateway: via6, OIF: 2, Protocol: linux.RTPROT_STATIC}),
	"mpls-add-local": mpls.Add(&mpls.Route{Label: 102, OIF: 1}),
	"mpls-add-link":  mpls.Add(&mpls.Route{Label: 103, NewLabels: []uint32{16}, HardwareAddr: mac, OIF: 2}),
	"mpls-add-ttl":   mpls.Add(&mpls.Route{Label: 104, Gateway: via4, TTLPropagate: new(false)}),
	"mpls-add-ttl-enabled": mpls.Add(&mpls.Route{Label: 104, Gateway: via4,
		TTLPropagate: new(true)}),
	"mpls-add-multipath": mpls.Add(&mpls.Route{Label: 105, MultiPath: []mpls.NextHop{
		{NewLabels: []uint32{200}, Gateway: via4, OIF: 2},
		{NewLabels: []uint32{300, 301}, Gateway: via6, OIF: 2},
	}}),
	"mpls-add-link-multipath": mpls.Add(&mpls.Route{Label: 106, MultiPath: []mpls.NextHop{
		{NewLabels: []uint32{200}, HardwareAddr: mac, OIF: 3},
		{Gateway: via4, OIF: 3},
	}}),
	"mpls-add-multipath-ttl": mpls.Add(&mpls.Route{Label: 107, TTLPropagate: new(true), Protocol: 99, MultiPath: []mpls.NextHop{
		{NewLabels: []uint32{16, 17, 18}, Gateway: via4, OIF: 3},
		{Gateway: via6, OIF: 3},
	}}),
	"mpls-replace-v6": mpls.Replace(&mpls.Route{Label: 108, NewLabels: []uint32{16, 17, 18, 19}, Gateway: ip("fe80::2"), OIF: 3,
		Protocol: linux.RTPROT_STATIC}),
	"mpls-replace": mpls.Replace(&mpls.Route{Label: 100, NewLabels: []uint32{201}, Gateway: via4}),
	"mpls-change":  mpls.Change(&mpls.Route{Label: 100, NewLabels: []uint32{1048575}, Gateway: via4}),
	"mpls-del":     mpls.Del(100),

	"mpls-get":          mpls.Query{Label: 100}.Request(),
	"mpls-get-inner":    mpls.Query{Label: 100, Inner: []uint32{200, 300}}.Request(),
	"mpls-get-fibmatch": mpls.Query{Label: 100, FIBMatch: true}.Request(),
	"mpls-show":         mpls.Filter{}.Request(),
	"mpls-show-dev":     mpls.Filter{OIF: 2, Protocol: linux.RTPROT_STATIC}.Request(),
}

// leftOut are the records without a request here, and why.
var leftOut = map[string]string{
	"mpls-append":   "the kernel refuses NLM_F_APPEND for routes of labels",
	"mpls-del-full": "the kernel looks at the label alone",
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, leftOut)
}

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"add", "ip -f mpls route add 100 as 200/300 via inet 192.0.2.2 dev 3", recorded["route-add-mpls"]},
		{"add-link", "ip -f mpls route add 103 as 16 via link 02:00:00:00:00:01 dev 2", recorded["mpls-add-link"]},
		{"add-multipath", "ip -f mpls route add 105 nexthop as 200 via inet 192.0.2.2 dev 2 nexthop as 300/301 via inet6 2001:db8::2 dev 2",
			recorded["mpls-add-multipath"]},
		{"del", "ip -f mpls route del 100", recorded["mpls-del"]},
		{"get", "ip -f mpls route get fibmatch 100", recorded["mpls-get-fibmatch"]},
		{"list", "ip -f mpls route show dev 2 proto static", recorded["mpls-show-dev"]},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, err := tt.request.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, got)
		})
	}
}

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }
