//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// stage is where a work is done: a new network namespace, with lo alone in it,
// and what is opened there.
type stage struct {
	n       int // number of items
	ns      *os.File
	notes   []func() string // called after the last round
	closers []func()
}

// newStage makes a stage for a work of n items.
func newStage(n int) (*stage, error) {
	ns, err := nsthread.New(nil)
	if err != nil {
		return nil, err
	}
	s := &stage{n: n, ns: ns}
	s.onClose(func() { ns.Close() })
	return s, nil
}

// onClose has f called when the work is over, the last one first.
func (s *stage) onClose(f func()) { s.closers = append(s.closers, f) }

func (s *stage) close() {
	for len(s.closers) > 0 {
		last := len(s.closers) - 1
		s.closers[last]()
		s.closers = s.closers[:last]
	}
}

// note adds a line below the table: what f returns after the last round.
func (s *stage) note(f func() string) { s.notes = append(s.notes, f) }

// dial opens a connection of the library's on the stage.
func (s *stage) dial() (*nlmsg.Conn, error) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: s.ns})
	if err == nil {
		s.onClose(func() { conn.Close() })
	}
	return conn, err
}

// open opens a socket of the floor's on the stage.
func (s *stage) open() (*socket, error) {
	sock, err := openSocket(s.ns)
	if err == nil {
		s.onClose(sock.close)
	}
	return sock, err
}
