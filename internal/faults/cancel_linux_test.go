package faults_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// unanswered is a request that succeeds, and that the kernel is not asked to
// answer: a Get waits for ever.
var unanswered = func() nlmsg.Request {
	r := link.SetUp(link.Name("lo"))
	r.Flags &^= unix.NLM_F_ACK
	return r
}()

// A context ends at any time while a call waits, or works. The call returns the
// context's error, and the next one on the connection has its own answer. How long
// it took is told, and not judged: the machine may be busy.
func TestContextEnds(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(t *testing.T, s *scene, conn *nlmsg.Conn) error{
		"no answer": func(_ *testing.T, _ *scene, conn *nlmsg.Conn) error {
			_, err := conn.Get(unanswered)
			return err
		},
		"another waits": func(t *testing.T, s *scene, conn *nlmsg.Conn) error {
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				s.conn.WithContext(ctx).Get(unanswered)
			}()
			defer func() { cancel(); <-ended }()
			var err error
			for err == nil { // until the other one has the connection
				_, err = link.Get(conn, link.Index(testlink.Veth0))
			}
			return err
		},
		"stream": func(_ *testing.T, _ *scene, conn *nlmsg.Conn) error {
			for _, err := range route.All(conn) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"list": func(_ *testing.T, _ *scene, conn *nlmsg.Conn) error {
			_, err := route.List(conn)
			return err
		},
		"batch": func(_ *testing.T, s *scene, conn *nlmsg.Conn) error {
			return conn.Do(s.batch...)
		},
		"watch": func(_ *testing.T, s *scene, _ *nlmsg.Conn) error {
			for _, err := range route.Watch(s.ctx, &nlmsg.Config{NetNS: s.ns.NetNS}) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"receive": func(_ *testing.T, s *scene, _ *nlmsg.Conn) error {
			for _, err := range s.events.Receive(s.ctx) {
				return err
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			var longest time.Duration
			times := 0
			for began := time.Now(); time.Since(began) < *howLong/2 && !t.Failed(); times++ {
				longest = max(longest, s.end(t, func(conn *nlmsg.Conn) error { return call(t, s, conn) }))
			}
			t.Logf("%d times, after %v at the latest", times, longest)
		})
	}
}

// A dump whose context ends is not read to its end. What is left of it stands
// before the next dump, and is read away then.
func TestContextEndsInTheMiddleOfADump(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, read := range []func(*nlmsg.Conn) error{
		func(conn *nlmsg.Conn) error { _, err := route.List(conn); return err },
		func(conn *nlmsg.Conn) error {
			for _, err := range route.All(conn) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		datagrams := 0
		cfg := s.ns
		cfg.Trace = func(dir nlmsg.Direction, _ []byte) {
			if dir == nlmsg.Received {
				datagrams++
				cancel()
			}
		}
		conn := dial(t, cfg)
		if err := read(conn.WithContext(ctx)); !errors.Is(err, context.Canceled) || datagrams > 2 {
			t.Errorf("%v after %d datagrams, want the context's error, and no more than two", err, datagrams)
		}
		// An answer in the middle of the dump.
		if l, err := link.Get(conn, link.Name("veth0")); err != nil || l.Index != testlink.Veth0 {
			t.Errorf("link %v, %v", l, err)
		}
		if list, err := (route.Filter{Table: ringTable}).List(conn); err != nil || len(list) != len(s.batch) {
			t.Errorf("%d routes, %v, want %d", len(list), err, len(s.batch))
		}
	}
}

// A loop over a dump whose context has ended does not wait for a request that
// waits for ever.
func TestContextEndsWhileAnotherWaits(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	sent := make(chan struct{}, 2)
	cfg := s.ns
	cfg.Trace = func(dir nlmsg.Direction, _ []byte) {
		if dir == nlmsg.Sent {
			sent <- struct{}{}
		}
	}
	conn := dial(t, cfg)
	mine, cancelMine := context.WithCancel(t.Context())
	defer cancelMine()
	others, cancelOthers := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	routes := 0
	for _, err := range route.All(conn.WithContext(mine)) {
		if routes++; routes == 1 {
			<-sent // the request for the dump
			go func() {
				_, err := conn.WithContext(others).Get(unanswered)
				ended <- err
			}()
			<-sent // it has the connection from now on
			cancelMine()
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	cancelOthers()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if list, err := (route.Filter{Table: ringTable}).List(conn); err != nil || len(list) != len(s.batch) {
		t.Errorf("%d routes, %v, want %d", len(list), err, len(s.batch))
	}
}

// scene is where contexts end.
type scene struct {
	ns     nlmsg.Config
	conn   *nlmsg.Conn
	events *nlmsg.Conn // of a group that is told nothing
	batch  []nlmsg.Request
	ctx    context.Context
	words  int
}

func newScene(t *testing.T) *scene {
	setup, ns := testlink.Dial(t)
	s := &scene{ns: nlmsg.Config{NetNS: ns}}
	s.conn = dial(t, s.ns)
	s.events = dial(t, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_PHONET_ROUTE}})
	for n := range 3000 {
		r := &route.Route{Dst: whole(host4(n)), OIF: testlink.Veth0, Table: ringTable}
		s.batch = append(s.batch, route.Replace(r))
	}
	do(t, setup, s.batch...)
	return s
}

// end makes a call until it fails, which is when its context ends, and returns how
// much later.
func (s *scene) end(t *testing.T, call func(*nlmsg.Conn) error) time.Duration {
	t.Helper()
	var cancel context.CancelFunc
	s.ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan time.Time, 1)
	time.AfterFunc(time.Duration(rand.IntN(int(5*time.Millisecond))), func() {
		ended <- time.Now()
		cancel()
	})
	var err error
	for err == nil {
		err = call(s.conn.WithContext(s.ctx))
	}
	after := time.Since(<-ended)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the error of the context", err)
	}

	s.words++
	alias := fmt.Sprint("word ", s.words)
	do(t, s.conn, link.SetAlias(link.Index(testlink.Veth0), alias))
	if l, err := link.Get(s.conn, link.Index(testlink.Veth0)); err != nil || l.Alias == nil || *l.Alias != alias {
		t.Errorf("afterwards: link %v, %v, want the alias %q", l, err, alias)
	}
	if list, err := (route.Filter{Table: ringTable}).List(s.conn); err != nil || len(list) != len(s.batch) {
		t.Errorf("afterwards: %d routes, %v, want %d", len(list), err, len(s.batch))
	}
	return after
}
