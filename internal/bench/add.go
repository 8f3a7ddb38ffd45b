//go:build linux

package main

import (
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// adding is the work of adding things, by a request for each.
type adding[T any] struct {
	things  []T
	request func(*T) nlmsg.Request
	command func(*T) string // what ip(8) is told
	reset   func() error    // takes all things away
}

// batched returns a set-up of the ways to add what prepare makes, many in a
// datagram.
func batched[T any](prepare func(*stage, *nlmsg.Conn) (adding[T], error)) func(*stage) ([]way, error) {
	return func(s *stage) ([]way, error) {
		conn, err := s.dial()
		if err != nil {
			return nil, err
		}
		a, err := prepare(s, conn)
		if err != nil {
			return nil, err
		}
		return a.batched(s, conn)
	}
}

// added adds what prepare makes, and returns the connection that did.
func added[T any](s *stage, prepare func(*stage, *nlmsg.Conn) (adding[T], error)) (*nlmsg.Conn, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	a, err := prepare(s, conn)
	if err != nil {
		return nil, err
	}
	return conn, conn.DoSeq(a.each)
}

// requests returns the requests for all things, ready to be encoded.
func (a adding[T]) requests() []nlmsg.Request {
	requests := make([]nlmsg.Request, len(a.things))
	for i := range a.things {
		requests[i] = a.request(&a.things[i])
	}
	return requests
}

// batched returns the ways to add all things with few system calls.
func (a adding[T]) batched(s *stage, conn *nlmsg.Conn) ([]way, error) {
	sock, err := s.open()
	if err != nil {
		return nil, err
	}
	requests := a.requests()
	datagrams, err := encodeBatches(requests, batchSize)
	if err != nil {
		return nil, err
	}
	ip, err := ipBatch(s, len(a.things), func(i int) string { return a.command(&a.things[i]) })
	if err != nil {
		return nil, err
	}
	ip.reset = a.reset
	want := target{ratio: 1.05, allocs: new(0.0)}
	return []way{
		{name: "floor", reset: a.reset, run: func() error { return sock.do(datagrams) }},
		{name: "Conn.DoSeq", reset: a.reset, target: want, run: func() error { return conn.DoSeq(a.each) }},
		{name: "Conn.Do", reset: a.reset, target: want, run: func() error { return conn.Do(requests...) }},
		ip,
	}, nil
}

// each yields the requests, made as they are asked for.
func (a adding[T]) each(yield func(nlmsg.Request) bool) {
	for i := range a.things {
		if !yield(a.request(&a.things[i])) {
			return
		}
	}
}

// oneByOne returns the ways to add each thing by a system call of its own, and
// to wait for its acknowledgement.
func (a adding[T]) oneByOne(s *stage, conn *nlmsg.Conn) ([]way, error) {
	sock, err := s.open()
	if err != nil {
		return nil, err
	}
	datagrams, err := encodeBatches(a.requests(), 1)
	if err != nil {
		return nil, err
	}
	want := target{ratio: 1.10, allocs: new(0.0)}
	return []way{
		{name: "floor", reset: a.reset, run: func() error { return sock.do(datagrams) }},
		{name: "Conn.Do", reset: a.reset, target: want, run: func() error {
			for i := range a.things {
				if err := conn.Do(a.request(&a.things[i])); err != nil {
					return err
				}
			}
			return nil
		}},
	}, nil
}
