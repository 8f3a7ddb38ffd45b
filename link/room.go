package link

import (
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// block and numbers have room for the values that Linux 6.18 sends of any link.
// They are apart, since numbers hold no pointers for the garbage collector to
// follow. Memory that is fresh costs more than decoding does, so there is little
// to spare: two numbers are 2 KiB, and two blocks almost 704 bytes, which are
// sizes that Go allocates. What finds no room is allocated by itself.
type block struct {
	afSpec AFSpec
	inet6  Inet6
	veth   Veth
	raws   [rawsPerList]rtattr.Raw
}

type numbers struct {
	stats     Stats
	cacheInfo Inet6CacheInfo
	uint64s   [45]uint64 // counters of IPv6
	ints      [2]int
	int32s    [94]int32 // settings of IPv4 and IPv6, and a namespace
	uint32s   [8]uint32
	uint8s    [20]uint8 // three MAC addresses and two modes
	bools     [4]bool
}

// rawsPerList is the room for the raw attributes of one list. Linux 6.18 sends
// none that has no field, a newer kernel may send some.
const rawsPerList = 2

// bridgeBlock is a Bridge with room for its values, and portBlock a BridgePort.

type bridgeBlock struct {
	Bridge
	durations [8]time.Duration
	bits      Bits
	uint32s   [8]uint32
	uint16s   [4]uint16
	uint8s    [8]uint8
	bools     [12]bool
}

type portBlock struct {
	BridgePort
	ints    [1]int
	uint32s [4]uint32
	uint16s [2]uint16
	uint8s  [2]uint8
	bools   [20]bool
}

// room is what is left of the blocks.
type room struct {
	afSpec    *AFSpec
	inet6     *Inet6
	veth      *Veth
	stats     *Stats
	cacheInfo *Inet6CacheInfo
	bits      *Bits

	portRange   *PortRange
	vxlanHeader *VXLANHeader

	raws      piece[rtattr.Raw]
	durations piece[time.Duration]
	uint64s   piece[uint64]
	ints      piece[int]
	int32s    piece[int32]
	uint32s   piece[uint32]
	uint16s   piece[uint16]
	uint8s    piece[uint8]
	bools     piece[bool]
}

func (r *room) ofLink(b *block, n *numbers) {
	r.afSpec, r.inet6, r.veth = &b.afSpec, &b.inet6, &b.veth
	r.raws = piece[rtattr.Raw]{all: b.raws[:]}
	r.stats, r.cacheInfo = &n.stats, &n.cacheInfo
	r.uint64s = piece[uint64]{all: n.uint64s[:]}
	r.ints = piece[int]{all: n.ints[:]}
	r.int32s = piece[int32]{all: n.int32s[:]}
	r.uint32s = piece[uint32]{all: n.uint32s[:]}
	r.uint8s = piece[uint8]{all: n.uint8s[:]}
	r.bools = piece[bool]{all: n.bools[:]}
}

// ofBridge and ofPort make room for the values of a kind, in place of what the
// link has left: kinds are decoded last.

func (r *room) ofBridge(b *bridgeBlock) *Bridge {
	r.bits = &b.bits
	r.durations = piece[time.Duration]{all: b.durations[:]}
	r.uint32s = piece[uint32]{all: b.uint32s[:]}
	r.uint16s = piece[uint16]{all: b.uint16s[:]}
	r.uint8s = piece[uint8]{all: b.uint8s[:]}
	r.bools = piece[bool]{all: b.bools[:]}
	return &b.Bridge
}

func (r *room) ofPort(b *portBlock) *BridgePort {
	r.ints = piece[int]{all: b.ints[:]}
	r.uint32s = piece[uint32]{all: b.uint32s[:]}
	r.uint16s = piece[uint16]{all: b.uint16s[:]}
	r.uint8s = piece[uint8]{all: b.uint8s[:]}
	r.bools = piece[bool]{all: b.bools[:]}
	return &b.BridgePort
}

// piece is room for values of a type.
type piece[T any] struct {
	all  []T
	used int
}

// some returns n zero values. A caller that appends to them gets a slice of its
// own.
func (p *piece[T]) some(n int) []T {
	from := p.used
	if n > len(p.all)-from {
		return make([]T, n)
	}
	p.used += n
	return p.all[from : from+n : from+n]
}

// put returns a value that is v.
func (p *piece[T]) put(v T) *T {
	if p.used >= len(p.all) {
		// Kinds without a block have few values each: the next link of a
		// stream takes what is left.
		*p = piece[T]{all: make([]T, 4)}
	}
	to := &p.all[p.used]
	p.used++
	*to = v
	return to
}

// one returns *room, the first time, or else a new one.
func one[T any](room **T) *T {
	v := *room
	if v == nil {
		return new(T)
	}
	*room = nil
	return v
}
