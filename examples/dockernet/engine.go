//go:build linux

package main

import (
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// patience is for how long something is waited for that should happen at once.
const patience = 10 * time.Second

// firstIndex is the first index that is chosen for a veth pair. Where it chooses
// itself, the kernel counts from 1 and goes on counting when links are deleted;
// in the namespaces of this program it will not come that far.
const firstIndex = 10001

// engine builds networks and runs containers.
type engine struct {
	script
	mtu    int
	trace  func(nlmsg.Direction, []byte)
	conn   *nlmsg.Conn // where the bridges are
	events *nlmsg.Conn // what happens to links there

	before     []string // the links that were there
	containers []*container
	lastIndex  int // that was chosen
}

func newEngine(out io.Writer, mtu int, verbose bool) (*engine, error) {
	e := &engine{script: script{out: out}, mtu: mtu, lastIndex: firstIndex - 1}
	if verbose {
		e.trace = explain.Tracer(out)
	}
	var err error
	if e.conn, e.events, err = e.dial(nil); err != nil {
		return nil, err
	}
	if e.before, err = linkNames(e.conn); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// dial opens a connection for requests in a namespace, and one for what happens
// to links there: the two never share a socket.
func (e *engine) dial(ns *os.File) (conn, events *nlmsg.Conn, err error) {
	conn, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Trace: e.trace})
	if err != nil {
		return nil, nil, err
	}
	events, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{
		NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}, Trace: e.trace,
	})
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, events, nil
}

func (e *engine) close() {
	e.conn.Close()
	e.events.Close()
}
