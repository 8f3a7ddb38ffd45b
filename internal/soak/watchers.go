//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startWatchers follows links, addresses, routes and neighbours with receive
// buffers so small that notifications are lost, while another process changes
// them. Whenever that pauses, what was followed must come to what the kernel
// has.
func startWatchers(w *worker) (func() error, error) {
	ns, conn, other, err := w.churned()
	if err != nil {
		return nil, err
	}
	all := followers(ns, conn)
	for _, f := range all {
		f.follow()
		w.onClose(func() error { return f.end(w) })
	}
	return func() error {
		if w.chance(4) {
			if err := all[w.rng.IntN(len(all))].restart(w); err != nil {
				return err
			}
		}
		if err := other.ask(w, "run"); err != nil {
			return err
		}
		time.Sleep(time.Duration(100+w.rng.IntN(200)) * time.Millisecond)
		if err := other.ask(w, "pause"); err != nil {
			return err
		}
		if err := w.converge(all); err != nil {
			return err
		}
		// At the end of each round there is the same, so that watchers hold as
		// much as after any other.
		if err := other.ask(w, "tidy"); err != nil {
			return err
		}
		return w.converge(all)
	}, nil
}

// converge waits until all followers have what the kernel has.
func (w *worker) converge(all []followerOf) error {
	var errs []error
	for _, f := range all {
		w.convergence.checks.Add(1)
		if err := f.converge(w, 30*time.Second); err != nil {
			errs = append(errs, err)
			continue
		}
		w.convergence.converged.Add(1)
	}
	return errors.Join(errs...)
}

// followerOf is a [follower] of whatever type.
type followerOf interface {
	follow()
	converge(w *worker, patience time.Duration) error
	restart(w *worker) error
	end(w *worker) error
}

func followers(ns *os.File, conn *nlmsg.Conn) []followerOf {
	cfg := &nlmsg.Config{NetNS: ns, ReadBuffer: 4 << 10}
	return []followerOf{
		&follower[link.Link]{
			what:  "links",
			watch: func(ctx context.Context) iter.Seq2[nlmsg.Event[link.Link], error] { return link.Watch(ctx, cfg) },
			list:  func() ([]link.Link, error) { return link.List(conn) },
			show: func(l *link.Link) string {
				return fmt.Sprint(l, l.Flags, l.MTU, l.OperState, l.HardwareAddr, deref(l.Alias))
			},
		},
		&follower[addr.Addr]{
			what:  "addresses",
			watch: func(ctx context.Context) iter.Seq2[nlmsg.Event[addr.Addr], error] { return addr.Watch(ctx, cfg) },
			list:  func() ([]addr.Addr, error) { return addr.List(conn) },
			show:  func(a *addr.Addr) string { return fmt.Sprint(a, a.Flags, a.Scope, a.Label) },
		},
		&follower[route.Route]{
			what:  "routes",
			watch: func(ctx context.Context) iter.Seq2[nlmsg.Event[route.Route], error] { return route.Watch(ctx, cfg) },
			list:  func() ([]route.Route, error) { return route.List(conn) },
			show:  func(r *route.Route) string { return fmt.Sprint(r, r.Protocol, r.Flags, deref(r.Metrics)) },
		},
		&follower[neigh.Neigh]{
			what:  "neighbours",
			watch: func(ctx context.Context) iter.Seq2[nlmsg.Event[neigh.Neigh], error] { return neigh.Watch(ctx, cfg) },
			// Those that a watcher leaves out are no part of it.
			list: func() ([]neigh.Neigh, error) { return neigh.Filter{State: ^neigh.StateNoARP}.List(conn) },
			show: func(n *neigh.Neigh) string { return fmt.Sprint(n, n.LLAddr, n.State, n.Flags) },
		},
	}
}
