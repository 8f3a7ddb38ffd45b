//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startNexthops makes nexthop objects, routes by way of them and of groups, and
// deletes the objects, with which the routes must go.
func startNexthops(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	if !w.haveObjects(index) {
		return nil, errLacking
	}
	table := uint32(w.index(0))
	return func() error {
		v6 := w.chance(2)
		first, second, group := uint32(w.index(10)), uint32(w.index(11)), uint32(w.index(12))
		make := func(id uint32, i byte) *nexthop.NextHop {
			n := &nexthop.NextHop{ID: id, OIF: index, Gateway: netip.AddrFrom4([4]byte{172, 16, byte(w.n), i}), Flags: unix.RTNH_F_ONLINK}
			if v6 {
				n.Gateway = netip.AddrFrom16([16]byte{0xfe, 0x80, 15: i})
			}
			return n
		}
		members := &nexthop.NextHop{ID: group, Group: []nexthop.Member{{ID: first, Weight: 1}, {ID: second, Weight: 2}}}
		reqs := []nlmsg.Request{
			nexthop.Add(make(first, 1)), nexthop.Add(make(second, 2)), nexthop.Add(members),
		}
		const n = 5
		for i := range n {
			id := []uint32{first, group}[i%2]
			reqs = append(reqs, route.Add(&route.Route{Dst: w.network(v6, i).Masked(), Table: table, NHID: id}))
		}
		if err := w.do(w.conn, reqs...); err != nil {
			return err
		}
		if err := w.refused(w.conn, unix.EEXIST, nexthop.Add(make(first, 3))); err != nil {
			return err
		}
		replaced := make(first, 4)
		if err := w.do(w.conn, nexthop.Replace(replaced)); err != nil {
			return err
		}
		got, err := read(w, func() (*nexthop.NextHop, error) { return nexthop.Get(w.conn, first) })
		if err != nil {
			return err
		}
		if err := holds(replaced, got, "Flags"); err != nil {
			return err
		}
		if err := w.tableHas(table, n); err != nil {
			return err
		}
		if err := w.do(w.conn, nexthop.Del(first), nexthop.Del(group), nexthop.Del(second)); err != nil {
			return err
		}
		if err := w.refused(w.conn, unix.ENOENT, nexthop.Del(first)); err != nil {
			return err
		}
		return w.tableHas(table, 0)
	}, nil
}

// tableHas checks that there are n routes in a table.
func (w *worker) tableHas(table uint32, n int) error {
	all, whole, err := list(w, func() ([]route.Route, error) { return route.Filter{Table: table}.List(w.conn) })
	if err == nil && whole && len(all) != n {
		err = fmt.Errorf("%d routes in table %d, there must be %d: %v", len(all), table, n, all)
	}
	return err
}
