package route_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// do makes requests that must succeed.
var do = testconn.Do

// list returns the routes that the kernel has not made by itself.
func list(t testing.TB, conn *nlmsg.Conn) []route.Route {
	t.Helper()
	got, err := route.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, kernels)
}

func kernels(r route.Route) bool { return r.Protocol == linux.RTPROT_KERNEL }

// aged leaves out what depends on when a test runs.
var aged = cmp.Options{values, cmpopts.IgnoreFields(route.Route{}, "Cache", "Expires")}

func TestAddedIsRead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		added route.Route

		// what the kernel or the request fills in, but for the usual
		filled func(r *route.Route)
	}{
		{"gateway", route.Route{Dst: net4, Gateway: ip("192.0.2.2")},
			func(r *route.Route) { r.OIF = veth0 }},
		{"device", route.Route{Dst: net4, OIF: veth0},
			func(r *route.Route) { r.Scope = linux.RT_SCOPE_LINK }},
		{"device, scope universe", route.Route{Dst: net4, OIF: veth0, Scope: route.ScopeUniverse}, nil},
		{"default", route.Route{Dst: route.DefaultIPv4(), Gateway: ip("192.0.2.2"), OIF: veth0, Priority: 100, Protocol: linux.RTPROT_STATIC}, nil},
		{"host", route.Route{Dst: prefix("198.51.100.1/32"), Gateway: ip("192.0.2.2"), OIF: veth0}, nil},
		{"source address", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, PrefSrc: ip("203.0.113.1")}, nil},
		{"TOS", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, TOS: 0x10}, nil},
		{"table of eight bits", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, Table: 100}, nil},
		{"table beyond", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, Table: 100000}, nil},
		{"onlink", route.Route{Dst: net4, Gateway: ip("10.9.9.9"), OIF: veth0, Flags: linux.RTNH_F_ONLINK}, nil},
		{"via inet6", route.Route{Dst: net4, Gateway: ip("2001:db8::2"), OIF: veth0}, nil},
		{"blackhole", route.Route{Dst: private, Type: linux.RTN_BLACKHOLE}, nil},
		{"unreachable", route.Route{Dst: private, Type: linux.RTN_UNREACHABLE, Priority: 1<<32 - 1}, nil},
		{"prohibit", route.Route{Dst: private, Type: linux.RTN_PROHIBIT}, nil},
		{"throw", route.Route{Dst: private, Type: linux.RTN_THROW, Table: 300}, nil},
		{"local", route.Route{Dst: prefix("10.5.0.0/16"), OIF: lo, Type: linux.RTN_LOCAL},
			func(r *route.Route) { r.Scope = linux.RT_SCOPE_HOST }},
		{"broadcast", route.Route{Dst: prefix("10.6.255.255/32"), OIF: veth0, Type: linux.RTN_BROADCAST},
			func(r *route.Route) { r.Scope = linux.RT_SCOPE_LINK }},
		{"multicast", route.Route{Dst: prefix("224.0.0.0/4"), OIF: veth0, Type: linux.RTN_MULTICAST},
			func(r *route.Route) { r.Scope = linux.RT_SCOPE_LINK }},
		{"metrics", route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, Metrics: &route.Metrics{
			Lock: 1 << linux.RTAX_MTU, MTU: 1300, Window: 65535, RTT: 300 * time.Millisecond, RTTVar: 50 * time.Millisecond,
			SSThresh: 10, Cwnd: 100, AdvMSS: 1260, Reordering: 5, HopLimit: 32, InitCwnd: 20, InitRwnd: 30,
			RTOMin: 20 * time.Millisecond, QuickACK: true, FastOpenNoCookie: true}}, nil},
		{"multipath", route.Route{Dst: net4, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2"), OIF: veth0, Weight: 256},
			{Gateway: ip("203.0.113.2"), OIF: veth1, Weight: 1},
		}}, nil},
		{"multipath of both families, onlink", route.Route{Dst: route.DefaultIPv4(), MultiPath: []route.NextHop{
			{Gateway: ip("2001:db8::2"), OIF: veth0, Weight: 2},
			{Gateway: ip("10.9.9.9"), OIF: veth1, Weight: 3, Flags: linux.RTNH_F_ONLINK},
		}}, nil},
		{"IPv6 gateway", route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2"), OIF: veth0},
			func(r *route.Route) { r.Priority = 1024 }},
		{"IPv6 default, link-local gateway, preferred", route.Route{Dst: route.DefaultIPv6(), Gateway: ip("fe80::1"), OIF: veth0, Priority: 512, Pref: 1}, nil},
		{"IPv6 device", route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: 7, Protocol: 99}, nil},
		{"IPv6 expiry", route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: 7, Expires: time.Hour}, nil},
		{"IPv6 source address and metrics", route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: 7,
			PrefSrc: ip("2001:db8::1"), Metrics: &route.Metrics{MTU: 1400, HopLimit: 3}}, nil},
		{"IPv6 table beyond", route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: 7, Table: 100000}, nil},
		{"IPv6 multipath", route.Route{Dst: prefix("2001:db8:2::/48"), Priority: 7, MultiPath: []route.NextHop{
			{Gateway: ip("2001:db8::2"), OIF: veth0, Weight: 2},
			{Gateway: ip("2001:db8:1::2"), OIF: veth1, Weight: 3},
		}}, nil},
		{"IPv6 unreachable", route.Route{Dst: prefix("2001:db8:2::/48"), Type: linux.RTN_UNREACHABLE, Priority: 7},
			func(r *route.Route) { r.OIF = lo }},
		{"IPv6 blackhole of mapped addresses", route.Route{Dst: prefix("::ffff:0.0.0.0/96"), Type: linux.RTN_BLACKHOLE, Priority: 7},
			func(r *route.Route) { r.OIF = lo }},
		{"IPv6 local", route.Route{Dst: prefix("2001:db8:2::/48"), Type: linux.RTN_LOCAL, OIF: lo, Priority: 7}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			do(t, conn, route.Add(&tt.added))
			want := tt.added
			asSent(&want)
			if tt.filled != nil {
				tt.filled(&want)
			}
			got := list(t, conn)
			if diff := cmp.Diff([]route.Route{want}, got, aged); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}
			if e := got[0].Expires; e > want.Expires || want.Expires-e > time.Minute {
				t.Errorf("expires in %v, want %v", e, want.Expires)
			}

			// What is read can be deleted and written back.
			do(t, conn, route.Del(&got[0]))
			if rest := list(t, conn); len(rest) != 0 {
				t.Fatalf("left after it was deleted: %v", rest)
			}
			do(t, conn, route.Add(&got[0]))
			if diff := cmp.Diff(got, list(t, conn), aged); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

// What not every kernel is built with.
func TestOptionalFeatures(t *testing.T) {
	for _, tt := range []struct {
		name, needs string
		route       route.Route
	}{
		{"realms", "CONFIG_IP_ROUTE_CLASSID", route.Route{Dst: net4, OIF: veth0, Flow: 5<<16 | 6}},
		{"IPv6 source prefix", "CONFIG_IPV6_SUBTREES", route.Route{Dst: prefix("2001:db8:4::/48"), Src: prefix("2001:db8:9::/64"), OIF: veth0}},
		{"congestion control", "CONFIG_TCP_CONG_CUBIC", route.Route{Dst: net4, OIF: veth0, Metrics: &route.Metrics{CongCtl: "cubic"}}},
		{"encapsulation", "CONFIG_LWTUNNEL and CONFIG_NET_IP_TUNNEL", route.Route{Dst: net4, OIF: veth0, Gateway: ip("192.0.2.2"),
			Encap: &encap.IP{Dst: ip("203.0.113.9")}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			err := conn.Do(route.Add(&tt.route))
			if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EOPNOTSUPP) {
				t.Skipf("needs %s: %v", tt.needs, err)
			} else if err != nil {
				t.Fatal(err)
			}
			got := list(t, conn)
			if len(got) != 1 {
				t.Fatalf("%d routes, want 1", len(got))
			}
			if got[0].Flow != tt.route.Flow {
				t.Skipf("needs %s: the kernel took the route without it", tt.needs)
			}
			if diff := cmp.Diff(tt.route.Metrics, got[0].Metrics); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got[0].Src != tt.route.Src || !encap.Equal(got[0].Encap, tt.route.Encap) {
				t.Errorf("source %v, encapsulation %+v", got[0].Src, got[0].Encap)
			}
			do(t, conn, route.Del(&got[0]), route.Add(&got[0]))
			if diff := cmp.Diff(got, list(t, conn), aged); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

// refused checks an error's kinds and how it begins.
func refused(t *testing.T, err, kind error, errno syscall.Errno, text string) {
	t.Helper()
	if !errors.Is(err, kind) || !errors.Is(err, errno) {
		t.Errorf("error %v, want one that is %v and %v", err, kind, errno)
		return
	}
	if !strings.HasPrefix(err.Error(), text) {
		t.Errorf("error %q, want one that begins with %q", err, text)
	}
}

func TestVerbs(t *testing.T) {
	for _, tt := range []struct {
		name       string
		dst        string
		via, other string
	}{
		{"IPv4", "198.51.100.0/24", "192.0.2.2", "192.0.2.3"},
		{"IPv6", "2001:db8:2::/48", "2001:db8::2", "2001:db8::3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			r := &route.Route{Dst: prefix(tt.dst), Gateway: ip(tt.via), Priority: 10}
			other := &route.Route{Dst: prefix(tt.dst), Gateway: ip(tt.other), Priority: 10}
			gateways := func(want ...string) {
				t.Helper()
				var got []string
				for _, r := range list(t, conn) {
					if len(r.MultiPath) == 0 {
						got = append(got, r.Gateway.String())
					}
					for _, hop := range r.MultiPath {
						got = append(got, hop.Gateway.String())
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("gateways %v, want %v", got, want)
				}
			}

			refused(t, conn.Do(route.Del(r)), fs.ErrNotExist, syscall.ESRCH, "route del "+tt.dst+": ")
			refused(t, conn.Do(route.Change(r)), fs.ErrNotExist, syscall.ENOENT, "route change "+tt.dst+": ")
			do(t, conn, route.Add(r))
			refused(t, conn.Do(route.Add(other)), fs.ErrExist, syscall.EEXIST, "route add "+tt.dst+": ")
			gateways(tt.via)
			do(t, conn, route.Change(other))
			gateways(tt.other)
			do(t, conn, route.Replace(r))
			gateways(tt.via)
			do(t, conn, route.Append(other))
			gateways(tt.via, tt.other)

			// A deletion that names the gateway leaves the others.
			do(t, conn, route.Del(&route.Route{Dst: r.Dst, Gateway: r.Gateway}))
			gateways(tt.other)
			if tt.name == "IPv4" {
				do(t, conn, route.Prepend(r))
				gateways(tt.via, tt.other)
				do(t, conn, route.Del(&route.Route{Dst: r.Dst}))
			}
			do(t, conn, route.Del(&route.Route{Dst: r.Dst}))
			gateways()
		})
	}
}

// Rule 84, of routes that differ in scope, type and protocol.
func TestDeletionFitsAll(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, r := range []route.Route{
		{Dst: net4, OIF: veth0, Protocol: 99},
		{Dst: net4, Gateway: ip("192.0.2.2")},
		{Dst: net4, OIF: veth0, Scope: linux.RT_SCOPE_SITE, Priority: 5},
		{Dst: net4, Type: linux.RTN_BLACKHOLE},
		{Dst: route.DefaultIPv6(), Gateway: ip("fe80::1"), OIF: veth0, Protocol: 99},
	} {
		do(t, conn, route.Add(&r), route.Del(&route.Route{Dst: r.Dst}))
		if rest := list(t, conn); len(rest) != 0 {
			t.Errorf("left: %v", rest)
		}
	}
}

// A route whose link has gone down can still be written back.
func TestLinkDownIsNotSent(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_LINK)
	do(t, conn, route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2")}),
		link.SetDown(link.Index(veth1)))

	// The other end loses its carrier some time after.
	linkDown := func() bool {
		got := list(t, conn)
		return len(got) == 1 && got[0].Flags&linux.RTNH_F_LINKDOWN != 0
	}
	await(t, events, linkDown)
	got := list(t, conn)
	do(t, conn, route.Del(&got[0]), route.Add(&got[0]))
}

// asSent fills in what a request does.
func asSent(r *route.Route) {
	if r.Protocol == linux.RTPROT_UNSPEC {
		r.Protocol = linux.RTPROT_BOOT
	}
	if r.Type == linux.RTN_UNSPEC {
		r.Type = linux.RTN_UNICAST
	}
	if r.Table == 0 {
		r.Table = linux.RT_TABLE_MAIN
		if r.Type == linux.RTN_LOCAL || r.Type == linux.RTN_BROADCAST {
			r.Table = linux.RT_TABLE_LOCAL
		}
	}
}
