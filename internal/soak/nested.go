//go:build linux

package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startNested makes requests and dumps within dumps, on the connection that all
// workers share. Each answer must be to its own question.
func startNested(w *worker) (func() error, error) {
	return func() error {
		left := w.rng.IntN(60) // links until the loop is left, perhaps
		for l, err := range link.All(w.conn) {
			w.operations.Add(1)
			if err != nil {
				return w.mayFail(err, nlmsg.ErrDumpInterrupted)
			}
			if left--; left < 0 {
				return nil
			}
			if err := w.askWithin(l.Index); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// askWithin asks for the link with that index, which may be gone, or what it has.
func (w *worker) askWithin(index int) error {
	switch w.rng.IntN(4) {
	case 0:
		l, err := read(w, func() (*link.Link, error) { return link.Get(w.conn, link.Index(index)) })
		if err == nil && l.Index != index {
			return fmt.Errorf("asked for link %d, got %d", index, l.Index)
		}
		return w.mayFail(err, unix.ENODEV)
	case 1:
		w.operations.Add(1)
		for a, err := range (addr.Filter{Index: index}).All(w.conn) {
			if err != nil {
				return w.mayFail(err, unix.ENODEV, nlmsg.ErrDumpInterrupted)
			}
			if a.Index != index {
				return fmt.Errorf("asked for addresses of link %d, got one of %d", index, a.Index)
			}
		}
	case 2:
		w.operations.Add(1)
		for r, err := range (route.Filter{OIF: index}).All(w.conn) {
			if err != nil {
				return w.mayFail(err, unix.ENODEV, nlmsg.ErrDumpInterrupted)
			}
			if r.OIF != index && len(r.MultiPath) == 0 {
				return fmt.Errorf("asked for routes by link %d, got one by %d", index, r.OIF)
			}
			if w.chance(4) {
				return nil
			}
		}
	case 3:
		err := w.do(w.conn, link.Del(link.Index(unused)), link.SetUp(link.Name("lo")), link.Del(link.Index(unused)))
		if n := len(nlmsg.Failures(err)); n != 2 {
			return errors.Join(fmt.Errorf("%d failures, want 2", n), err)
		}
		return w.mayFail(err, unix.ENODEV)
	}
	return nil
}

// unused is an index that no link has.
const unused = 999_999
