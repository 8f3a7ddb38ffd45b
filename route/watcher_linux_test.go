package route_test

import (
	"context"
	"iter"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

type event = nlmsg.Event[route.Route]

type watch = testwatch.Watch[route.Route]

// newWatch starts a watcher, whose events are to add up to what conn lists.
func newWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *watch {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[event, error] { return route.Watch(ctx, cfg) },
		func() ([]route.Route, error) { return route.List(conn) },
		func(r *route.Route) { r.Cache, r.Expires = nil, 0 }, aged)
}

// quiet is dial where the kernel adds no routes some time later, after the
// detection of duplicate addresses.
func quiet(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	plain := func() *link.AFSpec { return &link.AFSpec{Inet6: &link.Inet6{AddrGenMode: new(uint8(1))}} }
	do(t, conn, link.SetUp(link.Index(lo)),
		link.Add(&link.Link{Name: "veth0", Index: veth0, Data: &link.Veth{
			Peer: &link.Link{Name: "veth1", Index: veth1}}}),
		link.Set(link.Index(veth0), &link.Link{AFSpec: plain()}),
		link.Set(link.Index(veth1), &link.Link{AFSpec: plain()}),
		link.SetUp(link.Index(veth0)), link.SetUp(link.Index(veth1)))
	events := testlink.Listen(t, ns, linux.RTNLGRP_LINK)
	for _, index := range []int{veth0, veth1} {
		up := func(l *link.Link) bool { return l.OperState == link.OperUp }
		if _, err := link.Wait(t.Context(), conn, events, link.Index(index), up); err != nil {
			t.Fatal(err)
		}
	}
	events = testlink.Listen(t, ns, linux.RTNLGRP_IPV6_ROUTE)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	testlink.Address(t, conn, veth1, "203.0.113.1/24", "2001:db8:1::1/64")
	await(t, events, func() bool {
		own, err := route.Filter{Type: linux.RTN_LOCAL, Family: linux.AF_INET6}.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		return len(own) >= 3 // of ::1 and the two
	})
	return conn, ns
}
