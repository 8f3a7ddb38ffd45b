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
	bySeq map[uint32]message
	order []uint32
	count int // of all messages
}

// mostPending is how many requests are remembered: a program may send some and
// never read the answers.
const mostPending = 1 << 12

// read takes a datagram that passed apart.
func (r *requests) read(d Datagram) []turn {
	var turns []turn
	var last uint32
	for i, m := range split(d.Protocol, d.Bytes) {
		m.number = r.count
		r.count++
		t := turn{message: m}
		t.refusal, t.refused = refusalIn(&m.root)
		t.request, t.known = r.see(d, m)
		if t.known && (i == 0 || m.seq() != last) {
			t.note = note(m, t.request)
		}
		last = m.seq()
		turns = append(turns, t)
	}
	return turns
}

// see notes a message that passed, and returns the request that it answers.
func (r *requests) see(d Datagram, m message) (request message, ok bool) {
	if len(m.bytes) < schema.MessageHeaderLen {
		return message{}, false
	}
	seq := m.seq()
	if d.Direction == nlmsg.Sent {
		r.add(seq, m)
		return message{}, false
	}
	request, ok = r.bySeq[seq]
	if !ok || !answers(m, request) {
		return message{}, false
	}
	if m.root.Number == linux.NLMSG_ERROR || m.root.Number == linux.NLMSG_DONE {
		delete(r.bySeq, seq)
	}
	return request, true
}

func (r *requests) add(seq uint32, m message) {
	if r.bySeq == nil {
		r.bySeq = make(map[uint32]message)
	}
	m.bytes = bytes.Clone(m.bytes)
	m.root = schema.Parse(m.protocol, m.bytes)
	r.bySeq[seq] = m
	r.order = append(r.order, seq)
	if len(r.order) > mostPending {
		delete(r.bySeq, r.order[0])
		r.order = r.order[1:]
	}
}

// answers reports whether m, which has the request's sequence number, is an
// answer to it: an acknowledgement of it, or what was asked for. A notification
// may have the number of the request that caused it.
func answers(m, request message) bool {
	if m.protocol != request.protocol {
		return false
	}
	switch m.root.Number {
	case linux.NLMSG_ERROR:
		at := schema.MessageHeaderLen + 4
		return len(m.bytes) >= at+schema.MessageHeaderLen &&
			bytes.Equal(m.bytes[at:at+schema.MessageHeaderLen], request.bytes[:schema.MessageHeaderLen])
	case linux.NLMSG_DONE:
		return true
	}
	get := request.protocol != linux.NETLINK_ROUTE || request.root.Number&3 == linux.RTM_GETLINK&3
	return get || request.root.Flags&linux.NLM_F_ECHO != 0
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
