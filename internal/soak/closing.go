//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startClosing closes connections while several goroutines use them, and one
// that waits for notifications. All must end, and say why.
func startClosing(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	return func() error {
		conn, err := w.dial(w.ns)
		if err != nil {
			return err
		}
		events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: w.ns, Groups: []uint32{linux.RTNLGRP_LINK}})
		if err != nil {
			return errors.Join(err, conn.Close())
		}
		answers := make(chan struct{})
		closed := make(chan struct{})
		c := closing{w, conn, index, answers, closed}
		results := make(chan error, 8)
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() { results <- c.use(i) })
		}
		wg.Go(func() {
			for _, err := range events.Receive(context.Background()) {
				if err != nil && !errors.Is(err, nlmsg.ErrOverrun) {
					results <- fmt.Errorf("a loop over Receive that is closed: %w", err)
					return
				}
			}
		})
		for range w.rng.IntN(50) {
			<-answers
		}
		err = errors.Join(conn.Close(), events.Close())
		close(closed)
		wg.Wait()
		close(results)
		for r := range results {
			err = errors.Join(err, r)
		}
		_, after := link.List(conn)
		return errors.Join(err, w.mustFail("using a closed connection", after, os.ErrClosed), c.clear())
	}, nil
}

// closing is a connection that will be closed.
type closing struct {
	*worker
	conn    *nlmsg.Conn
	index   int
	answers chan<- struct{} // gets a token for each answer
	closed  <-chan struct{}
}

func (c *closing) table() uint32 { return uint32(c.worker.index(0)) }

// use makes requests of one sort until the connection is closed.
func (c *closing) use(sort int) error {
	for i := 0; ; i++ {
		c.operations.Add(1)
		err := c.ask(sort, i)
		switch {
		case errors.Is(err, os.ErrClosed):
			c.failed(err)
			return nil
		case errors.Is(err, nlmsg.ErrDumpInterrupted), errors.Is(err, unix.ENODEV) && sort == 2:
			c.failed(err)
		case err != nil:
			return fmt.Errorf("on a connection that is closed meanwhile: %w", err)
		}
		select {
		case c.answers <- struct{}{}:
		case <-c.closed:
		}
	}
}

func (c *closing) ask(sort, i int) error {
	switch sort {
	case 0, 1:
		l, err := link.Get(c.conn, link.Index(c.index))
		if err == nil && l.Index != c.index {
			return fmt.Errorf("asked for link %d, got %d", c.index, l.Index)
		}
		return err
	case 2:
		for l, err := range link.All(c.conn) {
			if err != nil {
				return err
			}
			if _, err := (addr.Filter{Index: l.Index}).List(c.conn); err != nil {
				return err
			}
		}
		return nil
	case 3:
		_, err := link.List(c.conn)
		return err
	case 4:
		return c.conn.Do(link.SetUp(link.Index(c.index)), link.SetMTU(link.Index(c.index), 1400+i%100))
	}
	r := &route.Route{Dst: c.network(false, i%10).Masked(), Table: c.table(), OIF: c.index}
	return c.conn.Do(route.Replace(r))
}

// clear deletes the routes that were made.
func (c *closing) clear() error {
	all, _, err := list(c.worker, func() ([]route.Route, error) { return route.Filter{Table: c.table()}.List(c.worker.conn) })
	for i := range all {
		err = errors.Join(err, c.do(c.worker.conn, route.Del(&all[i])))
	}
	return errors.Join(err, c.tableHas(c.table(), 0))
}
