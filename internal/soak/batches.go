//go:build linux

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startBatches makes many requests at once, of which the kernel refuses some.
// Exactly those must be reported, and all others be carried out.
func startBatches(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	table := uint32(w.index(0))
	dst := func(i int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, byte(i >> 8), byte(i)}), 32)
	}
	return func() error {
		n := 1 + w.rng.IntN(400)
		var add, del []nlmsg.Request
		var bad []int
		for i := range n {
			r := &route.Route{Dst: dst(i), Table: table, OIF: index}
			if w.chance(5) {
				r.OIF = 0
				r.Gateway = netip.AddrFrom4([4]byte{240, 0, 0, 1}) // which no route leads to
				bad = append(bad, i)
			}
			add = append(add, route.Add(r))
			del = append(del, route.Del(r))
		}
		if err := w.reports(w.do(w.conn, add...), unix.ENETUNREACH, bad); err != nil {
			return fmt.Errorf("adding: %w", err)
		}
		if err := w.tableHas(table, n-len(bad)); err != nil {
			return err
		}
		w.operations.Add(int64(n))
		if err := w.reports(w.conn.DoSeq(slices.Values(del)), unix.ESRCH, bad); err != nil {
			return fmt.Errorf("deleting: %w", err)
		}
		return w.tableHas(table, 0)
	}, nil
}

// reports checks that err reports failures with errno of exactly the requests
// whose indexes are want.
func (w *worker) reports(err, errno error, want []int) error {
	failures := nlmsg.Failures(err)
	if len(failures) != len(want) {
		return fmt.Errorf("%d failures, want %d: %w", len(failures), len(want), err)
	}
	for i, f := range failures {
		if f.Index != want[i] || !errors.Is(f.Err, errno) {
			return fmt.Errorf("request %d: %w, want request %d: %w", f.Index, f.Err, want[i], errno)
		}
		w.failed(f.Err)
	}
	return nil
}
