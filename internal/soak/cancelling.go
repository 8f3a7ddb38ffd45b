//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startCancelling ends contexts at any time during requests and dumps on the
// shared connection. A batch must say which of its requests were carried out,
// and the connection work afterwards.
func startCancelling(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	table := uint32(w.index(0))
	return func() error {
		ctx, cancel := context.WithCancel(context.Background())
		if w.chance(10) {
			cancel()
		}
		timer := time.AfterFunc(time.Duration(w.rng.IntN(2000))*time.Microsecond, cancel)
		conn := w.conn.WithContext(ctx)
		var errs []error
		for ctx.Err() == nil && len(errs) == 0 {
			if err := w.cancelled(conn); err != nil {
				errs = append(errs, err)
			}
		}
		errs = append(errs, w.cancelledBatch(conn, index, table))
		timer.Stop()
		cancel()
		l, err := read(w, func() (*link.Link, error) { return link.Get(w.conn, link.Index(index)) })
		if err == nil && l.Index != index {
			err = fmt.Errorf("asked for link %d, got %d", index, l.Index)
		}
		return errors.Join(append(errs, err)...)
	}, nil
}

// cancelled reads something, unless that is cancelled.
func (w *worker) cancelled(conn *nlmsg.Conn) error {
	w.operations.Add(1)
	var err error
	if w.chance(2) {
		_, err = link.List(conn)
	} else {
		for _, err = range link.All(conn) {
			if err == nil && w.chance(20) {
				break
			}
		}
	}
	return w.mayFail(err, context.Canceled, nlmsg.ErrDumpInterrupted)
}

// cancelledBatch adds routes, and holds what is said of each against what is
// there. Then it deletes them.
func (w *worker) cancelledBatch(conn *nlmsg.Conn, index int, table uint32) error {
	const n = 100
	var reqs []nlmsg.Request
	dst := func(i int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 65, 0, byte(i)}), 32)
	}
	for i := range n {
		reqs = append(reqs, route.Add(&route.Route{Dst: dst(i), Table: table, OIF: index}))
	}
	failed := make(map[int]error)
	for _, f := range nlmsg.Failures(w.do(conn, reqs...)) {
		if !errors.Is(f.Err, nlmsg.ErrOutcomeUnknown) && !errors.Is(f.Err, nlmsg.ErrNotSent) {
			return fmt.Errorf("request %d: %w, want it cancelled", f.Index, f.Err)
		}
		failed[f.Index] = f.Err
		w.failed(f.Err)
	}
	all, whole, err := list(w, func() ([]route.Route, error) { return route.Filter{Table: table}.List(w.conn) })
	if err != nil {
		return err
	}
	there := make(map[netip.Prefix]bool)
	var del []nlmsg.Request
	for i := range all {
		there[all[i].Dst] = true
		del = append(del, route.Del(&all[i]))
	}
	for i := range n {
		err := failed[i]
		if whole && (err == nil && !there[dst(i)] || errors.Is(err, nlmsg.ErrNotSent) && there[dst(i)]) {
			return fmt.Errorf("request %d is said to have ended with %v; there: %v", i, err, there[dst(i)])
		}
	}
	if err := w.do(w.conn, del...); err != nil {
		return err
	}
	return w.tableHas(table, 0)
}
