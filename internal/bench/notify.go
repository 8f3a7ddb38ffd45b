//go:build linux

package main

import (
	"context"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// queueSize is the size of a receive buffer in which 50,000 notifications of
// routes find room. The kernel counts its own memory, nearly a kilobyte for each,
// and doubles the size.
const queueSize = 64 << 20

// drainNotifications reads notifications that wait in the socket.
func drainNotifications(s *stage) ([]way, error) {
	q, err := newQueue(s, queueSize)
	if err != nil {
		return nil, err
	}
	return []way{
		{name: "floor, one by one", reset: q.fillSocket, run: func() error { return q.sock.drain(s.n) }},
		{name: "Conn.Receive", reset: q.fillConn, target: target{ratio: 1.15, allocs: new(0.0)}, run: func() error {
			return q.drain(func(nlmsg.Message) error { return nil })
		}},
		{name: "Conn.Receive and route.Decode", reset: q.fillConn, target: target{ratio: 1.15}, run: func() error {
			return q.drain(func(m nlmsg.Message) error {
				_, err := route.Decode(m)
				return err
			})
		}},
	}, nil
}

// queue is a socket with a notification in it for each route of the stage. It is
// either the floor's or the library's.
type queue struct {
	*stage
	size   int // of the receive buffer
	routes adding[route.Route]
	conn   *nlmsg.Conn // makes the changes
	sock   *socket
	events *nlmsg.Conn
}

// newQueue returns an empty queue. If the stage has more routes than find room,
// it has fewer then.
func newQueue(s *stage, size int) (*queue, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	routes, err := addingRoutes(s, conn)
	if err != nil {
		return nil, err
	}
	q := &queue{stage: s, size: size, routes: routes, conn: conn}
	s.onClose(q.close)
	return q, q.measure()
}

func (q *queue) close() {
	if q.sock != nil {
		q.sock.close()
		q.sock = nil
	}
	if q.events != nil {
		q.events.Close()
		q.events = nil
	}
}

// measure finds out how many notifications find room. An ordinary user may not
// make the buffer as large as needed; then there are fewer routes.
func (q *queue) measure() error {
	if err := q.fillSocket(); err != nil {
		return err
	}
	room, err := q.sock.waiting()
	if err != nil || room >= q.n {
		return err
	}
	wanted := q.n
	q.n = room * 9 / 10 // sizes of messages may differ a little
	q.routes.things = q.routes.things[:q.n]
	q.note(func() string {
		return fmt.Sprintf("the receive buffer may not be made large enough for %s notifications (sysctl net.core.rmem_max)",
			thousands(wanted))
	})
	return nil
}

// fillSocket has the notifications wait in a new socket of the floor's.
func (q *queue) fillSocket() error {
	return q.fill(func() (err error) {
		q.sock, err = listen(q.ns, unix.RTNLGRP_IPV4_ROUTE, q.size)
		return err
	})
}

// fillConn has the notifications wait in a new connection of the library's.
func (q *queue) fillConn() error {
	return q.fill(func() (err error) {
		q.events, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{
			NetNS: q.ns, Groups: []uint32{unix.RTNLGRP_IPV4_ROUTE}, ReadBuffer: q.size,
		})
		return err
	})
}

// fill adds the routes anew while the socket that open opens is the only one that
// listens.
func (q *queue) fill(open func() error) error {
	q.close()
	if err := q.routes.reset(); err != nil {
		return err
	}
	if err := open(); err != nil {
		return err
	}
	return q.conn.DoSeq(q.routes.each)
}

// drain receives a notification for each route.
func (q *queue) drain(each func(nlmsg.Message) error) error {
	n := 0
	for m, err := range q.events.Receive(context.Background()) {
		if err == nil {
			err = each(m)
		}
		if err != nil {
			return err
		}
		if n++; n == q.n {
			break
		}
	}
	return nil
}
