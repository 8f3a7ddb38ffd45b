//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/neigh"
)

// startNeighbours gives an interface neighbours, and keeps account of them.
func startNeighbours(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	account := make(map[netip.Addr]neigh.Neigh)
	return func() error {
		for range 20 {
			if err := w.changeNeighbour(index, account); err != nil {
				return err
			}
		}
		return w.hasNeighbours(index, account)
	}, nil
}

func (w *worker) changeNeighbour(index int, account map[netip.Addr]neigh.Neigh) error {
	n := neigh.Neigh{
		Index: index, Dst: w.network(w.chance(2), w.rng.IntN(20)).Addr(), State: neigh.StatePermanent,
		LLAddr: address(w.n, w.rng.IntN(1000)), Flags: neigh.FlagExtLearned,
	}
	_, there := account[n.Dst]
	switch w.rng.IntN(4) {
	case 0:
		if there {
			return w.refused(w.conn, unix.EEXIST, neigh.Add(&n))
		}
		account[n.Dst] = n
		return w.do(w.conn, neigh.Add(&n))
	case 1:
		account[n.Dst] = n
		return w.do(w.conn, neigh.Replace(&n))
	case 2:
		if !there {
			return w.refused(w.conn, unix.ENOENT, neigh.Change(&n))
		}
		account[n.Dst] = n
		return w.do(w.conn, neigh.Change(&n))
	}
	del := neigh.Del(&neigh.Neigh{Index: index, Dst: n.Dst})
	if !there {
		return w.refused(w.conn, unix.ENOENT, del)
	}
	delete(account, n.Dst)
	return w.do(w.conn, del)
}

// hasNeighbours holds the account against what the kernel has, all of it and one
// of it.
func (w *worker) hasNeighbours(index int, account map[netip.Addr]neigh.Neigh) error {
	filter := neigh.Filter{Index: index, State: neigh.StatePermanent}
	all, whole, err := list(w, func() ([]neigh.Neigh, error) { return filter.List(w.conn) })
	if err != nil || !whole {
		return err
	}
	if len(all) != len(account) {
		return fmt.Errorf("%d neighbours are listed, there must be %d: %v", len(all), len(account), all)
	}
	for i := range all {
		want, there := account[all[i].Dst]
		if !there {
			return fmt.Errorf("neighbour %v is listed, and must not be there", all[i])
		}
		if err := holds(&want, &all[i]); err != nil {
			return fmt.Errorf("neighbour %v: %w", all[i], err)
		}
	}
	if len(all) == 0 {
		return nil
	}
	key := &neigh.Neigh{Index: index, Dst: all[0].Dst}
	got, err := read(w, func() (*neigh.Neigh, error) { return neigh.Get(w.conn, key) })
	if err != nil {
		return err
	}
	want := account[key.Dst]
	return holds(&want, got)
}
