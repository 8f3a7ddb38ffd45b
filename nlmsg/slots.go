package nlmsg

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// slots are where a loop over notifications receives several datagrams by one
// system call.
type slots struct {
	bufs    [][]byte
	got     []received
	at, end int // those received and not yet used
}

const (
	slotCount = 32

	// slotSize is room for any message of rtnetlink, of which no attribute is
	// longer than 64 KiB. Most are below 2 KiB, so that the rest of a slot is
	// memory that nobody has touched yet.
	slotSize = 72 << 10

	// slotStagger keeps the beginnings of slots from sharing a few lines of the
	// processor's caches.
	slotStagger = 9 * 64
)

var slotPool = sync.Pool{New: func() any {
	s := &slots{bufs: make([][]byte, slotCount), got: make([]received, slotCount)}
	memory := make([]byte, slotCount*(slotSize+slotStagger))
	for i := range s.bufs {
		at := i * (slotSize + slotStagger)
		s.bufs[i] = memory[at : at+slotSize : at+slotSize]
	}
	return s
}}

// nextOf returns the next datagram: one that is in s already, or what comes.
func (c *Conn) nextOf(s *slots) (datagram, error) {
	for {
		for s.at < s.end {
			i := s.at
			s.at++
			if d, ok := c.accept(s.bufs[i], s.got[i]); ok {
				return c.whole(d)
			}
		}
		if d, single, err := c.fill(s); single || err != nil {
			return d, err
		}
	}
}

// fill receives into s, or a single datagram where there is one already, or
// where it may be of any size.
func (c *Conn) fill(s *slots) (d datagram, single bool, err error) {
	if err := c.acquire(); err != nil {
		return datagram{}, false, err
	}
	defer c.release()
	if d, ok := c.takeLeft(); ok {
		d, err = c.whole(d)
		return d, true, err
	}
	if len(c.groups) == 0 || c.protocol == linux.NETLINK_USERSOCK || c.large.Load() {
		d, err = c.next(&s.bufs[0], true)
		return d, true, err
	}
	s.at = 0
	s.end, err = c.recv(c.ctx, s.bufs, s.got, true)
	return datagram{}, false, closed(err)
}

// whole returns d if it was received whole. One that was not is lost, and those
// after it are looked at before they are received.
func (c *Conn) whole(d datagram) (datagram, error) {
	if d.cut {
		c.large.Store(true)
		return datagram{}, fmt.Errorf("a datagram of more than %d bytes: %w", len(d.data), ErrOverrun)
	}
	c.traced(Received, d.data)
	return d, nil
}

// leave keeps what s still holds for the next loop.
func (c *Conn) leave(s *slots) {
	c.leftMu.Lock()
	defer c.leftMu.Unlock()
	for ; s.at < s.end; s.at++ {
		if d, ok := c.accept(s.bufs[s.at], s.got[s.at]); ok {
			d.data = bytes.Clone(d.data)
			c.left = append(c.left, d)
		}
	}
}

// takeLeft returns the first of those that were kept.
func (c *Conn) takeLeft() (d datagram, ok bool) {
	c.leftMu.Lock()
	defer c.leftMu.Unlock()
	if len(c.left) == 0 {
		return d, false
	}
	d, c.left = c.left[0], c.left[1:]
	return d, true
}
