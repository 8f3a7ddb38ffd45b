//go:build linux

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// worker is one of those that do a job.
type worker struct {
	*world // where they all work
	*tally // of its job
	job    string
	n      int // its number, from 1: what it makes has numbers that others have not
	rng    *rand.Rand

	convergence *convergence
	closers     []func() error
	wrong       int          // rounds that have failed
	since       atomic.Int64 // when the present round began, in Unix nanoseconds; 0 between rounds
	lacking     func(what string)
}

// start sets the stage for a job. Every other worker has a connection of its own,
// the others share one.
func (w *worker) start(j job) (round func() error, err error) {
	if w.n%2 == 0 {
		own := *w.world
		if own.conn, err = w.dial(w.ns); err != nil {
			return nil, err
		}
		w.onClose(own.conn.Close)
		w.world = &own
	}
	return j.start(w)
}

// onClose has f called when the run is over, the last one first.
func (w *worker) onClose(f func() error) { w.closers = append(w.closers, f) }

// close undoes what start has done.
func (w *worker) close() error {
	var errs []error
	for _, f := range slices.Backward(w.closers) {
		if err := f(); err != nil {
			errs = append(errs, fmt.Errorf("at the end: %w", err))
		}
	}
	w.closers = nil
	return errors.Join(errs...)
}

// name returns a name for a link that no other worker uses.
func (w *worker) name(prefix string, i int) string { return fmt.Sprintf("%s%d-%d", prefix, w.n, i) }

// index returns an index for a link that no other worker uses. i is below 1000.
func (w *worker) index(i int) int { return 1000*w.n + i }

// dial opens a connection in ns. Those that last are closed by the caller's
// onClose.
func (w *worker) dial(ns *os.File) (*nlmsg.Conn, error) {
	return nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
}

// do makes requests that must all succeed.
func (w *worker) do(conn *nlmsg.Conn, reqs ...nlmsg.Request) error {
	w.operations.Add(int64(len(reqs)))
	return conn.Do(reqs...)
}

// refused makes a request that the kernel must refuse with errno.
func (w *worker) refused(conn *nlmsg.Conn, errno error, r nlmsg.Request) error {
	return w.mustFail(r.String(), w.do(conn, r), errno)
}

// mustFail returns nil if err is want, which counts.
func (w *worker) mustFail(what string, err, want error) error {
	switch {
	case err == nil:
		return fmt.Errorf("%s succeeds, want %v", what, want)
	case !errors.Is(err, want):
		return fmt.Errorf("%w, want %v", err, want)
	}
	w.failed(err)
	return nil
}

// mayFail returns what is left of err without the failures with one of errnos,
// which count.
func (w *worker) mayFail(err error, errnos ...error) error {
	for _, f := range nlmsg.Failures(err) {
		if slices.ContainsFunc(errnos, func(errno error) bool { return errors.Is(f.Err, errno) }) {
			w.failed(f.Err)
		}
	}
	return nlmsg.Ignore(err, errnos...)
}

// read calls a function that reads one object or all, as an operation.
func read[T any](w *worker, f func() (T, error)) (T, error) {
	w.operations.Add(1)
	return f()
}

// list reads all objects. What others change meanwhile may interrupt that even
// when it is repeated: then the second result is false.
func list[T any](w *worker, f func() ([]T, error)) ([]T, bool, error) {
	objects, err := read(w, f)
	if errors.Is(err, nlmsg.ErrDumpInterrupted) {
		w.failed(err)
		return objects, false, nil
	}
	return objects, err == nil, err
}

// chance is true in one of n cases.
func (w *worker) chance(n int) bool { return w.rng.IntN(n) == 0 }

// busy returns for how long the present round has lasted.
func (w *worker) busy() time.Duration {
	since := w.since.Load()
	if since == 0 {
		return 0
	}
	return time.Since(time.Unix(0, since))
}
