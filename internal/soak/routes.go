//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/route"
)

// startRoutes fills a routing table of its own, with routes by an interface, by
// gateways, by several ways and by nexthop objects, and keeps account of it.
func startRoutes(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	t := routes{w, index, w.haveObjects(index), make(map[netip.Prefix]route.Route)}
	return func() error {
		for range 20 {
			if err := t.change(); err != nil {
				return err
			}
		}
		return t.check()
	}, nil
}

// routes are the routes of a worker.
type routes struct {
	*worker
	index   int
	objects bool // whether there are nexthop objects
	account map[netip.Prefix]route.Route
}

// objectID is the id of the nexthop object of a family for routes.
func (w *worker) objectID(v6 bool) uint32 {
	if v6 {
		return uint32(w.index(2))
	}
	return uint32(w.index(1))
}

// haveObjects makes a nexthop object for each family, if the kernel knows such.
func (w *worker) haveObjects(index int) bool {
	err := w.do(w.conn,
		nexthop.Add(&nexthop.NextHop{ID: w.objectID(false), Family: unix.AF_INET, OIF: index}),
		nexthop.Add(&nexthop.NextHop{ID: w.objectID(true), Family: unix.AF_INET6, OIF: index}))
	if err != nil {
		w.lacking("nexthop objects")
	}
	return err == nil
}

func (t *routes) table() uint32 { return uint32(t.worker.index(0)) }

// make returns a route to dst.
func (t *routes) make(dst netip.Prefix) *route.Route {
	r := &route.Route{Dst: dst, Table: t.table(), Priority: 7}
	v6 := dst.Addr().Is6()
	gateway := func(i int) netip.Addr {
		if v6 {
			return netip.AddrFrom16([16]byte{0xfe, 0x80, 15: byte(i)})
		}
		return netip.AddrFrom4([4]byte{172, 16, byte(t.worker.n), byte(i)})
	}
	switch t.rng.IntN(4) {
	case 0:
		r.OIF = t.index
	case 1:
		r.OIF, r.Gateway, r.Flags = t.index, gateway(1), unix.RTNH_F_ONLINK
	case 2:
		for i := range 2 + t.rng.IntN(2) {
			r.MultiPath = append(r.MultiPath, route.NextHop{OIF: t.index, Gateway: gateway(1 + i), Weight: 1 + i, Flags: unix.RTNH_F_ONLINK})
		}
	case 3:
		if r.OIF = t.index; t.objects {
			r.OIF, r.NHID = 0, t.objectID(v6)
		}
	}
	if r.NHID == 0 {
		r.Metrics = &route.Metrics{MTU: 1280 + t.rng.Uint32N(200)}
	}
	return r
}

func (t *routes) change() error {
	dst := t.network(t.chance(2), t.rng.IntN(40)).Masked()
	r := t.make(dst)
	_, there := t.account[dst]
	switch n := t.rng.IntN(3); {
	case n == 0 && there:
		return t.refused(t.conn, unix.EEXIST, route.Add(r))
	case n == 0:
		t.account[dst] = *r
		return t.do(t.conn, route.Add(r))
	case n == 1:
		t.account[dst] = *r
		return t.do(t.conn, route.Replace(r))
	}
	del := route.Del(&route.Route{Dst: dst, Table: t.table()})
	if !there {
		return t.refused(t.conn, unix.ESRCH, del)
	}
	delete(t.account, dst)
	return t.do(t.conn, del)
}

// check holds the account against what the kernel has.
func (t *routes) check() error {
	all, whole, err := list(t.worker, func() ([]route.Route, error) { return route.Filter{Table: t.table()}.List(t.conn) })
	if err != nil || !whole {
		return err
	}
	if len(all) != len(t.account) {
		return fmt.Errorf("%d routes are listed, there must be %d", len(all), len(t.account))
	}
	for i := range all {
		want, there := t.account[all[i].Dst]
		if !there {
			return fmt.Errorf("route %v is listed, and must not be there", all[i])
		}
		if err := holds(&want, &all[i], "Flags"); err != nil {
			return fmt.Errorf("route %v: %w", all[i], err)
		}
	}
	return nil
}
