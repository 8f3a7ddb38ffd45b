package link

import (
	"bytes"
	"strings"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// memory is where decoding puts what stands behind pointers, in slices and in
// strings. A link has some fifty such values, and an allocation for each would
// cost more than all the rest. So a memory gives each link a block with room
// for them, and allocates several blocks at a time when many links come.
//
// What it has handed out is the link's own: it is never handed out again.
type memory struct {
	room room

	// What is left for links to come.
	blocks   slab[block]
	numbers  slab[numbers]
	bridges  slab[bridgeBlock]
	ports    slab[portBlock]
	unknowns slab[UnknownKind]
	strings  slab[string] // alternative names and aliases
	text     strings.Builder
	textSize int // of a new text, at least

	// The decoders of a message and of its nests. No link refers to them.
	nests  [9]rtattr.Decoder
	nested int // how many are in use
}

// streamMemory returns a memory for many links. More of them together would cost
// no less time, and a link that is kept keeps its neighbours in memory.
func streamMemory() *memory {
	const together = 2
	m := &memory{textSize: 256}
	m.blocks.more = together
	m.numbers.more = together
	m.bridges.more = together
	m.ports.more = together
	m.unknowns.more = together
	m.strings.more = 16 // 256 bytes, as a text
	return m
}

// linkMemory returns a memory for a link.
func linkMemory() memory {
	m := memory{textSize: 64}
	m.strings.more = 3
	return m
}

// begin makes room for the link in a message and returns the message's Decoder.
func (m *memory) begin(msg *nlmsg.Message) *rtattr.Decoder {
	m.room.ofLink(m.blocks.one(), m.numbers.one())
	d := &m.nests[0]
	d.Reset(msg.Data, nlmsg.HeaderLen)
	m.nested = 1
	return d
}

// slab hands out zero values, which it allocates several at a time.
type slab[T any] struct {
	free []T
	more int // how many to allocate
}

func (s *slab[T]) one() *T { return &s.some(1)[0] }

func (s *slab[T]) some(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(s.more, n))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// nest returns a Decoder of the attributes in v, for as long as the link is
// decoded.
func (m *memory) nest(v rtattr.Value) *rtattr.Decoder {
	if m.nested == len(m.nests) {
		return v.Nest()
	}
	d := &m.nests[m.nested]
	d.Enter(v)
	m.nested++
	return d
}

// str returns the payload up to its first NUL. Names of many links share an
// allocation, which nothing writes to again.
func (m *memory) str(v rtattr.Value) string {
	b := untilNUL(v)
	if s := wellKnown(b); s != "" || len(b) == 0 {
		return s
	}
	if m.text.Cap()-m.text.Len() < len(b) {
		m.text.Reset()
		m.text.Grow(max(m.textSize, len(b)))
	}
	at := m.text.Len()
	m.text.Write(b)
	return m.text.String()[at:]
}

func untilNUL(v rtattr.Value) []byte {
	b := v.Bytes()
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// wellKnown returns a string that many links have in common, or "": of
// queueing disciplines and of kinds.
func wellKnown(b []byte) string {
	switch string(b) {
	case "noqueue":
		return "noqueue"
	case "noop":
		return "noop"
	case "mq":
		return "mq"
	case "fq":
		return "fq"
	case "fq_codel":
		return "fq_codel"
	case "pfifo_fast":
		return "pfifo_fast"
	case "dummy":
		return "dummy"
	case "ifb":
		return "ifb"
	case "macvlan":
		return "macvlan"
	case "vlan":
		return "vlan"
	}
	return ""
}
