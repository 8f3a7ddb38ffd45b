package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IPoIB is kind "ipoib": an interface for a partition of the InfiniBand network
// of another interface, its parent (ParentIndex of the [Link], which is needed).
// The attributes are IFLA_IPOIB_* of linux/if_link.h; see also ip-link(8).
type IPoIB struct {
	// PKey is the key of the partition (IFLA_IPOIB_PKEY), whose upper bit says
	// full member: 0x8001 to 0xffff. Zero leaves it out: the kernel takes the
	// parent's, and leaves it as it is in a change.
	PKey uint16

	// Mode is IPOIB_MODE_* (IFLA_IPOIB_MODE): datagram (0) or connected (1). Nil
	// leaves it out; the kernel takes datagram.
	Mode *uint16

	// UMcast receives all multicast packets, for a program that routes them
	// (IFLA_IPOIB_UMCAST); a u16 on the wire. Nil leaves it out.
	UMcast *bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ipoib".
func (k *IPoIB) Kind() string { return "ipoib" }

// Encode appends what can be set.
func (k *IPoIB) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint16, linux.IFLA_IPOIB_PKEY, k.PKey)
	rtattr.Opt(e.Uint16, linux.IFLA_IPOIB_MODE, k.Mode)
	if k.UMcast != nil {
		var on uint16
		if *k.UMcast {
			on = 1
		}
		e.Uint16(linux.IFLA_IPOIB_UMCAST, on)
	}
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *IPoIB) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IPoIB) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_IPOIB_PKEY:
			k.PKey = v.Uint16()
		case linux.IFLA_IPOIB_MODE:
			k.Mode = mem.uint16(v)
		case linux.IFLA_IPOIB_UMCAST:
			k.UMcast = mem.room.bools.put(v.Uint16() != 0)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
