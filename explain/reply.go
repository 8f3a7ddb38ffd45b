package explain

import (
	"bytes"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// turn is a message in a conversation.
type turn struct {
	message

	// request is the one that the message answers, if there is one known.
	request message
	known   bool

	// note says what the message is to the request. It is empty where it would
	// be that of the message before.
	note string

	// refusal is what the message complains of if it is refused.
	refusal refusal
	refused bool
}

// requests remembers those that wait for an answer.
type requests struct {
	bySeq map[uint32]*pending
	queue []*pending // in the order in which they were sent, and some that are answered
	bytes int        // of those in the queue
	count int        // of all messages
}

// pending is a request that waits for an answer.
type pending struct {
	protocol, number int
	bytes            []byte

	// port is nlmsg_pid in what was an answer so far, or zero.
	port uint32

	// shared reports that another request with the number was not answered yet:
	// only an acknowledgement then tells which of them it is for.
	shared bool
}

// How many requests are remembered, and how many bytes of them: a program may
// send some and never read the answers.
const (
	mostPending = 1 << 12
	mostBytes   = 16 << 20
)

// read takes a datagram that passed apart.
func (r *requests) read(d Datagram) []turn {
	var turns []turn
	var last uint32
	for i, m := range split(d.Protocol, d.Bytes) {
		m.number = r.count
		r.count++
		t := turn{message: m}
		t.refusal, t.refused = refusalIn(&m.root)
		if d.Direction == nlmsg.Sent {
			r.add(m)
		} else {
			t.request, t.known = r.answered(m)
		}
		if t.known && (i == 0 || m.seq() != last) {
			t.note = note(m, t.request)
		}
		last = m.seq()
		turns = append(turns, t)
	}
	return turns
}

// add remembers a request.
func (r *requests) add(m message) {
	if len(m.bytes) < schema.MessageHeaderLen {
		return
	}
	if r.bySeq == nil {
		r.bySeq = make(map[uint32]*pending)
	}
	p := &pending{protocol: m.protocol, number: m.number, bytes: bytes.Clone(m.bytes)}
	_, p.shared = r.bySeq[m.seq()]
	r.bySeq[m.seq()] = p
	r.queue = append(r.queue, p)
	r.bytes += len(p.bytes)
	for len(r.queue) > mostPending || r.bytes > mostBytes {
		first := r.queue[0]
		r.queue = r.queue[1:]
		r.bytes -= len(first.bytes)
		r.forget(first)
	}
}

// forget takes p out of those that wait, if it is still one.
func (r *requests) forget(p *pending) {
	if seq := seqOf(p.bytes); r.bySeq[seq] == p {
		delete(r.bySeq, seq)
	}
}

// answered returns the request that m answers.
func (r *requests) answered(m message) (request message, ok bool) {
	if len(m.bytes) < schema.MessageHeaderLen {
		return message{}, false
	}
	p := r.bySeq[m.seq()]
	if p == nil {
		return message{}, false
	}
	request = split(p.protocol, p.bytes)[0]
	request.number = p.number
	if !p.answeredBy(m, request) {
		return message{}, false
	}
	p.port = m.port()
	more := request.root.Flags & (linux.NLM_F_DUMP | linux.NLM_F_ACK)
	if m.root.Number == linux.NLMSG_ERROR || m.root.Number == linux.NLMSG_DONE || more == 0 {
		r.forget(p)
		r.bytes -= len(p.bytes) - schema.MessageHeaderLen
		p.bytes = bytes.Clone(p.bytes[:schema.MessageHeaderLen])
	}
	return request, true
}

// answeredBy reports whether m, which has the request's sequence number, is an
// answer to it: an acknowledgement of it, or what was asked for. A notification
// may have the number of the request that caused it, or zero.
func (p *pending) answeredBy(m, request message) bool {
	switch {
	case m.protocol != p.protocol, p.port != 0 && p.port != m.port():
		return false
	case m.root.Number == linux.NLMSG_ERROR:
		at := schema.MessageHeaderLen + 4
		return len(m.bytes) >= at+schema.MessageHeaderLen &&
			bytes.Equal(m.bytes[at:at+schema.MessageHeaderLen], p.bytes[:schema.MessageHeaderLen])
	case p.shared, m.seq() == 0:
		return false
	case m.root.Number == linux.NLMSG_DONE:
		return true
	case m.protocol != linux.NETLINK_ROUTE:
		return m.root.Number == request.root.Number
	}
	// The types of an object are four in a row, its verbs.
	get := request.root.Number&3 == linux.RTM_GETLINK&3 || request.root.Flags&linux.NLM_F_ECHO != 0
	return get && m.root.Number>>2 == request.root.Number>>2
}

// note returns what m is to the request that it answers.
func note(m, request message) string {
	what := "answer to"
	switch r, refused := refusalIn(&m.root); {
	case refused:
		what = "refused: " + r.name() + ":"
	case m.root.Number == linux.NLMSG_ERROR:
		what = "done:"
	case m.root.Number == linux.NLMSG_DONE:
		what = "end of the answer to"
	}
	return fmt.Sprintf("%s %s, sequence number %d", what, request.root.Name, request.seq())
}
