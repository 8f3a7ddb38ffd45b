package route_test

import (
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// What the kernel compares when a route is deleted, of each family: a deletion
// that differs from the route in one field removes it only if that is not
// compared.
func TestWhatDeletionCompares(t *testing.T) {
	type family struct {
		name               string
		route              route.Route
		gateway, preferred string
	}
	four := family{"IPv4", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0}, "192.0.2.9", "192.0.2.1"}
	six := family{"IPv6", route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2"), OIF: veth0}, "2001:db8::9", "2001:db8::1"}
	for _, tt := range []struct {
		field             string
		compared4, always bool // by IPv4, by both
		differ            func(r *route.Route, f family)
	}{
		{"Table", true, true, func(r *route.Route, f family) { r.Table = 100 }},
		{"Protocol", true, true, func(r *route.Route, f family) { r.Protocol = 99 }},
		{"Priority", true, true, func(r *route.Route, f family) { r.Priority = 5 }},
		{"Gateway", true, true, func(r *route.Route, f family) { r.Gateway = ip(f.gateway) }},
		{"OIF", true, true, func(r *route.Route, f family) { r.OIF = veth1 }},
		{"Type", true, false, func(r *route.Route, f family) { r.Type = linux.RTN_BLACKHOLE }},
		{"Scope", true, false, func(r *route.Route, f family) { r.Scope = linux.RT_SCOPE_SITE }},
		{"PrefSrc", true, false, func(r *route.Route, f family) { r.PrefSrc = ip(f.preferred) }},
		{"Metrics", true, false, func(r *route.Route, f family) { r.Metrics = &route.Metrics{MTU: 1300} }},
		{"Flags", false, false, func(r *route.Route, f family) { r.Flags = linux.RTNH_F_ONLINK }},
		{"IIF", false, false, func(r *route.Route, f family) { r.IIF = veth1 }},
		{"Mark", false, false, func(r *route.Route, f family) { r.Mark = 7 }},
		{"UID", false, false, func(r *route.Route, f family) { r.UID = new(uint32(7)) }},
		{"Pref", false, false, func(r *route.Route, f family) { r.Pref = 1 }},
		{"Expires", false, false, func(r *route.Route, f family) { r.Expires = time.Hour }},
		{"an expiry that is over", false, false, func(r *route.Route, f family) { r.Expires = -time.Hour }},
	} {
		for _, f := range []family{four, six} {
			t.Run(tt.field+" of "+f.name, func(t *testing.T) {
				t.Parallel()
				conn, _ := dial(t)
				deleted := f.route
				tt.differ(&deleted, f)
				do(t, conn, route.Add(&f.route))
				err := conn.Do(route.Del(&deleted))
				switch compared := tt.always || tt.compared4 && f.name == "IPv4"; {
				case compared && !errors.Is(err, syscall.ESRCH):
					t.Errorf("error %v, want ESRCH", err)
				case !compared && err != nil:
					t.Errorf("error %v, want none", err)
				}
			})
		}
	}
}

// IPv4 compares the TOS even if it is zero.
func TestDeletionComparesTOS(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := route.Route{Dst: net4, OIF: veth0, TOS: 0x10}
	do(t, conn, route.Add(&r))
	refused(t, conn.Do(route.Del(&route.Route{Dst: net4})), syscall.ESRCH, syscall.ESRCH, "route del 198.51.100.0/24: ")
	do(t, conn, route.Del(&r))
}

// With a gateway, one hop of an IPv6 route is deleted, and else all.
func TestDeletionOfHops(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := route.Route{Dst: prefix("2001:db8:2::/48"), MultiPath: []route.NextHop{
		{Gateway: ip("2001:db8::2"), OIF: veth0}, {Gateway: ip("2001:db8::3"), OIF: veth0}, {Gateway: ip("2001:db8:1::2"), OIF: veth1}}}
	do(t, conn, route.Add(&r), route.Del(&route.Route{Dst: r.Dst, Gateway: ip("2001:db8::3")}))
	if got := list(t, conn); len(got) != 1 || len(got[0].MultiPath) != 2 {
		t.Errorf("left: %v, want one of two hops", got)
	}
	do(t, conn, route.Del(&route.Route{Dst: r.Dst}))
	if got := list(t, conn); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// What of a route that was read does not come back, both of IPv6: the metric 0,
// and an expiry that is longer than the kernel can report.
func TestWhatIsReadOtherwise(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn,
		route.Add(&route.Route{Dst: prefix("2001:db8:2::1/128"), Type: linux.RTN_LOCAL, OIF: lo}),
		route.Add(&route.Route{Dst: prefix("2001:db8:3::/48"), OIF: veth0, Expires: 365 * 24 * time.Hour}))
	for _, r := range list(t, conn) {
		if r.Priority != 1024 {
			t.Errorf("%v: metric %d, want 1024", r, r.Priority)
		}
		if days := int(r.Expires.Hours() / 24); r.Type == linux.RTN_UNICAST && days != 248 {
			t.Errorf("%v: expires in %d days, want 248", r, days)
		}
	}
}

// The kernel reports another type than that which it compares, of a route by a
// nexthop object that drops packets.
func TestDeletionOfBlackholeObjects(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	object := nlmsg.Request{Type: linux.RTM_NEWNEXTHOP, Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE, Body: nexthop{id: 3, blackhole: true}}
	if err := conn.Do(object); errors.Is(err, syscall.EOPNOTSUPP) {
		t.Skipf("needs nexthop objects: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	do(t, conn, route.Add(&route.Route{Dst: net4, NHID: 3}))
	read := list(t, conn)
	if len(read) != 1 || read[0].Type != linux.RTN_BLACKHOLE {
		t.Fatalf("read %v, want a route that drops packets", read)
	}
	do(t, conn, route.Del(&read[0]))
	if rest := list(t, conn); len(rest) != 0 {
		t.Errorf("left: %v", rest)
	}
}
