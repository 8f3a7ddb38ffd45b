package encap

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Seg6Counters count what a [Seg6Local] has seen. The kernel starts them at zero,
// whatever a request says.
type Seg6Counters struct {
	Packets uint64 // dealt with (SEG6_LOCAL_CNT_PACKETS)
	Bytes   uint64 // in them (SEG6_LOCAL_CNT_BYTES)
	Errors  uint64 // packets that were dropped (SEG6_LOCAL_CNT_ERRORS)

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

func (c *Seg6Counters) encode(e *rtattr.Encoder) {
	if c == nil {
		return
	}
	nest := e.Begin(linux.SEG6_LOCAL_COUNTERS)
	e.Uint64(linux.SEG6_LOCAL_CNT_PACKETS, c.Packets)
	e.Uint64(linux.SEG6_LOCAL_CNT_BYTES, c.Bytes)
	e.Uint64(linux.SEG6_LOCAL_CNT_ERRORS, c.Errors)
	e.Raws(c.Unknown)
	e.End(nest)
}

func decodeCounters(v rtattr.Value) *Seg6Counters {
	c := new(Seg6Counters)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.SEG6_LOCAL_CNT_PACKETS:
			c.Packets = v.Uint64()
		case linux.SEG6_LOCAL_CNT_BYTES:
			c.Bytes = v.Uint64()
		case linux.SEG6_LOCAL_CNT_ERRORS:
			c.Errors = v.Uint64()
		case linux.SEG6_LOCAL_CNT_PAD:
		default:
			keep(&c.Unknown, v)
		}
	}
	return c
}

// Seg6Flavors vary what a [Seg6Local] does.
type Seg6Flavors struct {
	// Operations are the flavors, such as [Seg6PSP] (SEG6_LOCAL_FLV_OPERATION,
	// always sent).
	Operations Seg6Flavor

	// BlockBits and NodeBits are the lengths of the locator block and of the
	// node function with [Seg6NextCSID], multiples of eight
	// (SEG6_LOCAL_FLV_LCBLOCK_BITS, SEG6_LOCAL_FLV_LCNODE_FN_BITS). Zero stands
	// for the kernel's 32 and 16.
	BlockBits, NodeBits uint8

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// Seg6Flavor is a set of flavors, a bit 1<<SEG6_LOCAL_FLV_OP_* each.
type Seg6Flavor uint32

const (
	Seg6PSP      Seg6Flavor = 1 << linux.SEG6_LOCAL_FLV_OP_PSP       // the last but one removes the header
	Seg6USP      Seg6Flavor = 1 << linux.SEG6_LOCAL_FLV_OP_USP       // the last removes the header
	Seg6USD      Seg6Flavor = 1 << linux.SEG6_LOCAL_FLV_OP_USD       // the last unwraps the packet
	Seg6NextCSID Seg6Flavor = 1 << linux.SEG6_LOCAL_FLV_OP_NEXT_CSID // compressed segments (RFC 9800)
)

func (f *Seg6Flavors) encode(e *rtattr.Encoder) {
	if f == nil {
		return
	}
	nest := e.Begin(linux.SEG6_LOCAL_FLAVORS)
	e.Uint32(linux.SEG6_LOCAL_FLV_OPERATION, uint32(f.Operations))
	rtattr.NonZero(e.Uint8, linux.SEG6_LOCAL_FLV_LCBLOCK_BITS, f.BlockBits)
	rtattr.NonZero(e.Uint8, linux.SEG6_LOCAL_FLV_LCNODE_FN_BITS, f.NodeBits)
	e.Raws(f.Unknown)
	e.End(nest)
}

func decodeFlavors(v rtattr.Value) *Seg6Flavors {
	f := new(Seg6Flavors)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.SEG6_LOCAL_FLV_OPERATION:
			f.Operations = Seg6Flavor(v.Uint32())
		case linux.SEG6_LOCAL_FLV_LCBLOCK_BITS:
			f.BlockBits = v.Uint8()
		case linux.SEG6_LOCAL_FLV_LCNODE_FN_BITS:
			f.NodeBits = v.Uint8()
		default:
			keep(&f.Unknown, v)
		}
	}
	return f
}
