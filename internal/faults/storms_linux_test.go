package faults_test

import (
	"context"
	"fmt"
	"iter"
	"net"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// storm is changes of a type of objects, and how to follow them.
type storm struct {
	name    string
	changes int // in a round
	cycle   func() []nlmsg.Request

	// follow yields what a watcher says.
	follow func(context.Context, *nlmsg.Config) iter.Seq2[change, error]
	list   func(*nlmsg.Conn) (map[string]int, error)

	// tells are the types of notifications that a change leads to.
	tells []uint16
}

// change is an event. An object is all that the test looks at, in words; none is
// an empty string.
type change struct {
	kind     nlmsg.EventKind
	old, new string
}

func follow[T any](watch func(context.Context, *nlmsg.Config) iter.Seq2[nlmsg.Event[T], error], words func(*T) string) func(context.Context, *nlmsg.Config) iter.Seq2[change, error] {
	return func(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[change, error] {
		return func(yield func(change, error) bool) {
			for ev, err := range watch(ctx, cfg) {
				c := change{kind: ev.Kind}
				if ev.Old != nil {
					c.old = words(ev.Old)
				}
				if ev.New != nil {
					c.new = words(ev.New)
				}
				if !yield(c, err) {
					return
				}
			}
		}
	}
}

// list returns how many objects there are of the same words.
func list[T any](list func(*nlmsg.Conn) ([]T, error), words func(*T) string) func(*nlmsg.Conn) (map[string]int, error) {
	return func(conn *nlmsg.Conn) (map[string]int, error) {
		objects, err := list(conn)
		state := make(map[string]int)
		for i := range objects {
			state[words(&objects[i])]++
		}
		return state, err
	}
}

func routeWords(r *route.Route) string {
	return fmt.Sprint(r.Dst, r.Src, r.TOS, r.Table, r.Priority, r.Type, r.OIF, r.Gateway, r.Protocol, r.Scope, r.PrefSrc)
}

func linkWords(l *link.Link) string {
	alias := ""
	if l.Alias != nil {
		alias = *l.Alias
	}
	return fmt.Sprint(l.Index, l.Name, l.Flags, l.MTU, l.HardwareAddr, l.OperState, alias)
}

func addrWords(a *addr.Addr) string {
	return fmt.Sprint(a.Index, a.Prefix, a.Peer, a.Label, a.Scope, a.Flags, a.Protocol)
}

func neighWords(n *neigh.Neigh) string {
	return fmt.Sprint(n.Index, n.Dst, n.LLAddr, n.State, n.Flags)
}

// told leaves out the neighbours that a watcher does not yield.
func told(conn *nlmsg.Conn) ([]neigh.Neigh, error) {
	list, err := neigh.List(conn)
	return slices.DeleteFunc(list, func(n neigh.Neigh) bool { return n.State == 0 || n.State == neigh.StateNoARP }), err
}

func routeStorm(name string, host func(int) netip.Addr) *storm {
	put := func(n, value int) nlmsg.Request {
		return route.Replace(&route.Route{Dst: whole(host(n)), OIF: testlink.Veth0 + value%2, Protocol: uint8(100 + value/2), Table: ringTable})
	}
	take := func(n int) nlmsg.Request { return route.Del(&route.Route{Dst: whole(host(n)), Table: ringTable}) }
	return &storm{
		name: name, changes: 40_000,
		cycle:  func() []nlmsg.Request { return cycle(1000, 20_000, 20, put, take) },
		follow: follow(route.Watch, routeWords), list: list(route.List, routeWords),
		tells: []uint16{unix.RTM_NEWROUTE, unix.RTM_DELROUTE},
	}
}

func storms() map[string]*storm {
	putAddr := func(n, value int) nlmsg.Request {
		return addr.Replace(&addr.Addr{Index: testlink.Veth0, Prefix: whole(host4(n)), Protocol: uint8(100 + value)})
	}
	takeAddr := func(n int) nlmsg.Request {
		return addr.Del(&addr.Addr{Index: testlink.Veth0, Prefix: whole(host4(n))})
	}
	putNeigh := func(n, value int) nlmsg.Request {
		return neigh.Replace(&neigh.Neigh{Index: testlink.Veth0, Dst: host4(n),
			LLAddr: net.HardwareAddr{2, 0, 0, 0, 0, byte(value)}, State: neigh.StatePermanent})
	}
	takeNeigh := func(n int) nlmsg.Request {
		return neigh.Del(&neigh.Neigh{Index: testlink.Veth0, Dst: host4(n)})
	}
	// Links are not made and deleted, which takes the kernel too long.
	putLink := func(n, value int) nlmsg.Request {
		if value%2 == 0 {
			return link.SetAlias(link.Index(testlink.Veth0+n), fmt.Sprint("alias", value))
		}
		return link.SetMTU(link.Index(testlink.Veth0+n), 1300+value)
	}
	takeLink := func(n int) nlmsg.Request {
		return link.SetAlias(link.Index(testlink.Veth0+n), "")
	}
	byName := make(map[string]*storm)
	for _, s := range []*storm{
		routeStorm("IPv4 routes", host4), routeStorm("IPv6 routes", host6),
		{
			name: "links", changes: 4000,
			cycle:  func() []nlmsg.Request { return cycle(2, 4000, 40, putLink, takeLink) },
			follow: follow(link.Watch, linkWords), list: list(link.Filter{SkipStats: true}.List, linkWords),
			tells: []uint16{unix.RTM_NEWLINK},
		},
		{
			name: "addresses", changes: 4000,
			cycle:  func() []nlmsg.Request { return cycle(200, 4000, 10, putAddr, takeAddr) },
			follow: follow(addr.Watch, addrWords), list: list(addr.List, addrWords),
			tells: []uint16{unix.RTM_NEWADDR, unix.RTM_DELADDR},
		},
		{
			name: "neighbours", changes: 10_000,
			cycle:  func() []nlmsg.Request { return cycle(500, 10_000, 10, putNeigh, takeNeigh) },
			follow: follow(neigh.Watch, neighWords), list: list(told, neighWords),
			tells: []uint16{unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH},
		},
	} {
		byName[s.name] = s
	}
	return byName
}
