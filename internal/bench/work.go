//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// work is something to be done with the kernel, of which several ways are
// compared.
type work struct {
	name         string // such as "routes/add"
	unit         string // of the items, such as "route"
	items, quick int    // how many there are, and how many with -quick

	// setUp prepares the stage and returns the ways, the floor first.
	setUp func(s *stage) ([]way, error)
}

// works returns all of them, in the order of the table.
func works() []work {
	return []work{
		addRoutes,
	}
}

// choose returns the works whose names begin with one of the prefixes, or all
// if there are none.
func choose(all []work, prefixes []string) ([]work, error) {
	if len(prefixes) == 0 {
		return all, nil
	}
	chosen := make([]bool, len(all))
	for _, p := range prefixes {
		found := false
		for i, w := range all {
			if strings.HasPrefix(w.name, p) {
				found, chosen[i] = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("no work has a name that begins with %q", p)
		}
	}
	var some []work
	for i, w := range all {
		if chosen[i] {
			some = append(some, w)
		}
	}
	return some, nil
}

// way is one way to do a work.
type way struct {
	name string

	// reset makes the stage what it was before, without being timed. Nil does
	// nothing.
	reset func() error

	// run does the work once.
	run func() error

	// target is what the way is meant to cost.
	target target

	// resultSize is the size in bytes of what the way returns and the caller
	// keeps: the memory of a list is what was allocated beyond that.
	resultSize int

	// program says that the way is another program, whose allocations cannot be
	// counted. It takes part in at most programRounds rounds.
	program bool

	// missing says why the way cannot be measured here, such as "ip is not
	// installed". Then run is not called.
	missing string
}

// programRounds is how often other programs are run: they are here for
// comparison, and slow.
const programRounds = 3

// target is an upper bound for each of several costs. A zero field, or a nil
// pointer, is none.
type target struct {
	ratio  float64  // of the time to the floor's
	nanos  float64  // nanoseconds an item
	allocs *float64 // allocations an item
	memory float64  // bytes allocated in all, less those of the result
}

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

// note adds a line below the table: what f returns after the last round, unless
// it is empty.
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
