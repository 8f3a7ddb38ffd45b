package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Rmnet is kind "rmnet": one of the connections of a Qualcomm modem, on the
// interface that carries all of them, its parent (ParentIndex of the [Link], which
// is needed). The attributes are IFLA_RMNET_* of linux/if_link.h.
type Rmnet struct {
	// MuxID is the number of the connection, 0 to 254 (IFLA_RMNET_MUX_ID). A new
	// link needs it; nil leaves it as it is.
	MuxID *uint16

	// Flags are RMNET_FLAGS_*, what the modem adds to packets (IFLA_RMNET_FLAGS):
	// deaggregation (1) and map commands (2) of what is received, checksums of
	// version 4 of what is received (4) and sent (8), and of version 5 (16, 32).
	// They are the parent's, so that all its links have the same. Read, the mask
	// has all bits. Nil leaves them out; the kernel takes 1 for a new link. Kernels
	// before 5.14 clear those that the mask of a request leaves out.
	Flags *Bits

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "rmnet".
func (k *Rmnet) Kind() string { return "rmnet" }

// Encode appends what can be set.
func (k *Rmnet) Encode(e *rtattr.Encoder) { k.encode(e, false) }

func (k *Rmnet) encodeAll(e *rtattr.Encoder) { k.encode(e, true) }

func (k *Rmnet) encode(e *rtattr.Encoder, full bool) {
	rtattr.Opt(e.Uint16, linux.IFLA_RMNET_MUX_ID, k.MuxID)
	if k.Flags != nil {
		putBits(e.StructAttr(linux.IFLA_RMNET_FLAGS, bitsLen), *k.Flags, full)
	}
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *Rmnet) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Rmnet) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_RMNET_MUX_ID:
			k.MuxID = mem.uint16(v)
		case linux.IFLA_RMNET_FLAGS:
			k.Flags = new(parseBits(v.Struct(bitsLen)))
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
