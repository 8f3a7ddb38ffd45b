package nlmsg

import (
	"context"
	"encoding/binary"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// script is a kernel that answers as a test tells it to: for what a real one
// does rarely, or must never do.
type script struct {
	t testing.TB

	// answer returns what is to be received after a datagram with these
	// messages was sent.
	answer func(sent []Message) []packet

	// turn, if not nil, is called whenever the connection turns to the kernel.
	turn func()

	// refusal, if not nil, is why the kernel takes no datagram.
	refusal error

	mu       sync.Mutex
	queue    []packet
	deadline time.Time
	closed   bool
	wake     chan struct{} // closed when something changes
	sent     [][]byte
}

// packet is a datagram to be received, or an error instead.
type packet struct {
	b     []byte
	from  address
	netns origin
	err   error
	cut   bool          // the datagram turns out longer than it was when peeked at
	late  time.Duration // after which it arrives; those behind it wait for it
	due   time.Time     // when that is, once it is queued
}

const scriptPort = 4711

// newScript returns a connection to a scripted kernel.
func newScript(t testing.TB, cfg *Config, answer func(sent []Message) []packet) (*Conn, *script) {
	if cfg == nil {
		cfg = &Config{}
	}
	s := &script{t: t, answer: answer, wake: make(chan struct{})}
	lim := limits{portID: scriptPort, recvBuf: 212992, sendBuf: 212992, capped: true}
	return newConn(s, lim, linux.NETLINK_ROUTE, cfg), s
}

func (s *script) changed() {
	close(s.wake)
	s.wake = make(chan struct{})
}

// push queues packets as if the kernel had sent them by itself.
func (s *script) push(packets ...packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue(packets)
}

func (s *script) enqueue(packets []packet) {
	for _, p := range packets {
		if p.late != 0 {
			p.due = time.Now().Add(p.late)
		}
		s.queue = append(s.queue, p)
	}
	s.changed()
}

func (s *script) turned() {
	if s.turn != nil {
		s.turn()
	}
}

func (s *script) send(b []byte, to address) error {
	s.turned()
	s.mu.Lock()
	err := s.over()
	s.mu.Unlock()
	switch {
	case err != nil:
		return err
	case s.refusal != nil:
		return s.refusal
	}
	var msgs []Message
	for m, err := range Messages(slices.Clone(b)) {
		if err != nil {
			s.t.Errorf("sent: %v", err)
		}
		msgs = append(msgs, m)
	}
	var packets []packet
	if s.answer != nil {
		packets = s.answer(msgs)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, slices.Clone(b))
	s.enqueue(packets)
	return nil
}

func (s *script) peek(ctx context.Context, wait bool) (int, error) {
	s.turned()
	for {
		s.mu.Lock()
		n, next, err := s.look()
		wake := s.wake
		s.mu.Unlock()
		if err != errEmpty || !wait {
			return n, err
		}
		if err := sleep(ctx, wake, next); err != nil {
			return 0, err
		}
	}
}

// over returns an error if the connection is closed or its deadline is over.
func (s *script) over() error {
	switch {
	case s.closed:
		return os.ErrClosed
	case !s.deadline.IsZero() && !time.Now().Before(s.deadline):
		return os.ErrDeadlineExceeded
	}
	return nil
}

// look returns the size of the next datagram, or the error in its place. If that
// is errEmpty, next is when it changes by itself, if it does.
func (s *script) look() (n int, next time.Time, err error) {
	if err := s.over(); err != nil {
		return 0, next, err
	}
	next = s.deadline
	if len(s.queue) == 0 {
		return 0, next, errEmpty
	}
	p := s.queue[0]
	if !p.arrived() {
		if next.IsZero() || p.due.Before(next) {
			next = p.due
		}
		return 0, next, errEmpty
	}
	if p.err != nil {
		s.queue = s.queue[1:]
	}
	return len(p.b), next, p.err
}

func (p packet) arrived() bool { return p.due.IsZero() || !time.Now().Before(p.due) }

// sleep waits until wake is closed, or for the time until, unless that is zero.
func sleep(ctx context.Context, wake <-chan struct{}, until time.Time) error {
	var alarm <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(time.Until(until))
		defer t.Stop()
		alarm = t.C
	}
	select {
	case <-wake:
		return nil
	case <-alarm:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *script) recv(ctx context.Context, bufs [][]byte, got []received, wait bool) (int, error) {
	if _, err := s.peek(ctx, wait); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for n < len(bufs) && len(s.queue) > 0 && s.queue[0].err == nil && s.queue[0].arrived() {
		p := s.queue[0]
		s.queue = s.queue[1:]
		copy(bufs[n], p.b)
		got[n] = received{n: len(p.b), from: p.from, netns: p.netns}
		if p.cut {
			got[n].n = len(bufs[n]) + 1
		}
		n++
	}
	return n, nil
}

func (s *script) setDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return os.ErrClosed
	}
	s.deadline = t
	s.changed()
	return nil
}

func (s *script) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return os.ErrClosed
	}
	s.closed = true
	s.changed()
	return nil
}

// one puts messages into a datagram of the kernel's.
func one(msgs ...Message) packet {
	var b []byte
	for _, m := range msgs {
		b, _ = m.AppendBinary(b)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	return packet{b: b}
}

// reply returns an answer to a request.
func reply(to Message, typ, flags uint16, data ...byte) Message {
	return Message{Header: Header{Type: typ, Flags: flags, Seq: to.Seq, PortID: scriptPort}, Data: data}
}

// acked returns an NLMSG_ERROR as a kernel with NETLINK_CAP_ACK sends it.
func acked(to Message, errno syscall.Errno, attrs func(e *rtattr.Encoder)) Message {
	b := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	b, _ = to.Header.AppendBinary(b)
	m := reply(to, linux.NLMSG_ERROR, linux.NLM_F_CAPPED)
	m.Data = b
	if attrs != nil {
		e := rtattr.NewEncoder(b)
		attrs(e)
		m.Data, _ = e.Result()
		m.Flags |= linux.NLM_F_ACK_TLVS
	}
	return m
}

// done returns the end of a dump.
func done(to Message, flags uint16, errno syscall.Errno) Message {
	b := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	return reply(to, linux.NLMSG_DONE, linux.NLM_F_MULTI|flags, b...)
}

// item returns an object of a dump, whose name is one byte.
func item(to Message, name byte) Message {
	return reply(to, linux.RTM_NEWLINK, linux.NLM_F_MULTI, name)
}

// body is a request's body of one attribute.
type body struct {
	name  string
	value string
}

func (b body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b body) encode(e *rtattr.Encoder) {
	e.Struct(16)
	e.IfName(linux.IFLA_IFNAME, b.value)
}

func (b body) String() string { return b.name }

func newRequest(name string) Request {
	return Request{Op: "test", Type: linux.RTM_NEWLINK, Flags: linux.NLM_F_ACK, Body: body{name, name}}
}

// ackAll answers each request that asks for it.
func ackAll(sent []Message) []packet {
	var packets []packet
	for _, m := range sent {
		if m.Flags&linux.NLM_F_ACK != 0 {
			packets = append(packets, one(acked(m, 0, nil)))
		}
	}
	return packets
}
