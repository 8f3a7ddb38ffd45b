//go:build linux

package main

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/route"
)

// Routes are added in small batches on time, unless the kernel takes longer.
const (
	liveRate  = 200_000 // routes a second
	liveBatch = 100     // routes in a datagram
)

// followNotifications follows changes while they are made, by a socket whose
// receive buffer has the system's usual size. What counts is that nothing is
// lost, which is told below the table.
func followNotifications(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	routes, err := addingRoutes(s, conn)
	if err != nil {
		return nil, err
	}
	additions, err := encodeBatches(routes.requests(), liveBatch)
	if err != nil {
		return nil, err
	}
	deleting := routes
	deleting.request = route.Del
	deletions, err := encodeBatches(deleting.requests(), 1)
	if err != nil {
		return nil, err
	}
	sock, err := s.open()
	if err != nil {
		return nil, err
	}
	follow := func(name string, open func(*stage) (follower, error)) way {
		l := &live{sock: sock, additions: additions, deletions: deletions}
		s.note(func() string { return name + ": " + l.String() })
		return way{name: name, reset: routes.reset, run: func() error {
			f, err := open(s)
			if err != nil {
				return err
			}
			defer f.Close()
			return l.run(f, s.n)
		}}
	}
	return []way{
		follow("floor", openSocketFollower),
		follow("Conn.Receive and route.Decode", openConnFollower),
	}, nil
}

// live makes changes that a follower is told of.
type live struct {
	sock                 *socket
	additions, deletions [][]byte

	// What became of them, in all rounds.
	added   int
	sending time.Duration
	seen
}

// run adds n routes while f follows.
func (l *live) run(f follower, n int) error {
	done := make(chan error, 1)
	var saw seen
	go func() {
		var err error
		saw, err = f.follow()
		done <- err
	}()
	start := time.Now()
	for i, d := range l.additions {
		wait(start.Add(time.Duration(i) * liveBatch * time.Second / liveRate))
		if err := l.sock.do([][]byte{d}); err != nil {
			return err
		}
	}
	l.sending += time.Since(start)
	l.added += n
	// The end can be lost like anything else, and is told again then.
	for i := range l.deletions {
		if err := l.sock.do(l.deletions[i : i+1]); err != nil {
			return err
		}
		select {
		case err := <-done:
			l.seen.additions += saw.additions
			l.overruns += saw.overruns
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
	return errors.New("the follower has seen none of the deletions")
}

// wait waits until it is t. The timers of the runtime are too coarse for that.
func wait(t time.Time) {
	if d := time.Until(t); d > 0 {
		ts := unix.NsecToTimespec(int64(d))
		unix.Nanosleep(&ts, nil) // woken early, the next batch is a little early
	}
}

func (l *live) String() string {
	lost := l.added - l.seen.additions
	s := fmt.Sprintf("at %s a second, %s of %s were lost by %s",
		count(int(float64(l.added)/l.sending.Seconds()), "route"),
		thousands(lost), thousands(l.added), count(l.overruns, "overrun"))
	if lost > 0 {
		s += missed
	}
	return s
}
