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
	seq   uint32
	buf   *[]byte
	batch []Message // in buf

	// waiting holds messages that were received while something else was
	// waited for.
	waiting []Message

	// abandoned: what is still to come is thrown away.
	abandoned bool

	// broken: the kernel has not gone on with it.
	broken bool
}

// putAside keeps a copy of a message of the running dump until it is asked for.
func (c *Conn) putAside(m Message) {
	d := c.dump
	if ends(m) {
		c.dump = nil
	}
	if !d.abandoned {
		m.Data = append([]byte(nil), m.Data...)
		d.waiting = append(d.waiting, m)
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
		d, msg, err := c.startDump(r)
		if err != nil {
			yield(Message{}, err)
			return
		}
		defer c.abandon(d) // also if the loop is left, or panics
		interrupted := false
		for {
			batch, err := c.more(d)
			if err != nil {
				c.abandon(d)
				yield(Message{}, fmt.Errorf("%v: %w", r, err))
				return
			}
			for _, m := range batch {
				interrupted = interrupted || m.Flags&linux.NLM_F_DUMP_INTR != 0
				if ends(m) {
					if err := c.dumpEnd(r, msg, m, interrupted); err != nil {
						yield(Message{}, err)
					}
					return
				}
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// ends reports whether m is the end of a dump.
func ends(m Message) bool {
	return m.Type == linux.NLMSG_DONE || m.Type == linux.NLMSG_ERROR
}

// dumpEnd returns what the end of a dump says.
func (c *Conn) dumpEnd(r Request, msg []byte, m Message, interrupted bool) error {
	a, err := parseAck(m)
	switch {
	case err != nil:
		return fmt.Errorf("%v: %w", r, err)
	case a.errno != 0:
		return a.err(r, msg)
	case interrupted:
		return fmt.Errorf("%v: %w", r, ErrDumpInterrupted)
	}
	c.pass(a, r)
	return nil
}

// startDump sends the request for a dump, and returns it as it was sent.
func (c *Conn) startDump(r Request) (*dump, []byte, error) {
	r.Flags |= linux.NLM_F_DUMP
	e := encoders.Get().(*rtattr.Encoder)
	defer encoders.Put(e)
	msg, err := c.encode(nil, r, e)
	if err != nil {
		return nil, nil, err
	}
	if err := c.acquire(); err != nil {
		return nil, nil, fmt.Errorf("%v: %w", r, err)
	}
	defer c.release()
	if err := c.settle(); err != nil {
		return nil, nil, fmt.Errorf("%v: %w", r, err)
	}
	d := &dump{seq: c.number(msg, 1), buf: buffers.Get().(*[]byte)}
	if err := c.sendTraced(msg, address{}); err != nil {
		return nil, nil, fmt.Errorf("%v: %w", r, err)
	}
	c.dump = d
	return d, msg, nil
}

// settle ends the dump that the kernel is busy with, if any, by reading what is
// still to come: into memory, or away if nobody wants it. The caller holds the
// lock.
func (c *Conn) settle() error {
	for c.dump != nil {
		datagram, _, err := c.next(&c.buf, false)
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
		for m, err := range Messages(datagram) {
			if err != nil {
				return err
			}
			if m.Seq != d.seq || m.PortID != c.portID {
				continue
			}
			if c.putAside(m); c.dump == nil {
				break
			}
		}
	}
	return nil
}

// more returns messages of d: those put aside, or the next that come. They are
// valid until it is called again.
func (c *Conn) more(d *dump) ([]Message, error) {
	if err := c.acquire(); err != nil {
		return nil, err
	}
	defer c.release()
	if batch := d.waiting; len(batch) > 0 {
		d.waiting = nil
		return batch, nil
	}
	if d.broken {
		return nil, errBroken
	}
	d.batch = d.batch[:0]
	for len(d.batch) == 0 {
		datagram, _, err := c.next(d.buf, true)
		if err != nil {
			return nil, err
		}
		for m, err := range Messages(datagram) {
			if err != nil {
				return nil, err
			}
			if m.Seq != d.seq || m.PortID != c.portID {
				continue
			}
			d.batch = append(d.batch, m)
			if ends(m) {
				c.dump = nil
			}
		}
	}
	return d.batch, nil
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
