package link

import (
	"bytes"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// memory is where decoding puts what stands behind pointers, in slices and in
// strings. A link has some fifty such values, and an allocation for each would
// cost more than all the rest. So a memory gives each link a block with room
// for them, and allocates several blocks at a time when many links come.
//
// What it has handed out is the link's own: it is never handed out again. The
// zero memory has no block and allocates each value by itself.
type memory struct {
	// copies says that raw bytes are copied too. Otherwise they are part of the
	// message.
	copies bool

	// What is left of the current block. A slab that is empty allocates.
	stats      slab[Stats]
	afSpecs    slab[AFSpec]
	inet6s     slab[Inet6]
	cacheInfos slab[Inet6CacheInfo]
	raws       slab[rtattr.Raw]
	bits       slab[Bits]
	durations  slab[time.Duration]
	uint64s    slab[uint64]
	ints       slab[int]
	int32s     slab[int32]
	uint32s    slab[uint32]
	uint16s    slab[uint16]
	uint8s     slab[uint8]
	bools      slab[bool]

	// What is left for links to come.
	blocks   slab[block]
	bridges  slab[Bridge]
	ports    slab[BridgePort]
	veths    slab[Veth]
	unknowns slab[UnknownKind]
	text     strings.Builder
	textSize int // of a new text, at least

	// The decoders of a message and of its nests. No link refers to them.
	nests  [8]rtattr.Decoder
	nested int // how many are in use
}

// block has room for the values of a link that is a bridge, or a port of one, or
// both, as Linux 6.18 sends them, with some to spare. What finds none is
// allocated by itself. (Those with pointers come first: the garbage collector
// looks no further than the last of them.)
type block struct {
	afSpecs    [1]AFSpec
	inet6s     [1]Inet6
	raws       [rawsPerList]rtattr.Raw
	stats      [1]Stats
	cacheInfos [1]Inet6CacheInfo
	bits       [2]Bits
	durations  [8]time.Duration
	uint64s    [46]uint64 // most are counters of IPv6
	ints       [4]int
	int32s     [96]int32 // most are settings of IPv4 and IPv6
	uint32s    [16]uint32
	uint16s    [6]uint16
	uint8s     [80]uint8 // link-layer addresses among them
	bools      [32]bool
}

// rawsPerList is the room for the raw attributes of one list: those that Linux
// 6.18 sends of any link and that have no field are five.
const rawsPerList = 5

// streamMemory returns a memory for many links. A link that is kept keeps the
// memory of one other from being freed; [Link.Clone] has its own.
func streamMemory() *memory {
	const together = 2
	m := &memory{textSize: 256}
	m.blocks.more = together
	m.bridges.more = together
	m.ports.more = together
	m.veths.more = together
	m.unknowns.more = together
	return m
}

// listMemory returns a memory for many links that outlive their messages.
func listMemory() *memory {
	m := streamMemory()
	m.copies = true
	return m
}

// begin makes room for the next link.
func (m *memory) begin() {
	b := m.blocks.one()
	m.afSpecs.free = b.afSpecs[:]
	m.inet6s.free = b.inet6s[:]
	m.raws.free = b.raws[:]
	m.stats.free = b.stats[:]
	m.cacheInfos.free = b.cacheInfos[:]
	m.bits.free = b.bits[:]
	m.durations.free = b.durations[:]
	m.uint64s.free = b.uint64s[:]
	m.ints.free = b.ints[:]
	m.int32s.free = b.int32s[:]
	m.uint32s.free = b.uint32s[:]
	m.uint16s.free = b.uint16s[:]
	m.uint8s.free = b.uint8s[:]
	m.bools.free = b.bools[:]
}

// slab hands out zero values that are next to each other in memory.
type slab[T any] struct {
	free []T
	more int // how many to allocate at a time, at least
}

// some returns n values. A caller that appends to them gets a slice of its own.
func (s *slab[T]) some(n int) []T {
	if n > len(s.free) {
		if s.more < n {
			return make([]T, n)
		}
		s.free = make([]T, s.more)
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// one returns one.
func (s *slab[T]) one() *T { return &s.some(1)[0] }

// put returns one that is v.
func (s *slab[T]) put(v T) *T {
	p := s.one()
	*p = v
	return p
}

// decoder returns the Decoder of a message.
func (m *memory) decoder(msg nlmsg.Message) *rtattr.Decoder {
	d := &m.nests[0]
	*d = *msg.Decoder()
	m.nested = 1
	return d
}

// nest returns a Decoder of the attributes in v, for as long as the link is
// decoded.
func (m *memory) nest(v rtattr.Value) *rtattr.Decoder {
	if m.nested == len(m.nests) {
		return v.Nest()
	}
	d := &m.nests[m.nested]
	*d = *v.Nest()
	m.nested++
	return d
}

// str returns the payload up to its first NUL.
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
