//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// startExhausted has a process of its own open connections until there are no
// descriptors left.
func startExhausted(w *worker) (func() error, error) {
	c, err := startChild(w.ns, "exhaust")
	if err != nil {
		return nil, err
	}
	w.onClose(c.close)
	return func() error {
		if err := c.ask(w, "again"); err != nil {
			return err
		}
		w.failed(unix.EMFILE)
		return nil
	}, nil
}

// spare is how many descriptors such a process has beyond those it needs.
const spare = 12

// newExhaust makes the process one that may open few files.
func newExhaust() (func(string, <-chan string) (int, error), error) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		return nil, err
	}
	if err := openPoller(); err != nil {
		return nil, err
	}
	files, err := openFiles()
	if err != nil {
		return nil, err
	}
	// A new descriptor has the lowest number that is free: the limit is on that.
	limit := uint64(0)
	for free := 0; free < spare; limit++ {
		if _, used := files[int(limit)]; !used {
			free++
		}
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		return nil, err
	}
	return func(string, <-chan string) (int, error) { return exhaust(conn, len(files)) }, nil
}

// openPoller has the runtime open the descriptors of its poller, which it does
// when something waits for the first time.
func openPoller() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	return errors.Join(r.SetDeadline(time.Now()), r.Close(), w.Close())
}

// exhaust opens connections as long as that works. One that is open must go on
// working, what needs a descriptor must fail with EMFILE, and nothing may be
// open afterwards that was not before.
func exhaust(conn *nlmsg.Conn, before int) (operations int, err error) {
	var open []*nlmsg.Conn
	for {
		var c *nlmsg.Conn
		if c, err = nlmsg.Dial(unix.NETLINK_ROUTE, nil); err != nil {
			break
		}
		open = append(open, c)
	}
	errs := []error{mustBeEMFILE("a connection", err)}
	ns, err := netns.New()
	errs = append(errs, mustBeEMFILE("a namespace", err))
	if err == nil {
		ns.Close()
	}
	for _, err = range link.Watch(context.Background(), nil) {
		break
	}
	errs = append(errs, mustBeEMFILE("a watcher", err))
	for _, c := range append(open, conn) {
		links, err := link.List(c)
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			err = nil // by the other jobs, and then there is no timer to wait on
		}
		if err != nil || len(links) == 0 {
			errs = append(errs, fmt.Errorf("an open connection lists %d links: %w", len(links), err))
		}
		operations++
	}
	for _, c := range open {
		errs = append(errs, c.Close())
	}
	files, err := openFiles()
	if err == nil && len(files) != before {
		err = fmt.Errorf("%d descriptors are open, %d were: %v", len(files), before, files)
	}
	return operations, errors.Join(append(errs, err)...)
}

func mustBeEMFILE(what string, err error) error {
	if errors.Is(err, unix.EMFILE) {
		return nil
	}
	return fmt.Errorf("opening %s without a descriptor left: %v, want EMFILE", what, err)
}
