package netns

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

// runDir is where ip-netns(8) keeps names. It says /var/run/netns, where
// /var/run is a symbolic link to /run.
const runDir = "/run/netns"

// maxName is NAME_MAX of linux/limits.h, the most that a file name holds.
const maxName = 255

// New makes a network namespace without a name. It holds the loopback interface
// lo, which is down, and nothing else. It is gone when the file is closed,
// unless something else refers to it by then.
//
// Without CAP_SYS_ADMIN the error is [io/fs.ErrPermission].
func New() (*os.File, error) { return nsthread.New(nil) }

// Current opens the network namespace of the calling goroutine: the one that
// the process runs in, or within the function of [Do] the one it was given.
func Current() (*os.File, error) { return nsthread.Current() }

// OpenPID opens the network namespace of the process with the number pid, as
// seen in /proc. If there is no such process the error is
// [io/fs.ErrNotExist]. The user must be allowed to trace the process
// (ptrace(2)), else it is [io/fs.ErrPermission].
func OpenPID(pid int) (*os.File, error) {
	if pid <= 0 {
		return nil, fmt.Errorf("netns open: process %d: a process has a number above 0", pid)
	}
	ns, err := openPath("/proc/" + strconv.Itoa(pid) + "/ns/net")
	if err != nil {
		return nil, fmt.Errorf("netns open: process %d: %w", pid, err)
	}
	return ns, nil
}

// Do calls fn in the network namespace ns and returns what fn returns. Sockets
// that fn opens belong to ns for good, and programs that it starts run in ns.
// Do does not close ns.
//
// fn runs in a goroutine of its own, locked to its thread; neither the caller's
// thread nor goroutines that fn starts are in ns. If fn panics or ends its
// goroutine ([runtime.Goexit], [testing.T.FailNow]), so does the caller of Do.
//
// Without CAP_SYS_ADMIN, here and over ns, the error is
// [io/fs.ErrPermission]. It is an error if ns is nil or no network namespace.
func Do(ns *os.File, fn func() error) error { return nsthread.Run(ns, fn) }

// Create makes a network namespace, names it, and returns it open. It stays
// until [Delete], also when the file is closed and the program ends.
//
// If the name exists the error is [io/fs.ErrExist], and without CAP_SYS_ADMIN
// [io/fs.ErrPermission]. A name is a file name: at most 255 bytes without "/".
// If Create fails it leaves no name behind; /run/netns itself, which it makes
// if need be, stays.
func Create(name string) (*os.File, error) {
	return named("create", name, create)
}

// Open opens the network namespace of that name. If there is none, the error is
// [io/fs.ErrNotExist]. It is an error if the file of that name is not a network
// namespace, such as one that is left over where its mount is gone.
func Open(name string) (*os.File, error) {
	return named("open", name, open)
}

// Delete takes away the name. The namespace itself lives on as long as
// something else refers to it. A file that is left over without a namespace is
// deleted too. If there is none the error is [io/fs.ErrNotExist].
func Delete(name string) error {
	_, err := named("delete", name, func(name string) (*os.File, error) {
		return nil, remove(name)
	})
	return err
}

// List returns the names of all named network namespaces, sorted. Like
// ip-netns(8) it does not look whether they are still namespaces: [Open] does.
// Without /run/netns there are none.
func List() ([]string, error) {
	names, err := list()
	if err != nil {
		return nil, fmt.Errorf("netns list: %w", err)
	}
	return names, nil
}

// named calls f if the name can be one and puts the operation and the name
// before its error.
func named(op, name string, f func(name string) (*os.File, error)) (*os.File, error) {
	if err := check(name); err != nil {
		return nil, fmt.Errorf("netns %s %q: %w", op, name, err)
	}
	ns, err := f(name)
	if err != nil {
		return nil, fmt.Errorf("netns %s %q: %w", op, name, err)
	}
	return ns, nil
}

// check refuses names that are not exactly one file in a directory.
func check(name string) error {
	switch {
	case name == "":
		return errors.New("the name is empty")
	case name == "." || name == "..":
		return errors.New("the name is a directory")
	case strings.ContainsAny(name, "/\x00"):
		return errors.New("the name contains a slash or a NUL")
	case len(name) > maxName:
		return fmt.Errorf("the name has %d bytes, at most %d fit", len(name), maxName)
	}
	return nil
}
