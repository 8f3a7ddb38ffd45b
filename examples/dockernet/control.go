//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// order is what a container is told to do, as JSON: one of these things.
type order struct {
	Serve string `json:",omitempty"` // TCP on an address
	Dial  string `json:",omitempty"` // TCP to an address, and read what comes
}

// report is the answer to an order, and the first thing that a container says
// when it has come into being.
type report struct {
	Text    string   `json:",omitempty"`
	Failure *failure `json:",omitempty"`
}

// failure is an error as it travels: what it says, and the errno at its root.
type failure struct {
	Text  string
	Errno syscall.Errno `json:",omitempty"`
}

func (f *failure) Error() string { return f.Text }

func (f *failure) Is(target error) bool { return f.Errno != 0 && errors.Is(f.Errno, target) }

// tell has the container do something.
func (c *container) tell(ctx context.Context, o order) (string, error) {
	if err := c.orders.Encode(o); err != nil {
		return "", fmt.Errorf("container %s: %w", c.name, err)
	}
	return c.report(ctx)
}

// report waits for the container to say that it has done what it was to do.
func (c *container) report(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { c.control.SetReadDeadline(time.Now()) })
	defer stop()
	var r report
	err := c.reports.Decode(&r)
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case err == nil && r.Failure != nil:
		err = r.Failure
	}
	if err != nil {
		return "", fmt.Errorf("container %s: %w", c.name, err)
	}
	return r.Text, nil
}

// socketPair returns two sockets that are connected: one to be used here, one
// to be inherited.
func socketPair() (ours net.Conn, theirs *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	f := os.NewFile(uintptr(fds[0]), "control")
	defer f.Close()
	theirs = os.NewFile(uintptr(fds[1]), "control")
	if ours, err = net.FileConn(f); err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return ours, theirs, nil
}
