package route_test

import (
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// several adds routes that filters can tell apart.
func several(t *testing.T, conn *nlmsg.Conn) {
	t.Helper()
	for _, r := range []route.Route{
		{Dst: prefix("198.51.100.1/32"), OIF: veth0, Protocol: 99},
		{Dst: prefix("198.51.100.2/32"), OIF: veth1, Protocol: 99},
		{Dst: prefix("198.51.100.3/32"), Type: linux.RTN_BLACKHOLE, Protocol: 100},
		{Dst: prefix("198.51.100.4/32"), OIF: veth0, Table: 300, Protocol: 99},
		{Dst: prefix("198.51.100.5/32"), Protocol: 100, MultiPath: []route.NextHop{{OIF: veth0}, {OIF: veth1}}},
		{Dst: prefix("2001:db8:2::1/128"), OIF: veth0, Protocol: 99},
		{Dst: prefix("2001:db8:2::4/128"), OIF: veth1, Table: 300, Protocol: 100},
	} {
		do(t, conn, route.Add(&r))
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	for _, tt := range []struct {
		name   string
		filter route.Filter
		want   string
	}{
		{"all", route.Filter{}, "198.51.100.4/32 198.51.100.1/32 198.51.100.2/32 198.51.100.3/32 198.51.100.5/32 2001:db8:2::4/128 2001:db8:2::1/128"},
		{"family", route.Filter{Family: linux.AF_INET6}, "2001:db8:2::4/128 2001:db8:2::1/128"},
		{"table", route.Filter{Table: 300}, "198.51.100.4/32 2001:db8:2::4/128"},
		{"table and family", route.Filter{Table: 300, Family: linux.AF_INET}, "198.51.100.4/32"},
		{"protocol", route.Filter{Protocol: 100}, "198.51.100.3/32 198.51.100.5/32 2001:db8:2::4/128"},
		{"type", route.Filter{Type: linux.RTN_BLACKHOLE}, "198.51.100.3/32"},
		{"interface", route.Filter{OIF: veth1}, "198.51.100.2/32 198.51.100.5/32 2001:db8:2::4/128"},
		{"within a network", route.Filter{Within: prefix("198.51.100.4/31")}, "198.51.100.4/32 198.51.100.5/32"},
		{"covers an address", route.Filter{Covers: prefix("198.51.100.5/32")}, "198.51.100.5/32"},
		{"covers a network", route.Filter{Covers: prefix("198.51.100.4/31")}, ""},
		{"all at once", route.Filter{OIF: veth0, Family: linux.AF_INET, Protocol: 99, Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST}, "198.51.100.1/32"},
		{"a table without routes", route.Filter{Table: 4000}, ""},
		{"a table without routes, one family", route.Filter{Table: 4000, Family: linux.AF_INET}, ""},
		{"a table without routes, the other", route.Filter{Table: 4000, Family: linux.AF_INET6}, ""},
		{"cloned", route.Filter{Cloned: true}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			listed, err := tt.filter.List(conn)
			if err != nil {
				t.Fatal(err)
			}
			listed = slices.DeleteFunc(listed, kernels)
			streamed := slices.DeleteFunc(stream(t, tt.filter, conn), kernels)
			if diff := cmp.Diff(listed, streamed, aged, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-listed +streamed)\n%s", diff)
			}
			var got []string
			for _, r := range streamed {
				got = append(got, r.Dst.String())
			}
			// The tables come in the order of their hashes.
			slices.Sort(got)
			if want := strings.Fields(tt.want); !slices.Equal(got, sorted(want)) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	for _, err := range (route.Filter{OIF: 99}).All(conn) {
		refused(t, err, fs.ErrNotExist, syscall.ENODEV, "route list dev index 99: ")
	}
}

// stream collects what All yields, once the kernel makes no routes meanwhile.
func stream(t *testing.T, f route.Filter, conn *nlmsg.Conn) []route.Route {
	t.Helper()
	for {
		var got []route.Route
		var last error
		for r, err := range f.All(conn) {
			if last = err; err == nil {
				got = append(got, r.Clone())
			}
		}
		switch {
		case last == nil:
			return got
		case !errors.Is(last, nlmsg.ErrDumpInterrupted):
			t.Fatal(last)
		}
	}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// The kernel sends no more than what was asked for.
func TestRule43And45TheKernelFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	n := 0
	for m, err := range conn.Dump(route.Filter{Protocol: 100, OIF: veth1}.Request()) {
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			break // it comes after all messages
		} else if err != nil {
			t.Fatal(err)
		}
		n++
		if m.Flags&linux.NLM_F_DUMP_FILTERED == 0 {
			t.Errorf("flags %#x, want NLM_F_DUMP_FILTERED", m.Flags)
		}
	}
	if n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn,
		route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Priority: 10, Protocol: 99}),
		route.Add(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2"), Priority: 10, Protocol: 99}))
	for _, tt := range []struct {
		name  string
		query route.Query
		want  route.Route
	}{
		{"gateway", route.Query{Dst: ip("198.51.100.9"), UID: new(uint32(0))}, route.Route{Dst: prefix("198.51.100.9/32"),
			Gateway: ip("192.0.2.2"), OIF: veth0, PrefSrc: ip("192.0.2.1"), Table: linux.RT_TABLE_MAIN,
			Type: linux.RTN_UNICAST, Flags: linux.RTM_F_CLONED, UID: new(uint32(0))}},
		{"source and mark", route.Query{Dst: ip("192.0.2.9"), Src: ip("203.0.113.1"), Mark: 7, UID: new(uint32(0))}, route.Route{
			Dst: prefix("192.0.2.9/32"), Src: prefix("203.0.113.1/32"), OIF: veth0, Table: linux.RT_TABLE_MAIN,
			Type: linux.RTN_UNICAST, Flags: linux.RTM_F_CLONED, Mark: 7, UID: new(uint32(0))}},
		// The tables main and local are one until there are policy rules.
		{"local", route.Query{Dst: ip("192.0.2.1"), UID: new(uint32(0))}, route.Route{Dst: prefix("192.0.2.1/32"), OIF: lo,
			PrefSrc: ip("192.0.2.1"), Table: linux.RT_TABLE_MAIN, Type: linux.RTN_LOCAL, Flags: linux.RTM_F_CLONED | rtcfLocal, UID: new(uint32(0))}},
		{"a packet that comes by an interface", route.Query{Dst: ip("192.0.2.1"), Src: ip("203.0.113.2"), IIF: veth1, UID: new(uint32(0))},
			route.Route{Dst: prefix("192.0.2.1/32"), Src: prefix("203.0.113.2/32"), OIF: lo, IIF: veth1,
				Table: linux.RT_TABLE_MAIN, Type: linux.RTN_LOCAL, Flags: linux.RTM_F_CLONED | rtcfLocal, UID: new(uint32(0))}},
		{"the route itself", route.Query{Dst: ip("198.51.100.9"), FIBMatch: true}, route.Route{Dst: net4,
			Gateway: ip("192.0.2.2"), OIF: veth0, Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST, Priority: 10, Protocol: 99}},
		{"IPv6", route.Query{Dst: ip("2001:db8:2::9"), IPProto: ipprotoTCP, SPort: 1000, DPort: 443}, route.Route{
			Dst: prefix("2001:db8:2::9/128"), Gateway: ip("2001:db8::2"), OIF: veth0, PrefSrc: ip("2001:db8::1"),
			Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST, Priority: 10, Protocol: 99}},
		{"the IPv6 route itself", route.Query{Dst: ip("2001:db8:2::9"), FIBMatch: true}, route.Route{Dst: prefix("2001:db8:2::/48"),
			Gateway: ip("2001:db8::2"), OIF: veth0, Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST, Priority: 10, Protocol: 99}},
		{"IPv6 by all that there is", route.Query{Dst: ip("2001:db8:2::9"), Src: ip("2001:db8::1"), OIF: veth0, TOS: 0x20, Mark: 7,
			UID: new(uint32(0)), IPProto: ipprotoUDP, SPort: 1000, DPort: 443, FlowLabel: 0x12345}, route.Route{
			Dst: prefix("2001:db8:2::9/128"), Src: prefix("2001:db8::1/128"), Gateway: ip("2001:db8::2"), OIF: veth0,
			PrefSrc: ip("2001:db8::1"), Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST, Priority: 10, Protocol: 99}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.query.FlowLabel != 0 && !testns.KernelSince(t, 6, 14) {
				t.Skip("needs Linux 6.14, which knows RTA_FLOWLABEL")
			}
			got, err := route.Get(conn, tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got, aged); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	for _, x := range []string{"100.64.0.1", "2001:dead::1"} {
		_, err := route.Get(conn, route.Query{Dst: ip(x)})
		if !errors.Is(err, syscall.ENETUNREACH) || !strings.HasPrefix(err.Error(), "route get "+x+": ") {
			t.Errorf("error %v", err)
		}
	}
}

// rtcfLocal is RTCF_LOCAL of linux/in_route.h, whose flags answers of IPv4 have
// in the upper half.
const rtcfLocal = 0x80000000

// iproute2 and this package read each other's work.
func TestAgreesWithIproute2(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "ip", "route", "add", "198.51.100.0/24", "via", "inet6", "2001:db8::2", "mtu", "lock", "1300", "proto", "static")
	want := []route.Route{{Dst: net4, Gateway: ip("2001:db8::2"), OIF: veth0, Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST,
		Protocol: linux.RTPROT_STATIC, Metrics: &route.Metrics{Lock: 1 << linux.RTAX_MTU, MTU: 1300}}}
	if diff := cmp.Diff(want, list(t, conn), aged); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	do(t, conn, route.Add(&route.Route{Dst: route.DefaultIPv4(), MultiPath: []route.NextHop{
		{Gateway: ip("192.0.2.2"), Weight: 2}, {Gateway: ip("203.0.113.2"), OIF: veth1}}}))
	shown := testns.Command(t, ns, "ip", "route", "show", "default")
	for _, want := range []string{"nexthop via 192.0.2.2 dev veth0 weight 2", "nexthop via 203.0.113.2 dev veth1 weight 1"} {
		if !strings.Contains(shown, want) {
			t.Errorf("ip shows\n%s, want %q in it", shown, want)
		}
	}
}

// What the kernel reports of a nexthop object is not sent back.
func TestRule83ANexthopObjectSpeaksForItself(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "7", "via", "192.0.2.2", "dev", "veth0")
	for _, r := range []route.Route{{Dst: net4, NHID: 7}, {Dst: prefix("198.51.101.0/24"), NHID: 7, Priority: 5}} {
		do(t, conn, route.Add(&r))
	}
	got := list(t, conn)
	if len(got) != 2 || got[0].NHID != 7 || got[0].Gateway != ip("192.0.2.2") || got[0].OIF != veth0 {
		t.Fatalf("got %+v", got)
	}
	do(t, conn, route.Del(&got[0]), route.Del(&got[1]), route.Add(&got[0]), route.Add(&got[1]))
	if diff := cmp.Diff(got, list(t, conn), aged); diff != "" {
		t.Errorf("written back (-want +got)\n%s", diff)
	}
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV4_ROUTE, linux.RTNLGRP_IPV6_ROUTE)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()

	r := &route.Route{Dst: net4, Gateway: ip("192.0.2.2")}
	do(t, conn, route.Add(r), route.Del(r))
	want := []uint16{linux.RTM_NEWROUTE, linux.RTM_DELROUTE}
	for m, err := range events.Receive(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := route.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if got.Dst != r.Dst {
			continue // the kernel's own
		}
		if m.Type != want[0] {
			t.Errorf("message of type %d, want %d", m.Type, want[0])
		}
		if want = want[1:]; len(want) == 0 {
			return
		}
	}
}

// A stream costs no allocation for a route.
func TestStreamAllocates(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops what it is given, at random")
	}
	conn, _ := dial(t)
	count := func() float64 {
		return testing.AllocsPerRun(5, func() {
			for _, err := range route.All(conn) {
				if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
					t.Fatal(err)
				}
			}
		})
	}
	few := count()
	const more = 1000
	var reqs []nlmsg.Request
	for i := range more {
		reqs = append(reqs, route.Add(&route.Route{Dst: prefix("198.51.100.0/32"), OIF: veth0, Priority: uint32(i + 1)}))
	}
	do(t, conn, reqs...)
	if n := (count() - few) / more; n > 0.1 {
		t.Errorf("%.2f allocations for each route", n)
	}
}

// An answer's source is what was asked for, or that of the route itself.
func TestSourceOfAnAnswer(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn, route.Add(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2"), OIF: veth0}))
	for _, tt := range []struct {
		src  netip.Addr
		want netip.Prefix
	}{
		{netip.Addr{}, netip.Prefix{}},
		{ip("2001:db8::1"), prefix("2001:db8::1/128")},
	} {
		r, err := route.Get(conn, route.Query{Dst: ip("2001:db8:2::9"), Src: tt.src})
		if err != nil {
			t.Fatal(err)
		}
		if r.Src != tt.want {
			t.Errorf("source %v of an answer to a query from %v, want %v", r.Src, tt.src, tt.want)
		}
	}
}
