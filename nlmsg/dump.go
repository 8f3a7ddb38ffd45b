package nlmsg

import (
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/seed-030106aa/rawnl/internal/linux"
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
	waiting [][]byte

	// abandoned: what is still to come is thrown away.
	abandoned atomic.Bool

	// broken, if not nil, is why it is not whole.
	broken error

	// exact: a datagram may be longer than buf, and is looked at first.
	exact bool
}

// spoil ends the running dump with an error, as soon as it comes to that:
// messages of it may have been among what was lost while something else was
// waited for.
func (c *Conn) spoil(err error) {
	if d := c.dump; d != nil && d.broken == nil {
		d.broken = err
	}
}

// toDump keeps a copy of a message for the running dump, if it is one of that,
// until it is asked for.
func (c *Conn) toDump(m Message) {
	d := c.dump
	if d == nil || !c.belongs(m, d) {
		return
	}
	if ends(m) {
		c.dump = nil
	}
	if d.abandoned.Load() {
		d.waiting = nil // without the lock, finish could not
		return
	}
	size := align(HeaderLen + len(m.Data))
	last := len(d.waiting) - 1
	if last < 0 || cap(d.waiting[last])-len(d.waiting[last]) < size {
		d.waiting = append(d.waiting, make([]byte, 0, max(size, recvSize)))
		last++
	}
	b, _ := m.AppendBinary(d.waiting[last])
	d.waiting[last] = b[:len(d.waiting[last])+size]
}

var buffers = sync.Pool{New: func() any { return new(make([]byte, recvSize)) }}

// Dump makes a request for all objects of a type (NLM_F_DUMP) and yields the
// messages of the answer as they arrive. A message's Data is valid until the
// next iteration.
//
// An error is yielded last. It is [ErrDumpInterrupted] if the kernel's state
// changed during the dump, so that objects may be missing or doubled; all
// messages come before it. [List] repeats such a dump by itself. It is
// [ErrOverrun] if some of its messages may have been lost, perhaps while another
// request was waited for.
//
// The loop may be left at any time, and its body may use the connection. If the
// body starts another dump, the rest of this one is first read into memory,
// since the kernel runs only one at a time on a socket. A request reads on too,
// by a datagram of the dump, which stands before its answer: where each object
// leads to a request, a second connection saves that memory.
func (c *Conn) Dump(r Request) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		w := walk{conn: c, req: r}
		defer w.end() // also if the loop is left, or panics
		var m Message
		for w.next(&m) {
			if !yield(m, nil) {
				return
			}
			poison(m.Data)
		}
		if w.err != nil {
			yield(Message{}, w.err)
		}
	}
}

// walk goes over the messages of a dump.
type walk struct {
	conn        *Conn
	req         Request
	dump        *dump // nil before the first message
	rest        []byte
	interrupted bool
	err         error
}

// next sets *m to the next message, or returns false after the last. Then the
// dump is over, and w.err says how it ended.
func (w *walk) next(m *Message) bool {
	for {
		if len(w.rest) == 0 {
			if !w.receive() {
				return false
			}
			continue // a datagram may be empty
		}
		if err := w.conn.ctx.Err(); err != nil {
			w.fail(err)
			return false
		}
		n, err := frame(w.rest)
		if err != nil {
			w.fail(err)
			return false
		}
		m.Header = parseHeader(w.rest)
		m.Data = w.rest[HeaderLen:n:n]
		w.rest = w.rest[min(align(n), len(w.rest)):]
		if !w.conn.belongs(*m, w.dump) {
			continue
		}
		w.interrupted = w.interrupted || m.Flags&linux.NLM_F_DUMP_INTR != 0
		if ends(*m) {
			w.err = w.conn.dumpEnd(w.dump, *m, w.interrupted)
			w.conn.finish(w.dump, true)
			return false
		}
		return true
	}
}

// receive starts the dump if that is still to be done, and receives a datagram
// of it.
func (w *walk) receive() bool {
	var err error
	if w.dump == nil {
		if w.dump, err = w.conn.startDump(w.req); err != nil {
			w.err = err
			return false
		}
	}
	if w.rest, err = w.conn.more(w.dump); err != nil {
		w.fail(err)
		return false
	}
	return true
}

func (w *walk) fail(err error) {
	w.err = fmt.Errorf("%v: %w", w.req, err)
	w.end()
}

// end gives up what is still to come.
func (w *walk) end() {
	if w.dump != nil {
		w.conn.finish(w.dump, false)
	}
}

// belongs reports whether m is a message of d.
func (c *Conn) belongs(m Message, d *dump) bool { return m.Seq == d.seq && m.PortID == c.portID }

// ends reports whether m is the end of a dump.
func ends(m Message) bool {
	return m.Type == linux.NLMSG_DONE || m.Type == linux.NLMSG_ERROR
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
	msg, err := c.encode(nil, r)
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
	d := &dump{op: r, msg: msg, seq: c.number(msg), buf: buffers.Get().(*[]byte)}
	// A link with many VFs takes more than the 32 KiB to which the kernel limits
	// itself elsewhere; of other protocols nothing is known here.
	d.exact = r.Protocol != linux.NETLINK_ROUTE || r.Type == linux.RTM_GETLINK
	if err := c.sendTraced(msg, address{}); err != nil {
		return nil, fmt.Errorf("%v: %w", r, err)
	}
	c.dump = d
	return d, nil
}

// settle ends the dump that the kernel is busy with, if any, by reading what is
// still to come: into memory, or away if nobody wants it. If c's context ends, the
// rest is left for the next one to settle. The caller holds the lock.
func (c *Conn) settle() error {
	for c.dump != nil {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		next, err := c.next(&c.buf, false)
		switch {
		case err == errEmpty:
			// The next piece is always made when the one before is read. If
			// there is none, the kernel could not make it.
			c.spoil(errBroken)
			c.dump = nil
			return nil
		case errors.Is(err, ErrOverrun):
			continue // the dump knows, and what comes behind is to be read too
		case err != nil:
			return err
		}
		for m, err := range Messages(next.data) {
			if err != nil {
				c.spoil(err)
				break
			}
			if c.toDump(m); c.dump == nil {
				break
			}
		}
	}
	return nil
}

// more returns messages of d: those put aside, or the next datagram that comes.
// They are valid until it is called again.
func (c *Conn) more(d *dump) ([]byte, error) {
	if err := c.acquire(); err != nil {
		return nil, err
	}
	defer c.release()
	switch {
	case d.broken != nil:
		return nil, d.broken
	case len(d.waiting) > 0:
		first := d.waiting[0]
		d.waiting = d.waiting[1:]
		return first, nil
	case d.exact:
		next, err := c.next(d.buf, true)
		return next.data, err
	}
	next, err := c.take(*d.buf, true)
	if next.cut {
		err = errCut
	}
	return next.data, err
}

var errBroken = errors.New("the kernel has not gone on with the dump")

// finish gives d up, and reads away what the kernel still has of it unless its
// end was read. If c's context is over, that is left to the dump that comes next:
// there may be much of it, and another may hold the lock for long. Once is enough,
// and more does no harm.
func (c *Conn) finish(d *dump, ended bool) {
	if d.abandoned.Swap(true) {
		return
	}
	poison(*d.buf)
	buffers.Put(d.buf)
	if !c.tryAcquire() && c.acquire() != nil {
		return
	}
	defer c.release()
	d.waiting = nil
	switch {
	case c.dump != d:
	case ended:
		c.dump = nil
	default:
		c.settle()
	}
}
