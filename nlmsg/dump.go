package nlmsg

import (
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// dump is a dump that was asked for. The kernel makes it piece by piece, as it
// is read, and one at a time on a socket.
type dump struct {
	op  Request
	msg []byte // op as it was sent
	seq uint32
	buf *[]byte

	// waiting holds messages that were received while something else was
	// waited for.
	waiting []byte

	// abandoned: what is still to come is thrown away.
	abandoned bool

	// broken: the kernel has not gone on with it.
	broken bool
}

// putAside keeps a copy of a message of the running dump until it is asked for.
func (c *Conn) putAside(m Message) {
	d := c.dump
	if ends(m.Header) {
		c.dump = nil
	}
	if !d.abandoned {
		d.waiting, _ = m.AppendBinary(d.waiting)
		d.waiting = append(d.waiting, make([]byte, align(len(d.waiting))-len(d.waiting))...)
	}
}

var buffers = sync.Pool{New: func() any { return new(make([]byte, recvSize)) }}

// Dump makes a request for all objects of a type (NLM_F_DUMP) and yields the
// messages of the answer as they arrive. A message's Data is valid until the
// next iteration.
//
// An error is yielded last. It is [ErrDumpInterrupted] if the kernel's state
// changed during the dump, so that objects may be missing or doubled; all
// messages come before it. [List] repeats such a dump by itself.
//
// The loop may be left at any time, and its body may use the connection. If the
// body starts another dump, the rest of this one is first read into memory,
// since the kernel runs only one at a time on a socket.
func (c *Conn) Dump(r Request) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		d, err := c.startDump(r)
		if err != nil {
			yield(Message{}, err)
			return
		}
		defer c.abandon(d) // also if the loop is left, or panics
		interrupted := false
		for {
			datagram, err := c.more(d)
			if err != nil {
				c.abandon(d)
				yield(Message{}, fmt.Errorf("%v: %w", r, err))
				return
			}
			for len(datagram) > 0 {
				n, _ := frame(datagram) // more has looked at it
				m := messageIn(datagram[:n])
				datagram = datagram[min(align(n), len(datagram)):]
				if !c.belongs(m.Header, d) {
					continue
				}
				interrupted = interrupted || m.Flags&linux.NLM_F_DUMP_INTR != 0
				if ends(m.Header) {
					if err := c.dumpEnd(d, m, interrupted); err != nil {
						yield(Message{}, err)
					}
					return
				}
				if !yield(m, nil) {
					return
				}
				poison(m.Data)
			}
		}
	}
}

// belongs reports whether h is the header of a message of d.
func (c *Conn) belongs(h Header, d *dump) bool { return h.Seq == d.seq && h.PortID == c.portID }

// ends reports whether h is the header of the end of a dump.
func ends(h Header) bool {
	return h.Type == linux.NLMSG_DONE || h.Type == linux.NLMSG_ERROR
}

// dumpEnd returns what the end of a dump says.
func (c *Conn) dumpEnd(d *dump, m Message, interrupted bool) error {
	r := d.op
	a, err := parseAck(m)
	switch {
	case err != nil:
		return fmt.Errorf("%v: %w", r, err)
	case a.errno != 0:
		return a.err(r, d.msg)
	case interrupted:
		return fmt.Errorf("%v: %w", r, ErrDumpInterrupted)
	}
	c.pass(a, r)
	return nil
}

// startDump sends the request for a dump.
func (c *Conn) startDump(r Request) (*dump, error) {
	r.Flags |= linux.NLM_F_DUMP
	e := encoders.Get().(*rtattr.Encoder)
	defer encoders.Put(e)
	msg, err := c.encode(nil, r, e)
	if err != nil {
		return nil, err
	}
	if err := c.acquire(); err != nil {
		return nil, fmt.Errorf("%v: %w", r, err)
	}
	defer c.release()
	if err := c.settle(); err != nil {
		return nil, fmt.Errorf("%v: %w", r, err)
	}
	d := &dump{op: r, msg: msg, seq: c.number(msg, 1), buf: buffers.Get().(*[]byte)}
	if err := c.sendTraced(msg, address{}); err != nil {
		return nil, fmt.Errorf("%v: %w", r, err)
	}
	c.dump = d
	return d, nil
}

// settle ends the dump that the kernel is busy with, if any, by reading what is
// still to come: into memory, or away if nobody wants it. The caller holds the
// lock.
func (c *Conn) settle() error {
	for c.dump != nil {
		next, err := c.next(&c.buf, false)
		switch {
		case err == errEmpty:
			// The next piece is always made when the one before is read. If
			// there is none, the kernel could not make it.
			c.dump.broken = true
			c.dump = nil
			return nil
		case err != nil:
			return err
		}
		d := c.dump
		for m, err := range Messages(next.data) {
			if err != nil {
				return err
			}
			if !c.belongs(m.Header, d) {
				continue
			}
			if c.putAside(m); c.dump == nil {
				break
			}
		}
	}
	return nil
}

// more returns a datagram with messages of d: those put aside, or the next that
// come. It is in order, and valid until more is called again.
func (c *Conn) more(d *dump) ([]byte, error) {
	if err := c.acquire(); err != nil {
		return nil, err
	}
	defer c.release()
	if len(d.waiting) > 0 {
		datagram := d.waiting
		d.waiting = nil
		return datagram, nil
	}
	if d.broken {
		return nil, errBroken
	}
	for {
		next, err := c.next(d.buf, true)
		if err != nil {
			return nil, err
		}
		if found, err := c.look(next.data, d); found || err != nil {
			return next.data, err
		}
	}
}

// look goes over a datagram without using it: it reports whether d has messages
// in it, and notes the end of d.
func (c *Conn) look(datagram []byte, d *dump) (found bool, err error) {
	for rest := datagram; len(rest) > 0; {
		n, err := frame(rest)
		if err != nil {
			return false, fmt.Errorf("netlink message at byte %d: %w", len(datagram)-len(rest), err)
		}
		if h := parseHeader(rest); c.belongs(h, d) {
			found = true
			if ends(h) {
				c.dump = nil
			}
		}
		rest = rest[min(align(n), len(rest)):]
	}
	return found, nil
}

var errBroken = errors.New("the kernel has not gone on with the dump")

// abandon gives d up, and reads away what the kernel still has of it. It does
// not wait for c's context, which may be over: what is there can be read at
// once. Once is enough, and does no harm after the end of d.
func (c *Conn) abandon(d *dump) {
	if d.abandoned {
		return
	}
	c.lock <- struct{}{}
	defer c.release()
	d.abandoned, d.waiting = true, nil
	if c.dump == d {
		c.settle()
	}
	buffers.Put(d.buf)
}
