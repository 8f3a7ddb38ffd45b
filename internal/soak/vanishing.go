//go:build linux

package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// startVanishing has links deleted while they are read and changed: each answer
// is about the link that was asked for, or says that it is gone.
func startVanishing(w *worker) (func() error, error) {
	return func() error {
		const pairs = 5
		var add, del []nlmsg.Request
		for i := range pairs {
			add = append(add, link.Add(&link.Link{
				Name: w.name("v", i), Index: w.index(i),
				Data: &link.Veth{Peer: &link.Link{Name: w.name("p", i), Index: w.index(pairs + i)}},
			}))
			del = append(del, link.Del(link.Index(w.index(i))))
		}
		if err := w.do(w.conn, add...); err != nil {
			return err
		}
		w.rng.Shuffle(pairs, func(i, j int) { del[i], del[j] = del[j], del[i] })
		deleted := make(chan error, 1)
		go func() {
			var errs []error
			for _, r := range del {
				errs = append(errs, w.do(w.conn, r))
			}
			deleted <- errors.Join(errs...)
		}()
		var errs []error
		for gone := 0; gone < 2*pairs && len(errs) == 0; {
			gone = 0
			for i := range 2 * pairs {
				there, err := w.touch(i, pairs)
				if err != nil {
					errs = append(errs, err)
				} else if !there {
					gone++
				}
			}
		}
		return errors.Join(append(errs, <-deleted)...)
	}, nil
}

// touch reads and changes a link that may be gone.
func (w *worker) touch(i, pairs int) (there bool, err error) {
	l, err := read(w, func() (*link.Link, error) { return link.Get(w.conn, link.Index(w.index(i))) })
	if err != nil {
		return false, w.mayFail(err, unix.ENODEV)
	}
	want := w.name("v", i)
	if i >= pairs {
		want = w.name("p", i-pairs)
	}
	if l.Index != w.index(i) || l.Name != want {
		return true, fmt.Errorf("asked for link %d, %s, got %d, %s", w.index(i), want, l.Index, l.Name)
	}
	w.operations.Add(2)
	err = link.Modify(w.conn, l, func(l *link.Link) { l.MTU = 1300 + w.rng.IntN(100) })
	return true, w.mayFail(err, unix.ENODEV)
}
