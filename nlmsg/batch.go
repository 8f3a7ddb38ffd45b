package nlmsg

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// DoSeq makes the requests that reqs yields, like [Conn.Do], but never holds
// more of them than fit in one sendmsg. A request that cannot be encoded is a
// failure of its own; the others are sent. If sending itself fails, DoSeq stops
// reading from reqs.
//
// The sequence itself may use the connection.
func (c *Conn) DoSeq(reqs iter.Seq[Request]) error {
	failures, _ := c.doSeq(reqs)
	return batchError(failures)
}

func batchError(failures []Failure) error {
	if len(failures) == 0 {
		return nil
	}
	// Those that cannot be encoded come before those of the batch around them.
	slices.SortFunc(failures, func(x, y Failure) int { return x.Index - y.Index })
	return &BatchError{Failures: failures}
}

func (c *Conn) doMany(reqs []Request) error {
	if bad := c.check(reqs); bad != nil {
		return bad
	}
	failures, taken := c.doSeq(slices.Values(reqs))
	for i := taken; i < len(reqs); i++ {
		failures = append(failures, notSent(i, reqs[i]))
	}
	return batchError(failures)
}

func notSent(i int, r Request) Failure {
	return Failure{i, fmt.Errorf("%v: %w", r, ErrNotSent)}
}

// check encodes all requests, so that none is sent if one is no good.
func (c *Conn) check(reqs []Request) error {
	var buf []byte
	var failures []Failure
	for i, r := range reqs {
		var err error
		if buf, err = c.encode(buf[:0], r); err != nil {
			failures = append(failures, Failure{i, err})
		}
	}
	if len(failures) == 0 {
		return nil
	}
	bad := failures
	for i, r := range reqs {
		if len(bad) > 0 && bad[0].Index == i {
			bad = bad[1:]
			continue
		}
		failures = append(failures, notSent(i, r))
	}
	return batchError(failures)
}

// doSeq returns the failures, and how many requests were taken from reqs.
func (c *Conn) doSeq(reqs iter.Seq[Request]) (failures []Failure, taken int) {
	b := batches.Get().(*batch)
	defer b.put()
	b.reset()
	broken := false
	flush := func() {
		failures, broken = c.run(b, failures)
		b.reset()
	}
	for r := range reqs {
		at := len(b.buf)
		var err error
		if b.buf, err = c.encode(b.buf, r); err != nil {
			failures = append(failures, Failure{taken, err})
			taken++
			continue
		}
		// The new request may be one too many for what is already there.
		if len(b.reqs) > 0 && !c.fits(b, len(b.buf)-at) {
			msg := b.buf[at:] // stays there until the next request is encoded
			b.buf = b.buf[:at]
			if flush(); broken {
				return append(failures, notSent(taken, r)), taken + 1
			}
			b.buf = append(b.buf, msg...)
			at = 0
		}
		b.add(r, taken, at, c.replyCost(len(b.buf)-at))
		taken++
	}
	if len(b.reqs) > 0 {
		flush()
	}
	return failures, taken
}

// batch is requests to be sent in one datagram.
type batch struct {
	buf  []byte
	reqs []batched
	cost int // of the answers, if all are refused
}

type batched struct {
	Request
	index    int // among all
	at, end  int // in buf
	cost     int
	answered bool
}

var batches = sync.Pool{New: func() any { return new(batch) }}

func (b *batch) reset() {
	b.buf, b.reqs, b.cost = b.buf[:0], b.reqs[:0], 0
}

func (b *batch) put() {
	clear(b.reqs[:cap(b.reqs)])
	batches.Put(b)
}

func (b *batch) add(r Request, index, at, cost int) {
	b.reqs = append(b.reqs, batched{Request: r, index: index, at: at, end: len(b.buf), cost: cost})
	for len(b.buf)%4 != 0 {
		b.buf = append(b.buf, 0)
	}
	b.cost += cost
}

// msg returns the bytes of request i.
func (b *batch) msg(i int) []byte { return b.buf[b.reqs[i].at:b.reqs[i].end] }

// first returns those at the beginning of b whose answers cost no more than
// limit, but one at least.
func (b *batch) first(limit int) batch {
	n, cost := 0, 0
	for n < len(b.reqs) && (n == 0 || cost+b.reqs[n].cost <= limit) {
		cost += b.reqs[n].cost
		n++
	}
	return batch{buf: b.buf, reqs: b.reqs[:n], cost: cost}
}

// datagram returns the bytes of all requests.
func (b *batch) datagram() []byte { return b.buf[b.reqs[0].at:b.reqs[len(b.reqs)-1].end] }

// maxBatch is the size in bytes of the largest datagram that requests are put
// together in. More in one does not make them faster.
const maxBatch = 32 << 10

// fits reports whether a batch has room for a request more, of n bytes, which
// already stand at the end of its buffer: in the datagram, and in the receive
// buffer for the answers.
func (c *Conn) fits(b *batch, n int) bool {
	return len(b.buf) <= min(maxBatch, c.sendLimit()) &&
		b.cost+c.replyCost(n) <= c.recvBuf/4*3
}

// replyCost is what the refusal of a request of n bytes takes of the receive
// buffer at most. The kernel counts its own memory: the header of an skb, and
// the data in a slab of 1024 bytes, in which an extended ACK has room for 650
// bytes of words, offset and policy. It never has as much to say: with the usual
// words Linux 6.18 counts 832.
func (c *Conn) replyCost(n int) int {
	const refusal = 256 + 1024
	if c.capped {
		return refusal
	}
	return refusal + 2*align(n)
}

// run sends a batch, waits for its end, and adds its failures to those given.
// broken says that no more should be sent.
func (c *Conn) run(b *batch, failures []Failure) (all []Failure, broken bool) {
	if err := c.acquire(); err != nil {
		return b.fail(failures, ErrNotSent, err), true
	}
	defer c.release()
	for rest := *b; len(rest.reqs) > 0 && !broken; {
		part := rest
		if c.dump != nil {
			// What the kernel has queued of the dump takes room from the answers.
			part = rest.first(c.recvBuf / 4)
		}
		rest.reqs = rest.reqs[len(part.reqs):]
		if failures, broken = c.runPart(&part, failures); broken {
			failures = rest.fail(failures, ErrNotSent, nil)
		}
	}
	return failures, broken
}

// fail adds the failure of those requests of b that have no answer.
func (b *batch) fail(failures []Failure, what, cause error) []Failure {
	for i := range b.reqs {
		r := &b.reqs[i]
		switch {
		case r.answered:
		case cause == nil:
			failures = append(failures, Failure{r.index, fmt.Errorf("%v: %w", r.Request, what)})
		default:
			failures = append(failures, Failure{r.index, fmt.Errorf("%v: %w: %w", r.Request, what, cause)})
		}
	}
	return failures
}

// runPart is run for requests that go into one datagram. The caller holds the
// lock.
func (c *Conn) runPart(b *batch, failures []Failure) (all []Failure, broken bool) {
	first := c.seq + 1
	c.seq += uint32(len(b.reqs))
	for i := range b.reqs {
		flags := (b.reqs[i].Flags | linux.NLM_F_REQUEST) &^ linux.NLM_F_ACK
		if i == len(b.reqs)-1 {
			flags |= linux.NLM_F_ACK
		}
		stamp(b.msg(i), flags, first+uint32(i))
	}
	if err := c.sendTraced(b.datagram(), address{}); err != nil {
		return b.fail(failures, ErrNotSent, err), true
	}
	known, err := c.answers(b, first, &failures)
	if err != nil {
		unknown := batch{reqs: b.reqs[known:]}
		failures = unknown.fail(failures, ErrOutcomeUnknown, err)
	}
	return failures, err != nil && !errors.Is(err, ErrOverrun)
}

// answers reads the answers to a batch and adds the refusals to failures. If it
// returns an error, the fate of the requests from known on is open, unless they
// were answered: of those before, silence means success.
func (c *Conn) answers(b *batch, first uint32, failures *[]Failure) (known int, err error) {
	var overrun error
	last := len(b.reqs) - 1
	for {
		d, err := c.nextAnswer(false, overrun == nil)
		switch {
		case errors.Is(err, ErrOverrun):
			// All answers were made while sending: read those that are there.
			// From now on silence means nothing: any other may be lost.
			overrun = err
			continue
		case err == errEmpty:
			return known, overrun
		case err != nil:
			return known, err
		}
		for m, err := range Messages(d.data) {
			if err != nil {
				c.spoil(err)
				return known, err
			}
			if !c.mine(m, first, len(b.reqs)) {
				continue
			}
			i := int(m.Seq - first)
			r := &b.reqs[i]
			switch {
			case r.answered:
				c.toDump(m) // it may be the end of one that the request has started
				continue
			case m.Flags&linux.NLM_F_MULTI != 0:
				*failures = append(*failures, Failure{r.index, c.refuseDump(r.Request, m)})
			case m.Type != linux.NLMSG_ERROR:
				continue
			default:
				a, err := parseAck(m)
				if err != nil {
					return min(known, i), err
				}
				c.pass(a, r.Request)
				if err := a.err(r.Request, b.msg(i)); err != nil {
					*failures = append(*failures, Failure{r.index, err})
				}
			}
			r.answered = true
			if overrun == nil {
				known = i
			}
		}
		if b.reqs[last].answered {
			return known, overrun
		}
	}
}
