package nlmsg

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Do makes requests and waits until the kernel has carried them out. If the
// kernel refuses a single request, the error is an [*Error].
//
// Many requests are sent in order, batched into as few sendmsg calls as leave
// room for their answers. Each is carried out whatever becomes of the others,
// and every failure is reported: the error is then a [*BatchError]. If one of
// them cannot be encoded, or is too long for the send buffer, none is sent. No
// requests at all are no error.
//
// Do waits as long as the kernel takes, unless the connection has a context or
// a deadline: see [Conn.WithContext], [Conn.SetDeadline].
//
// Do is for requests that change something. Objects in the answer, such as that
// of a GET, are dropped: use [Conn.Get]. A request that starts a dump is an
// error: use [Conn.Dump].
func (c *Conn) Do(reqs ...Request) error {
	switch len(reqs) {
	case 0:
		return nil
	case 1:
		_, err := c.exchange(reqs[0], linux.NLM_F_ACK, false)
		return err
	}
	return c.doMany(reqs)
}

// Get makes a request and returns the first message of the answer, which the
// caller may keep. If the request asks for an acknowledgement (NLM_F_ACK), Get
// waits for that too; if nothing else comes, the error is [ErrNoReply].
//
// The kernel always answers the GET requests of rtnetlink. A request that asks
// for no acknowledgement and gets no answer is waited for until the
// connection's context is done.
func (c *Conn) Get(r Request) (Message, error) {
	return c.exchange(r, 0, true)
}

// exchange makes one request and waits for its answer: the object if object is
// set, and the ACK if the request, with flags, asks for it.
func (c *Conn) exchange(r Request, flags uint16, object bool) (Message, error) {
	r.Flags |= flags
	if err := c.acquire(); err != nil {
		return Message{}, fmt.Errorf("%v: %w: %w", r, ErrNotSent, err)
	}
	defer c.release()
	msg, err := c.encode(c.message[:0], r)
	if err != nil {
		return Message{}, err
	}
	c.message = msg
	seq := c.number(msg)
	if err := c.sendTraced(msg, address{}); err != nil {
		return Message{}, fmt.Errorf("%v: %w: %w", r, ErrNotSent, err)
	}
	reply, err := c.answer(r, msg, seq, object)
	if err != nil {
		return Message{}, err
	}
	if object && reply.Type == 0 {
		return Message{}, fmt.Errorf("%v: %w", r, ErrNoReply)
	}
	return reply, nil
}

// number gives a message the next sequence number, and returns it.
func (c *Conn) number(msg []byte) uint32 {
	c.seq++
	binary.NativeEndian.PutUint32(msg[8:], c.seq)
	return c.seq
}

// answer reads the answer to r, which was sent as msg.
func (c *Conn) answer(r Request, msg []byte, seq uint32, object bool) (reply Message, err error) {
	lost := func(err error) (Message, error) {
		return Message{}, fmt.Errorf("%v: %w: %w", r, ErrOutcomeUnknown, err)
	}
	var overrun, refused error
	for refused == nil {
		d, err := c.nextAnswer(object, overrun == nil)
		switch {
		case errors.Is(err, ErrOverrun):
			// Read on until nothing is left, or the kernel goes on dropping
			// what it has to say, to the next request too.
			overrun = err
			continue
		case err == errEmpty:
			return lost(overrun)
		case err != nil:
			return lost(err)
		}
		for m, err := range Messages(d.data) {
			switch {
			case err != nil:
				c.spoil(err)
				return lost(err)
			case !c.mine(m, seq, 1):
				continue
			case refused != nil:
				c.toDump(m) // it may be the end of that one
			case m.Flags&linux.NLM_F_MULTI != 0:
				refused = c.refuseDump(r, m)
			case ends(m):
				a, err := parseAck(m)
				if err != nil {
					return lost(err)
				}
				if overrun != nil && a.errno == 0 && object && reply.Type == 0 {
					return lost(overrun)
				}
				c.pass(a, r)
				return reply, a.err(r, msg)
			case object && reply.Type == 0:
				reply = m
				reply.Data = append([]byte(nil), m.Data...)
				if r.Flags&linux.NLM_F_ACK == 0 {
					return reply, nil
				}
			}
		}
	}
	return Message{}, refused
}

// nextAnswer receives a datagram. With NETLINK_CAP_ACK an acknowledgement is
// short, so that none needs to be looked at first unless objects are expected,
// those of a dump included, or what is cut turns out to be one.
func (c *Conn) nextAnswer(object, wait bool) (datagram, error) {
	if object || !c.capped || c.dump != nil {
		return c.next(&c.buf, wait)
	}
	for {
		d, err := c.take(c.buf, wait)
		if !d.cut {
			return d, err
		}
		if ends(messageIn(d.data)) {
			return datagram{}, errCut
		}
	}
}

// refuseDump gives up the dump that r turns out to have started, of which m is
// a message. Who starts the next dump will read what is still to come.
func (c *Conn) refuseDump(r Request, m Message) error {
	if !ends(m) {
		c.dump = &dump{seq: m.Seq}
		c.dump.abandoned.Store(true)
	}
	return fmt.Errorf("%v: %w", r, errIsDump)
}

var errIsDump = errors.New("the request starts a dump, use Dump")

// mine reports whether m answers one of the n requests from seq. Messages of a
// running dump are put aside for it; others are answers that nobody waits for
// any more.
func (c *Conn) mine(m Message, seq uint32, n int) bool {
	if m.PortID == c.portID && m.Seq-seq < uint32(n) {
		return true
	}
	c.toDump(m)
	return false
}

// pass passes on what the kernel has to say about a success.
func (c *Conn) pass(a ack, r Request) {
	if a.errno == 0 && a.msg != "" && c.warn != nil {
		c.hooks.Lock()
		defer c.hooks.Unlock()
		c.warn(r.String(), a.msg)
	}
}
