package route_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// All routes of a namespace, those that the kernel has made among them, are
// read, deleted and written back.
func TestSaveAndRestore(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV6_ROUTE)
	several(t, conn)
	do(t, conn,
		route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: ip("192.0.2.2"), Metrics: &route.Metrics{MTU: 1400}}),
		route.Add(&route.Route{Dst: net4, Gateway: ip("2001:db8::2"), OIF: veth0}),
		route.Add(&route.Route{Dst: route.DefaultIPv6(), Gateway: ip("fe80::1"), OIF: veth1, Pref: 3}))

	awaitLocal(t, conn, events, "2001:db8::1/128", "2001:db8:1::1/128")
	awaitLinkLocal(t, conn, events, veth0, veth1)

	saved := everything(t, conn)
	var deletions, additions []nlmsg.Request
	for i := range saved {
		deletions = append(deletions, route.Del(&saved[i]))
	}
	do(t, conn, deletions...)
	if rest := everything(t, conn); len(rest) != 0 {
		t.Fatalf("left: %v", rest)
	}

	// The kernel takes a source address only if it is local, and a gateway only
	// if there is a way to it.
	slices.SortStableFunc(saved, func(a, b route.Route) int { return cmp.Compare(rank(a), rank(b)) })
	for i := range saved {
		// Not Add: each interface has a route to ff00::/8 of the same metric.
		additions = append(additions, route.Append(&saved[i]))
	}
	do(t, conn, additions...)

	byName := func(a, b route.Route) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), a.Dst.Addr().Compare(b.Dst.Addr()),
			cmp.Compare(a.Dst.Bits(), b.Dst.Bits()), cmp.Compare(a.OIF, b.OIF))
	}
	// The kernel's own local routes of IPv6 have the metric 0, which it turns
	// into the usual one in every request.
	for i, r := range saved {
		if r.Dst.Addr().Is6() && r.Priority == 0 {
			saved[i].Priority = 1024
		}
	}
	restored := everything(t, conn)
	slices.SortFunc(saved, byName)
	slices.SortFunc(restored, byName)
	if diff := gocmp.Diff(saved, restored, aged); diff != "" {
		t.Errorf("(-saved +restored)\n%s", diff)
	}
}

// everything returns all routes but those of link-local addresses, which come
// when duplicate address detection is over.
func everything(t *testing.T, conn *nlmsg.Conn) []route.Route {
	t.Helper()
	got, err := route.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, func(r route.Route) bool { return r.Dst.Addr().IsLinkLocalUnicast() })
}

// awaitLocal waits until the kernel has made the local routes to dsts, which it
// does some time after the addresses were added.
func awaitLocal(t *testing.T, conn, events *nlmsg.Conn, dsts ...string) {
	t.Helper()
	await(t, events, func() bool {
		got, err := route.Filter{Family: linux.AF_INET6, Type: linux.RTN_LOCAL}.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		for _, dst := range dsts {
			if !slices.ContainsFunc(got, func(r route.Route) bool { return r.Dst == prefix(dst) }) {
				return false
			}
		}
		return true
	})
}

// awaitLinkLocal waits until the kernel has made the routes to fe80::/64. It
// makes them when it has noticed that the interfaces have a carrier, last of all,
// and before them those to ff00::/8 if there are none.
func awaitLinkLocal(t *testing.T, conn, events *nlmsg.Conn, indexes ...int) {
	t.Helper()
	await(t, events, func() bool {
		got, err := route.Filter{Family: linux.AF_INET6}.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range indexes {
			if !slices.ContainsFunc(got, func(r route.Route) bool { return r.Dst == prefix("fe80::/64") && r.OIF == index }) {
				return false
			}
		}
		return true
	})
}

// rank orders routes by what they need to be there.
func rank(r route.Route) int {
	switch {
	case r.Type == linux.RTN_LOCAL && r.Dst.IsSingleIP():
		return 0
	case !r.Gateway.IsValid() && len(r.MultiPath) == 0:
		return 1
	}
	return 2
}
