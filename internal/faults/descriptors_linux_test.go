package faults_test

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// descriptors are those that a process may have.
const descriptors = 64

// limitDescriptors makes it so.
func limitDescriptors(t *testing.T) {
	limit := unix.Rlimit{Cur: descriptors, Max: descriptors}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
}

// use takes descriptors until so many are left, and returns them.
func use(t *testing.T, left int) (taken []int) {
	t.Helper()
	for {
		fd, err := unix.Open(os.DevNull, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err == unix.EMFILE {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, fd)
	}
	give(taken[len(taken)-left:])
	return taken[:len(taken)-left]
}

func give(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

// inUse counts the open descriptors without opening one.
func inUse() (n int) {
	for fd := range uintptr(descriptors) {
		if _, err := unix.FcntlInt(fd, unix.F_GETFD, 0); err == nil {
			n++
		}
	}
	return n
}

// openers are all that opens something. Each closes it again.
func openers(ns *os.File) map[string]func() error {
	file := func(open func() (*os.File, error)) func() error {
		return func() error {
			f, err := open()
			if err == nil {
				err = f.Close()
			}
			return err
		}
	}
	dial := func(cfg nlmsg.Config) func() error {
		return func() error {
			conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &cfg)
			if err == nil {
				err = conn.Close()
			}
			return err
		}
	}
	watch := func() error {
		for _, err := range link.Watch(context.Background(), &nlmsg.Config{NetNS: ns}) {
			return err
		}
		return nil
	}
	// A request that nobody answers, until the context ends.
	wait := func() error {
		ctx, cancel := context.WithCancel(context.Background())
		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Trace: func(nlmsg.Direction, []byte) { cancel() }})
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err = conn.WithContext(ctx).Get(unanswered); errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	}
	nothing := func() error { return nil }
	const old, doomed, fresh = "old", "doomed", "fresh"
	return map[string]func() error{
		"nlmsg.Dial":              dial(nlmsg.Config{}),
		"nlmsg.Dial in another":   dial(nlmsg.Config{NetNS: ns}),
		"nlmsg.Dial with a group": dial(nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}}),
		"link.Watch":              watch,
		"wait":                    wait,
		"netns.New":               file(netns.New),
		"netns.Current":           file(netns.Current),
		"netns.Open":              file(func() (*os.File, error) { return netns.Open(old) }),
		"netns.OpenPID":           file(func() (*os.File, error) { return netns.OpenPID(os.Getpid()) }),
		"netns.Do":                func() error { return netns.Do(ns, nothing) },
		"netns.List":              func() error { _, err := netns.List(); return err },
		"netns.Create": func() error {
			f, err := netns.Create(fresh)
			if _, there := os.Lstat("/run/netns/" + fresh); (there == nil) != (err == nil) {
				return errors.Join(errors.New("a name is left"), err)
			}
			if err != nil {
				return err
			}
			f.Close()
			return netns.Delete(fresh)
		},
		"netns.Delete": func() error {
			err := netns.Delete(doomed)
			if _, there := os.Lstat("/run/netns/" + doomed); (there == nil) != (err != nil) {
				return errors.Join(errors.New("a name is left, or gone"), err)
			}
			return err
		},
		"nsthread.New": file(func() (*os.File, error) { return nsthread.New(nothing) }),
		"nsthread.Run": func() error { return nsthread.Run(ns, nothing) },
	}
}

// With none left, with one, with two and so on, whatever opens something fails with
// EMFILE and leaves nothing behind, until there are as many as it needs.
func TestOutOfDescriptors(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	all := openers(opened(t))
	startPoller(t)
	limitDescriptors(t)
	for name, open := range all {
		t.Run(name, func(t *testing.T) { needsDescriptors(t, open, 0) })
	}
}

// startPoller makes package os start it.
func startPoller(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

// opened returns the namespace that the openers need.
func opened(t *testing.T) *os.File {
	ns := testns.New(t)
	for _, name := range []string{"old", "doomed"} {
		named, err := netns.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		named.Close()
	}
	return ns
}

// needsDescriptors calls open with more and more descriptors left, until it
// succeeds. For once so many may stay open, those of the poller.
func needsDescriptors(t *testing.T, open func() error, poller int) {
	for left := range descriptors / 2 {
		taken := use(t, left)
		before := inUse()
		err := open()
		more := inUse() - before
		give(taken)
		if more == poller { // it was started
			more, poller = 0, 0
		}
		switch {
		case more != 0:
			t.Fatalf("with %d descriptors left: %v, and %d are left open", left, err, more)
		case err == nil && left == 0:
			t.Fatal("it opens nothing")
		case err == nil:
			t.Logf("it needs %d", left)
			return
		case !errors.Is(err, unix.EMFILE):
			t.Fatalf("with %d descriptors left: %v, want EMFILE", left, err)
		}
		t.Logf("with %d left: %v", left, err)
	}
	t.Fatal("it fails however many are left")
}

// The runtime ends a program that needs its poller for the first time and has no
// descriptors for that. What is the first to need it here fails instead.
func TestOutOfDescriptorsForThePoller(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"nlmsg.Dial with a group", "link.Watch", "netns.New", "wait"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !alone(t) {
				return
			}
			debug.SetGCPercent(-1) // after a collection the runtime needs it itself
			open := openers(opened(t))[name]
			limitDescriptors(t)
			needsDescriptors(t, open, 2)
		})
	}
}

// A failure costs no thread.
func TestOutOfDescriptorsLeavesNoThread(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	ns := testns.New(t)
	startPoller(t)
	limitDescriptors(t)
	fails := func() {
		for left := range 3 {
			taken := use(t, left)
			for _, name := range []string{"nlmsg.Dial in another", "netns.New", "netns.Do"} {
				_ = openers(ns)[name]()
			}
			give(taken)
		}
	}
	testns.NoLeak(t, 100, fails)
}

// What is open goes on working. Only to wait for the kernel takes a descriptor.
func TestConnectionWithoutDescriptors(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	ns := testns.New(t)
	conn := dial(t, nlmsg.Config{NetNS: ns})
	startPoller(t)
	limitDescriptors(t)
	taken := use(t, 0)
	do(t, conn, link.SetUp(link.Name("lo")), link.SetAlias(link.Name("lo"), "alias"))
	if l, err := link.Get(conn, link.Name("lo")); err != nil || *l.Alias != "alias" {
		t.Errorf("Get: %v, %v", l, err)
	}
	if list, err := link.List(conn); err != nil || len(list) != 1 {
		t.Errorf("List: %d links, %v", len(list), err)
	}
	if list, err := route.List(conn); err != nil || len(list) == 0 {
		t.Errorf("List: %d routes, %v", len(list), err)
	}
	_, err := conn.Get(unanswered)
	if !errors.Is(err, unix.EMFILE) || !errors.Is(err, nlmsg.ErrOutcomeUnknown) {
		t.Errorf("waiting for an answer: %v, want EMFILE, outcome unknown", err)
	}
	do(t, conn, link.SetAlias(link.Name("lo"), "other"))
	give(taken)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := conn.WithContext(ctx).Get(unanswered); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for an answer with descriptors left: %v", err)
	}
	if l, err := link.Get(conn, link.Name("lo")); err != nil || *l.Alias != "other" {
		t.Errorf("Get: %v, %v", l, err)
	}
}
