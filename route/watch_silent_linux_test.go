package route_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// What the kernel does to routes without telling of each.
func TestWatchSeesSilentChanges(t *testing.T) {
	hops := []route.NextHop{{Gateway: ip("192.0.2.2")}, {Gateway: ip("203.0.113.2")}}
	sysctl := func(t *testing.T, ns *os.File, name, value string) {
		err := nsthread.Run(ns, func() error {
			return os.WriteFile("/proc/sys/net/"+name, []byte(value), 0o644)
		})
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EROFS) || errors.Is(err, fs.ErrPermission) {
			t.Skipf("needs /proc/sys/net/%s that can be written: %v", name, err)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	nexthop7 := nlmsg.Request{Type: linux.RTM_NEWNEXTHOP, Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE,
		Body: nexthop{id: 7, gateway: ip("192.0.2.2"), oif: veth0}}
	for _, tt := range []struct {
		name  string
		route route.Route // there is one before
		setup []nlmsg.Request
		do    func(t *testing.T, conn *nlmsg.Conn, ns *os.File)
	}{
		{name: "link down", route: route.Route{Dst: net4, Gateway: ip("192.0.2.2")},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) { do(t, conn, link.SetDown(link.Index(veth0))) }},
		{name: "link deleted", route: route.Route{Dst: net4, Gateway: ip("192.0.2.2")},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) { do(t, conn, link.Del(link.Index(veth0))) }},
		{name: "link of a hop down", route: route.Route{Dst: net4, MultiPath: hops},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) { do(t, conn, link.SetDown(link.Index(veth0))) }},
		{name: "link of a hop up", route: route.Route{Dst: net4, MultiPath: hops},
			setup: []nlmsg.Request{link.SetDown(link.Index(veth0))},
			do:    func(t *testing.T, conn *nlmsg.Conn, _ *os.File) { do(t, conn, link.SetUp(link.Index(veth0))) }},
		{name: "settings", route: route.Route{Dst: net4, Gateway: ip("192.0.2.2")},
			setup: []nlmsg.Request{link.SetDown(link.Index(veth1))}, // veth0 loses its carrier
			do: func(t *testing.T, _ *nlmsg.Conn, ns *os.File) {
				sysctl(t, ns, "ipv4/conf/veth0/ignore_routes_with_linkdown", "1")
			}},
		{name: "settings of IPv6", route: route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2")},
			setup: []nlmsg.Request{link.SetDown(link.Index(veth1))},
			do: func(t *testing.T, _ *nlmsg.Conn, ns *os.File) {
				sysctl(t, ns, "ipv6/conf/all/ignore_routes_with_linkdown", "1")
			}},
		{name: "settings of an interface's IPv6", route: route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2")},
			setup: []nlmsg.Request{link.SetDown(link.Index(veth1))},
			do: func(t *testing.T, _ *nlmsg.Conn, ns *os.File) {
				// Not all kernels tell of it.
				events := testlink.Listen(t, ns, linux.RTNLGRP_IPV6_NETCONF)
				sysctl(t, ns, "ipv6/conf/veth1/ignore_routes_with_linkdown", "1")
				sysctl(t, ns, "ipv6/conf/veth1/proxy_ndp", "1") // of which all tell
				for m, err := range events.Receive(t.Context()) {
					if err != nil {
						t.Fatal(err)
					}
					c, err := netconf.Decode(m)
					if err != nil {
						t.Fatal(err)
					}
					if c.ProxyNeigh != nil {
						t.Skip("this kernel does not tell of an interface's ignore_routes_with_linkdown of IPv6")
					}
					if c.IgnoreRoutesWithLinkdown != nil {
						break
					}
				}
				sysctl(t, ns, "ipv6/conf/veth0/ignore_routes_with_linkdown", "1")
			}},
		{name: "last address deleted", route: route.Route{Dst: net4, OIF: veth0},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) {
				do(t, conn, addr.Del(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")}))
			}},
		{name: "source address of IPv6 deleted",
			route: route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth1, PrefSrc: ip("2001:db8::1")},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) {
				do(t, conn, addr.Del(&addr.Addr{Index: veth0, Prefix: prefix("2001:db8::1/64")}))
			}},
		{name: "MTU", route: route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Metrics: &route.Metrics{MTU: 1500}},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) { do(t, conn, link.SetMTU(link.Index(veth0), 1400)) }},
		{name: "nexthop object deleted", route: route.Route{Dst: net4, NHID: 7}, setup: []nlmsg.Request{nexthop7},
			do: func(t *testing.T, conn *nlmsg.Conn, _ *os.File) {
				do(t, conn, nlmsg.Request{Type: linux.RTM_DELNEXTHOP, Flags: linux.NLM_F_ACK, Body: nexthop{id: 7}})
			}},
		{name: "nexthop object replaced", route: route.Route{Dst: net4, NHID: 7}, setup: []nlmsg.Request{nexthop7},
			do: func(t *testing.T, conn *nlmsg.Conn, ns *os.File) {
				sysctl(t, ns, "ipv4/nexthop_compat_mode", "0")
				do(t, conn, nlmsg.Request{Type: linux.RTM_NEWNEXTHOP,
					Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE | linux.NLM_F_REPLACE, Body: nexthop{id: 7, blackhole: true}})
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := quiet(t)
			add := route.Add(&tt.route)
			if tt.route.MultiPath != nil {
				do(t, conn, add) // while the links are up
			}
			do(t, conn, tt.setup...)
			if tt.route.MultiPath == nil {
				do(t, conn, add)
			}
			w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
			w.Sync()
			w.Converge()
			before := slices.Clone(w.State)
			tt.do(t, conn, ns)
			w.Converge()
			if cmp.Equal(before, w.State, aged) {
				t.Error("nothing has changed")
			}
		})
	}
}
