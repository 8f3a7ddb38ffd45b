package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// XFRM is kind "xfrm": an interface for the packets of those policies and states
// of IPsec that have its number. The attributes are IFLA_XFRM_* of
// linux/if_link.h; see also ip-link(8).
//
// Only IfID can be changed. A change needs IfID, and Link if there is one, and is
// refused with CollectMetadata.
type XFRM struct {
	// Link is the interface that the packets are sent through
	// (IFLA_XFRM_LINK). Zero or nil is none.
	Link *int

	// IfID is the number (IFLA_XFRM_IF_ID). Zero leaves it out: an interface
	// needs one, or CollectMetadata.
	IfID uint32

	// CollectMetadata has each packet say by itself which number it has, as
	// "external" of ip-link(8) does (IFLA_XFRM_COLLECT_METADATA). A namespace has
	// one such interface, since Linux 6.1, and it has no Link and no IfID.
	CollectMetadata bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "xfrm".
func (k *XFRM) Kind() string { return "xfrm" }

// Encode appends what can be set.
func (k *XFRM) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Index, linux.IFLA_XFRM_LINK, k.Link)
	rtattr.NonZero(e.Uint32, linux.IFLA_XFRM_IF_ID, k.IfID)
	e.Flag(linux.IFLA_XFRM_COLLECT_METADATA, k.CollectMetadata)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *XFRM) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *XFRM) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_XFRM_LINK:
			k.Link = mem.natural(v)
		case linux.IFLA_XFRM_IF_ID:
			k.IfID = v.Uint32()
		case linux.IFLA_XFRM_COLLECT_METADATA:
			k.CollectMetadata = true
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
