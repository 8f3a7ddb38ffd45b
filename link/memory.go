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
// What it has handed out is the link's own: it is never handed out again.
type memory struct {
	block *block
	used  used // of block

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
	strings    [3]string // alternative names and the alias
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

// used is how many values of a block are the link's.
type used struct {
	afSpecs, inet6s, raws, strings, stats, cacheInfos, bits,
	durations, uint64s, ints, int32s, uint32s, uint16s, uint8s, bools uint8
}

// rawsPerList is the room for the raw attributes of one list: those that Linux
// 6.18 sends of any link and that have no field are five.
const rawsPerList = 5

// streamMemory returns a memory for many links. More of them together would cost
// no less time, and a link that is kept keeps its neighbours in memory.
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

// kindMemory returns a memory for a kind alone.
func kindMemory() *memory { return &memory{block: new(block)} }

// begin makes room for the link in a message and returns the message's Decoder.
func (m *memory) begin(msg *nlmsg.Message) *rtattr.Decoder {
	m.block = m.blocks.one()
	m.used = used{}
	d := &m.nests[0]
	d.Reset(msg.Data, nlmsg.HeaderLen)
	m.nested = 1
	return d
}

// some returns n of the values in room, of which used are taken. A caller that
// appends to them gets a slice of its own.
func some[T any](room []T, used *uint8, n int) []T {
	from := int(*used)
	if n > len(room)-from {
		return make([]T, n)
	}
	*used += uint8(n)
	return room[from : from+n : from+n]
}

// one returns one of them.
func one[T any](room []T, used *uint8) *T { return &some(room, used, 1)[0] }

// put returns one of them that is v.
func put[T any](room []T, used *uint8, v T) *T {
	p := one(room, used)
	*p = v
	return p
}

// slab hands out zero values, which it allocates several at a time.
type slab[T any] struct {
	free []T
	more int // how many to allocate
}

func (s *slab[T]) one() *T {
	if len(s.free) == 0 {
		s.free = make([]T, max(s.more, 1))
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
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
