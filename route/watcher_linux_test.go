package route_test

import (
	"context"
	"iter"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

type event = nlmsg.Event[route.Route]

// watch is a watcher that a test pulls events from, one at a time.
type watch struct {
	t     testing.TB
	next  func() (event, error, bool)
	state []route.Route // what the events add up to
	count map[nlmsg.EventKind]int
}

func newWatch(t testing.TB, cfg *nlmsg.Config) *watch {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	next, stop := iter.Pull2(route.Watch(ctx, cfg))
	t.Cleanup(func() { stop(); cancel() })
	return &watch{t: t, next: next, count: make(map[nlmsg.EventKind]int)}
}

// event returns the next event. It must fit the state that those before it add
// up to.
func (w *watch) event() event {
	w.t.Helper()
	ev, err, _ := w.next()
	if err != nil {
		w.t.Fatal(err)
	}
	w.apply(ev)
	return ev
}

func (w *watch) apply(ev event) {
	w.t.Helper()
	w.count[ev.Kind]++
	i := -1
	if ev.Old != nil {
		for j := range w.state {
			if reflect.DeepEqual(ageless(w.state[j]), ageless(*ev.Old)) {
				i = j
			}
		}
		if i < 0 {
			w.t.Fatalf("%v %+v, which was not there", ev.Kind, *ev.Old)
		}
	}
	switch ev.Kind {
	case nlmsg.Added:
		w.state = append(w.state, *ev.New)
	case nlmsg.Changed:
		w.state[i] = *ev.New
	case nlmsg.Removed:
		w.state[i] = w.state[len(w.state)-1]
		w.state = w.state[:len(w.state)-1]
	}
}

// ageless leaves out what changes by itself.
func ageless(r route.Route) route.Route {
	r.Cache, r.Expires = route.Cache{}, 0
	return r
}

// until reads events up to one that fits.
func (w *watch) until(fits func(event) bool) event {
	w.t.Helper()
	for {
		if ev := w.event(); fits(ev) {
			return ev
		}
	}
}

func synced(ev event) bool { return ev.Kind == nlmsg.Synced }

// agrees compares the state with the kernel's.
func (w *watch) agrees(conn *nlmsg.Conn) {
	w.t.Helper()
	if diff := w.differs(conn); diff != "" {
		w.t.Fatalf("the kernel's routes and those watched (-kernel +watched)\n%s", diff)
	}
}

// converge reads events until the state is the kernel's.
func (w *watch) converge(conn *nlmsg.Conn) {
	w.t.Helper()
	for {
		diff := w.differs(conn)
		if diff == "" {
			return
		}
		ev, err, _ := w.next()
		if err != nil {
			w.t.Fatalf("%v; the kernel's routes and those watched (-kernel +watched)\n%s", err, diff)
		}
		w.apply(ev)
	}
}

// differs says how the state differs from the kernel's.
func (w *watch) differs(conn *nlmsg.Conn) string {
	w.t.Helper()
	list, err := route.List(conn)
	if err != nil {
		w.t.Fatal(err)
	}
	rest := slices.Clone(w.state)
	list = slices.DeleteFunc(list, func(r route.Route) bool {
		for i := range rest {
			if reflect.DeepEqual(ageless(r), ageless(rest[i])) {
				rest = slices.Delete(rest, i, i+1)
				return true
			}
		}
		return false
	})
	return cmp.Diff(list, rest, aged)
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
			Peer: link.Link{Name: "veth1", Index: veth1}}}),
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
