package route_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What is read only comes back too, and what a request would leave out or refuse.
func TestReadOnlyRoundTrip(t *testing.T) {
	for name, r := range map[string]route.Route{
		"a nexthop object and where it leads": {Dst: net4, Table: 254, NHID: 7, Gateway: ip("192.0.2.1"), OIF: 3},
		"several ways of a nexthop object": {Dst: net4, Table: 254, NHID: 7, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.1"), OIF: 3, Weight: 10, Flags: linux.RTNH_F_DEAD | linux.RTNH_F_LINKDOWN},
		}},
		"flags of the kernel's state": {Dst: net4, Table: 254, OIF: 3, Type: linux.RTN_UNICAST,
			Scope: linux.RT_SCOPE_LINK, Flags: linux.RTNH_F_LINKDOWN | linux.RTM_F_OFFLOAD},
		"an answer": {Dst: prefix("198.51.100.1/32"), Table: 254, Type: linux.RTN_UNICAST, OIF: 3,
			Flags: linux.RTM_F_CLONED, UID: new(uint32(0)), Mark: 7},
		"cache": {Dst: net4, Table: 254, Scope: linux.RT_SCOPE_LINK, Expires: -10 * time.Millisecond,
			Cache: &route.Cache{Refs: 1, LastUse: 20 * time.Millisecond, Used: 3, Errno: syscall.ENETUNREACH}},
		"expiry in hundredths": {Dst: prefix("2001:db8::/32"), Table: 254, Expires: 1230 * time.Millisecond},
		"expiry after 248 days": {Dst: prefix("2001:db8::/32"), Table: 254, Expires: 30000 * time.Hour,
			Cache: &route.Cache{Used: 3}},
		"an IPv4 gateway of IPv6":  {Dst: prefix("2001:db8::/32"), Table: 254, Gateway: ip("192.0.2.1")},
		"no table, as in requests": {Dst: net4, OIF: 3, Type: linux.RTN_LOCAL, Scope: linux.RT_SCOPE_HOST},
		"mapped addresses":         {Dst: prefix("::ffff:192.0.2.0/120"), Table: 254, Gateway: ip("::ffff:192.0.2.1")},
	} {
		t.Run(name, func(t *testing.T) { checkComesBack(t, &r) })
	}
}

func TestAppendBinaryRefuses(t *testing.T) {
	for _, r := range []route.Route{
		{Dst: net4, OIF: -1},
		{Dst: net4, Metrics: &route.Metrics{RTT: -time.Second}},
		{Dst: net4, Unknown: []rtattr.Raw{{Type: 99, Data: make([]byte, 1<<16)}}},
	} {
		before := []byte{1, 2, 3}
		if got, err := r.AppendBinary(before); err == nil || len(got) != len(before) {
			t.Errorf("%+v: %d bytes, %v", r, len(got), err)
		}
	}
}

// checkComesBack writes r, which was decoded, and reads that.
func checkComesBack(t *testing.T, r *route.Route) {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		if strings.Contains(err.Error(), "interface index -") {
			return // the kernel has none
		}
		t.Fatalf("read, but not written: %v", err)
	}
	got, err := route.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b})
	if err != nil {
		t.Fatalf("written, but not read: %v", err)
	}
	if diff := cmp.Diff(r, got, values); diff != "" {
		t.Errorf("read and read again (-first +second)\n%s", diff)
	}
}
