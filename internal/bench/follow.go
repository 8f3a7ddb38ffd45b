//go:build linux

package main

import (
	"context"
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// follower follows changes until it sees a deletion.
type follower interface {
	follow() (seen, error)
	Close() error
}

// seen is what a follower has seen.
type seen struct {
	additions int
	overruns  int
}

// socketFollower is the floor's follower.
type socketFollower struct{ *socket }

func openSocketFollower(s *stage) (follower, error) {
	sock, err := listen(s.ns, unix.RTNLGRP_IPV4_ROUTE, 0)
	return socketFollower{sock}, err
}

func (f socketFollower) Close() error {
	f.close()
	return nil
}

func (f socketFollower) follow() (saw seen, err error) {
	for {
		b, err := f.receive()
		switch {
		case errors.Is(err, unix.ENOBUFS):
			saw.overruns++
			continue
		case err != nil:
			return saw, err
		}
		for len(b) >= nlmsg.HeaderLen {
			length, typ := header(b)
			if typ == unix.RTM_DELROUTE {
				return saw, nil
			}
			saw.additions++
			b = b[min(align(length), len(b)):]
		}
	}
}

// connFollower is the library's follower.
type connFollower struct{ *nlmsg.Conn }

func openConnFollower(s *stage) (follower, error) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{
		NetNS: s.ns, Groups: []uint32{unix.RTNLGRP_IPV4_ROUTE},
	})
	return connFollower{conn}, err
}

func (f connFollower) follow() (saw seen, err error) {
	for m, err := range f.Receive(context.Background()) {
		switch {
		case errors.Is(err, nlmsg.ErrOverrun):
			saw.overruns++
			continue
		case err != nil:
			return saw, err
		case m.Type == unix.RTM_DELROUTE:
			return saw, nil
		}
		if _, err := route.Decode(m); err != nil {
			return saw, err
		}
		saw.additions++
	}
	return saw, os.ErrClosed
}
