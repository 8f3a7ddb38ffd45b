package route_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

func (w *watch) differs(conn *nlmsg.Conn) string {
	w.t.Helper()
	list, err := route.List(conn)
	if err != nil {
		w.t.Fatal(err)
	}
	return cmp.Diff(list, w.state, aged, anyOrder)
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

var anyOrder = cmpopts.SortSlices(func(a, b route.Route) bool { return fmt.Sprint(a) < fmt.Sprint(b) })

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	do(t, conn, route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Protocol: 99}))
	w := newWatch(t, &nlmsg.Config{NetNS: ns})
	w.until(synced)
	w.agrees(conn)

	for _, tt := range []struct {
		name string
		do   nlmsg.Request
		want nlmsg.EventKind
		old  string // the gateway
		new  string
	}{
		{"add", route.Add(&route.Route{Dst: private, Gateway: ip("192.0.2.2")}), nlmsg.Added, "", "192.0.2.2"},
		{"replace", route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), nlmsg.Changed, "192.0.2.2", "192.0.2.3"},
		{"append", route.Append(&route.Route{Dst: private, Gateway: ip("192.0.2.4")}), nlmsg.Added, "", "192.0.2.4"},
		{"prepend", route.Prepend(&route.Route{Dst: private, Gateway: ip("192.0.2.5")}), nlmsg.Added, "", "192.0.2.5"},
		{"replace the first", route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.6")}), nlmsg.Changed, "192.0.2.5", "192.0.2.6"},
		{"delete", route.Del(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), nlmsg.Removed, "192.0.2.3", ""},
		{"IPv6", route.Add(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2")}), nlmsg.Added, "", "2001:db8::2"},
		{"IPv6 replace", route.Replace(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::3")}), nlmsg.Changed, "2001:db8::2", "2001:db8::3"},
		{"IPv6 delete", route.Del(&route.Route{Dst: prefix("2001:db8:2::/48")}), nlmsg.Removed, "2001:db8::3", ""},
	} {
		do(t, conn, tt.do)
		ev := w.until(func(ev event) bool { return !synced(ev) })
		var old, new string
		if ev.Old != nil {
			old = ev.Old.Gateway.String()
		}
		if ev.New != nil {
			new = ev.New.Gateway.String()
		}
		if ev.Kind != tt.want || old != tt.old || new != tt.new {
			t.Errorf("%s: %v %q %q, want %v %q %q", tt.name, ev.Kind, old, new, tt.want, tt.old, tt.new)
		}
		w.agrees(conn)
	}
}

// The kernel sends no notification for the IPv4 routes that go with a link.
func TestWatchSeesSilentChanges(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	do(t, conn,
		route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2")}),
		route.Add(&route.Route{Dst: private, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2")}, {Gateway: ip("203.0.113.2")}}}))
	w := newWatch(t, &nlmsg.Config{NetNS: ns})
	w.until(synced)
	w.agrees(conn)
	do(t, conn, link.SetDown(link.Index(veth0)))
	w.until(func(ev event) bool { return ev.Kind == nlmsg.Removed && ev.Old.Dst == net4 })
	do(t, conn, link.SetUp(link.Index(veth0)))
	w.until(func(ev event) bool {
		return ev.Kind == nlmsg.Changed && ev.New.Dst == private && ev.New.MultiPath[0].Flags == 0
	})
	do(t, conn, link.Del(link.Index(veth0)))
	w.until(func(ev event) bool { return ev.Kind == nlmsg.Removed && ev.Old.Dst == private })
}

// Plain changes, however many, are followed without another dump.
func TestWatchDumpsOnce(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	dumps := 0
	w := newWatch(t, &nlmsg.Config{NetNS: ns, ReadBuffer: 1 << 20, Trace: func(dir nlmsg.Direction, b []byte) {
		for m := range nlmsg.Messages(b) {
			if dir == nlmsg.Sent && m.Type == linux.RTM_GETROUTE {
				dumps++
			}
		}
	}})
	w.until(synced)
	w.converge(conn)
	dumps = 0
	n := uint32(1000)
	if raceEnabled {
		n = 100 // it is slow
	}
	for i := range n {
		v4 := &route.Route{Dst: net4, OIF: veth0, Priority: i + 1}
		v6 := &route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: i + 1}
		do(t, conn, route.Add(v4), route.Add(v6),
			route.Replace(&route.Route{Dst: v4.Dst, OIF: veth1, Priority: v4.Priority}),
			route.Append(v4), route.Del(v4), route.Del(v6))
		for range 6 {
			w.event()
		}
	}
	w.agrees(conn)
	if dumps > 0 {
		t.Errorf("%d changes caused %d dumps", 6*n, dumps)
	}
}

// What is lost is made good by another dump, and only the difference is
// yielded.
func TestWatchOverrun(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	changed := &route.Route{Dst: private, Gateway: ip("192.0.2.2")}
	removed := &route.Route{Dst: prefix("10.0.0.0/9"), Gateway: ip("192.0.2.2")}
	do(t, conn, route.Add(changed), route.Add(removed))
	w := newWatch(t, &nlmsg.Config{NetNS: ns, ReadBuffer: 4 << 10})
	w.until(synced)
	w.converge(conn)

	const n = 50_000
	var add, del []nlmsg.Request
	for i := range n/2 - 1 {
		r := &route.Route{Dst: net4, OIF: veth0, Priority: uint32(i + 1)}
		add = append(add, route.Add(r))
		if i >= 3 {
			del = append(del, route.Del(r))
		}
	}
	do(t, conn, add...)
	do(t, conn, del...)
	do(t, conn, route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), route.Del(removed))

	clear(w.count)
	w.until(synced)
	want := map[nlmsg.EventKind]int{nlmsg.Added: 3, nlmsg.Changed: 1, nlmsg.Removed: 1, nlmsg.Synced: 1}
	if diff := cmp.Diff(want, w.count); diff != "" {
		t.Errorf("events (-want +got)\n%s", diff)
	}
	w.agrees(conn)
}
