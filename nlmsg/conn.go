package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Conn is a connection to a netlink protocol of the kernel: one socket.
//
// A Conn is safe for concurrent use, and requests can be made on it from inside
// a loop over one of its own dumps. It starts no goroutines.
type Conn struct {
	*core
	ctx context.Context
}

// core is what the Conns made by WithContext share.
type core struct {
	transport
	limits
	protocol int
	groups   []uint32 // that it has joined

	// hooks lets one of these run at a time.
	hooks sync.Mutex
	trace func(Direction, []byte)
	warn  func(op, message string)

	// lock holds one token: its taker may send requests, receive, and touch
	// what follows. It is a channel so that waiting for it ends with a context.
	lock    chan struct{}
	seq     uint32
	buf     []byte // receives
	into    [1][]byte
	got     [1]received
	message []byte // the request of Do and Get
	dump    *dump  // the one that the kernel is busy with, or nil

	// left are notifications that a loop over Receive has not come to. They have
	// a mutex of their own: the lock may be held by another loop that waits.
	leftMu sync.Mutex
	left   []datagram

	origins origins

	// large says that notifications may be longer than a slot.
	large atomic.Bool
}

// Dial opens a connection to a netlink protocol, such as NETLINK_ROUTE.
// Extended and capped acknowledgements and strict checking of dump requests
// are turned on where the kernel has them. A nil cfg means the zero Config.
//
// If the kernel does not offer the protocol, the error is EPROTONOSUPPORT.
func Dial(protocol int, cfg *Config) (*Conn, error) {
	if cfg == nil {
		cfg = &Config{}
	}
	if cfg.AllNetNS && len(cfg.Groups) == 0 {
		return nil, fmt.Errorf("netlink dial, protocol %s: AllNetNS without Groups, from which alone other namespaces are heard",
			protocolName(protocol))
	}
	t, lim, err := openSocket(protocol, cfg)
	if err != nil {
		return nil, fmt.Errorf("netlink dial, protocol %s: %w", protocolName(protocol), err)
	}
	return newConn(t, lim, protocol, cfg), nil
}

func newConn(t transport, lim limits, protocol int, cfg *Config) *Conn {
	c := &core{
		transport: t,
		limits:    lim,
		protocol:  protocol,
		groups:    slices.Clone(cfg.Groups),
		trace:     cfg.Trace,
		warn:      cfg.Warn,
		lock:      make(chan struct{}, 1),
		seq:       uint32(time.Now().UnixNano()), // any start will do
		buf:       make([]byte, recvSize),
	}
	return &Conn{core: c, ctx: context.Background()}
}

// recvSize is enough for any datagram of a dump, of which the kernel fills at
// most 32 KiB. Longer ones, of devices with many VFs, make the buffer grow.
const recvSize = 32 << 10

// WithContext returns the same connection bound to ctx: its calls fail with
// ctx's error as soon as ctx is done. A request interrupted that way may or may
// not have taken effect ([ErrOutcomeUnknown]); the connection stays usable. While
// the kernel carries a request out it cannot be interrupted: that is done when
// the system call returns, as for any that sends a datagram, or makes the next
// piece of a dump.
func (c *Conn) WithContext(ctx context.Context) *Conn {
	return &Conn{core: c.core, ctx: ctx}
}

// Joined reports whether the connection has joined a multicast group: whether it
// is among the Groups that it was opened with.
func (c *Conn) Joined(group uint32) bool { return slices.Contains(c.groups, group) }

// SetDeadline makes all calls, pending and future, fail with
// [os.ErrDeadlineExceeded] from time t on. The zero time removes the deadline.
// To limit a single call, use [Conn.WithContext].
func (c *Conn) SetDeadline(t time.Time) error {
	if err := c.setDeadline(t); err != nil {
		return fmt.Errorf("netlink set deadline: %w", closed(err))
	}
	return nil
}

// Close closes the connection. Pending and future calls fail with
// [os.ErrClosed]; a loop over [Conn.Receive] just ends.
func (c *Conn) Close() error {
	if err := c.close(); err != nil {
		return fmt.Errorf("netlink close: %w", closed(err))
	}
	return nil
}

// PortID returns the port of the connection's socket, its address among the
// netlink sockets of its namespace and protocol. It is not the process id,
// though the first socket of a process has that number.
func (c *Conn) PortID() uint32 { return c.portID }

// Send sends a message to another process: to the socket with port portID, or
// to the members of the multicast groups in the mask groups, bit 0 being group
// 1. NETLINK_USERSOCK is made for that; other protocols require CAP_NET_ADMIN.
// Send does not wait: if the receiver's buffer is full, the error is EAGAIN.
//
// A message to groups alone has a copy for the kernel, which is at port 0: on
// NETLINK_USERSOCK it drops that, and elsewhere takes it for a request.
func (c *Conn) Send(m Message, portID, groups uint32) error {
	if portID == 0 && groups == 0 {
		return errors.New("netlink send: no port and no group to send to")
	}
	b, _ := m.AppendBinary(nil)
	err := c.tooLong(len(b))
	if err == nil {
		err = c.sendTraced(b, address{portID: portID, groups: groups})
	}
	if portID == 0 && errors.Is(err, syscall.ECONNREFUSED) {
		// The groups have it by now, and the kernel does not want it.
		c.traced(Sent, b)
		err = nil
	}
	if err != nil {
		return fmt.Errorf("netlink send: %w", err)
	}
	return nil
}

// acquire takes the lock.
func (c *Conn) acquire() error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if c.tryAcquire() { // which is much cheaper, and mostly enough
		return nil
	}
	select {
	case c.lock <- struct{}{}:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

// tryAcquire takes the lock if it is free.
func (c *Conn) tryAcquire() bool {
	select {
	case c.lock <- struct{}{}:
		return true
	default:
		return false
	}
}

func (c *Conn) release() { <-c.lock }

// checkRequest says whether r can be made on this connection.
func (c *Conn) checkRequest(r Request) error {
	switch {
	case len(c.groups) > 0:
		return fmt.Errorf("%v: the connection has joined multicast groups and makes no requests", r)
	case r.Protocol != c.protocol:
		return fmt.Errorf("%v: a request of netlink protocol %s on a connection of protocol %s",
			r, protocolName(r.Protocol), protocolName(c.protocol))
	}
	return nil
}

// encode appends r to b as it is to be sent.
func (c *Conn) encode(b []byte, r Request) ([]byte, error) {
	if err := c.checkRequest(r); err != nil {
		return b, err
	}
	start := len(b)
	b, err := r.AppendBinary(b)
	if err != nil {
		return b, err
	}
	if err := c.tooLong(len(b) - start); err != nil {
		return b[:start], fmt.Errorf("%v: %w", r, err)
	}
	if len(b)-start == HeaderLen && r.Protocol == linux.NETLINK_ROUTE {
		// The kernel takes it for a success without doing anything.
		return b[:start], fmt.Errorf("%v: the request has no fixed header", r)
	}
	return b, nil
}

// tooLong returns an error if a message of n bytes does not fit the send
// buffer.
func (c *Conn) tooLong(n int) error {
	if n > c.sendLimit() {
		return fmt.Errorf("message of %d bytes, the send buffer has room for %d: %w", n, c.sendLimit(), syscall.EMSGSIZE)
	}
	return nil
}

// sendLimit is the size of the longest datagram: the kernel keeps 32 bytes of
// the send buffer for itself.
func (c *Conn) sendLimit() int { return c.sendBuf - 32 }

func (c *Conn) sendTraced(b []byte, to address) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if err := c.send(b, to); err != nil {
		return closed(err)
	}
	c.traced(Sent, b)
	return nil
}

func (c *Conn) traced(dir Direction, b []byte) {
	if c.trace != nil {
		c.hooks.Lock()
		defer c.hooks.Unlock()
		c.trace(dir, b)
	}
}

// datagram is what was received at once.
type datagram struct {
	data  []byte // of a cut one, the beginning
	from  address
	netns origin
	cut   bool // the buffer was too small
}

// next receives the next datagram into *buf, which grows if it must.
func (c *Conn) next(buf *[]byte, wait bool) (datagram, error) {
	for {
		size, err := c.peek(c.ctx, wait)
		if err != nil {
			return datagram{}, c.failed(err)
		}
		if size > len(*buf) {
			*buf = make([]byte, size)
		}
		d, ok, err := c.takeAny(*buf, false)
		switch {
		case err == errEmpty || err == nil && !ok:
			continue // the one behind a stranger's is looked at too
		case d.cut:
			return datagram{}, c.failed(errCut)
		}
		return d, err
	}
}

// take receives the next datagram into buf. Datagrams of other senders than the
// kernel are dropped.
func (c *Conn) take(buf []byte, wait bool) (datagram, error) {
	for {
		if d, ok, err := c.takeAny(buf, wait); ok || err != nil {
			return d, err
		}
	}
}

// takeAny receives the next datagram into buf, and reports whether it is the
// kernel's.
func (c *Conn) takeAny(buf []byte, wait bool) (d datagram, ok bool, err error) {
	c.into[0] = buf
	if _, err := c.recv(c.ctx, c.into[:], c.got[:], wait); err != nil {
		return datagram{}, false, c.failed(err)
	}
	if d, ok = c.accept(buf, c.got[0]); ok {
		c.traced(Received, d.data)
	}
	return d, ok, nil
}

// failed returns the error of receiving, by which the running dump may have lost
// something.
func (c *Conn) failed(err error) error {
	if errors.Is(err, ErrOverrun) {
		c.spoil(err)
	}
	return closed(err)
}

// accept makes a datagram of what was received into buf, unless it is a
// stranger's.
func (c *Conn) accept(buf []byte, got received) (datagram, bool) {
	n := min(got.n, len(buf))
	return datagram{data: buf[:n:n], from: got.from, netns: got.netns, cut: n < got.n},
		got.from.portID == 0 || c.protocol == linux.NETLINK_USERSOCK
}

// errCut is an overrun of another kind.
var errCut = fmt.Errorf("netlink datagram cut short by the receive buffer: %w", ErrOverrun)

// closed makes the several errors of a closed file one.
func closed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return errClosed
	}
	return err
}

// errClosed is os.ErrClosed with our own words.
var errClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string        { return "the connection is closed" }
func (closedError) Is(target error) bool { return target == os.ErrClosed }

func protocolName(protocol int) string {
	for _, p := range []struct {
		number int
		name   string
	}{
		{linux.NETLINK_ROUTE, "NETLINK_ROUTE"},
		{linux.NETLINK_USERSOCK, "NETLINK_USERSOCK"},
		{linux.NETLINK_SELINUX, "NETLINK_SELINUX"},
		{linux.NETLINK_KOBJECT_UEVENT, "NETLINK_KOBJECT_UEVENT"},
		{linux.NETLINK_GENERIC, "NETLINK_GENERIC"},
	} {
		if p.number == protocol {
			return p.name
		}
	}
	return fmt.Sprint(protocol)
}
