package rawnl_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Whatever the library opens, a program that is started meanwhile does not get
// it. Not parallel: other tests start programs that do get some files.
func TestNothingIsInherited(t *testing.T) {
	ns := testns.New(t)
	before := inherited(t)
	check := func(what string) {
		t.Helper()
		for fd, target := range inherited(t) {
			if before[fd] != target {
				t.Errorf("%s: programs inherit %d, %s", what, fd, target)
				before[fd] = target
			}
		}
	}
	opened := len(descriptors(t))

	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	check("Dial")

	made, err := netns.Create("inherited")
	if err != nil {
		t.Fatal(err)
	}
	defer netns.Delete("inherited")
	defer made.Close()
	again, err := netns.Open("inherited")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	nameless, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	defer nameless.Close()
	other, err := netns.OpenPID(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	check("package netns")

	// A watcher, which has two connections, and waits on one of them.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for ev, err := range link.Watch(ctx, &nlmsg.Config{NetNS: ns}) {
		if errors.Is(err, context.Canceled) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		check("a watcher")
		if ev.Kind == nlmsg.Synced {
			cancel()
		}
	}
	if n := len(descriptors(t)) - opened; n < 5 {
		t.Errorf("%d files are open, want the connection and four namespaces", n)
	}
}

// inherited returns the open files that a program would inherit.
func inherited(t *testing.T) map[int]string {
	t.Helper()
	files := descriptors(t)
	for fd := range files {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		if err != nil || flags&unix.FD_CLOEXEC != 0 {
			delete(files, fd) // or closed by now: the directory itself
		}
	}
	return files
}

// descriptors returns the open files and what they lead to.
func descriptors(t *testing.T) map[int]string {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[int]string)
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[fd], _ = os.Readlink("/proc/self/fd/" + e.Name())
	}
	return files
}
