package encap

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ILA puts another locator in place of the upper half of the destination, and
// takes it back where the packet arrives (identifier-locator addressing,
// LWTUNNEL_ENCAP_ILA). It is for IPv6 routes to single addresses.
type ILA struct {
	// Locator is the upper half of the address, such as 0x20010db800000001 for
	// 2001:db8:0:1::/64 (ILA_ATTR_LOCATOR, big-endian).
	Locator uint64

	// Checksum says how checksums are kept right, ILA_CSUM_*
	// (ILA_ATTR_CSUM_MODE). Nil stands for not at all, ILA_CSUM_NO_ACTION.
	Checksum *uint8

	// Identifier is the type of the lower half, ILA_ATYPE_*
	// (ILA_ATTR_IDENT_TYPE). Nil stands for what the address says,
	// ILA_ATYPE_USE_FORMAT.
	Identifier *uint8

	// Hook is where packets are changed, ILA_HOOK_* (ILA_ATTR_HOOK_TYPE): on
	// their way out, which is 0, or in, which is 1. Nil stands for the way out.
	Hook *uint8

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_ILA.
func (*ILA) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_ILA }

// Encode appends ILA_ATTR_*.
func (t *ILA) Encode(e *rtattr.Encoder) {
	e.Uint64BE(linux.ILA_ATTR_LOCATOR, t.Locator)
	rtattr.Opt(e.Uint8, linux.ILA_ATTR_CSUM_MODE, t.Checksum)
	rtattr.Opt(e.Uint8, linux.ILA_ATTR_IDENT_TYPE, t.Identifier)
	rtattr.Opt(e.Uint8, linux.ILA_ATTR_HOOK_TYPE, t.Hook)
	e.Raws(t.Unknown)
}

// Decode reads ILA_ATTR_*.
func (t *ILA) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.ILA_ATTR_LOCATOR:
			t.Locator = v.Uint64BE()
		case linux.ILA_ATTR_CSUM_MODE:
			t.Checksum = new(v.Uint8())
		case linux.ILA_ATTR_IDENT_TYPE:
			t.Identifier = new(v.Uint8())
		case linux.ILA_ATTR_HOOK_TYPE:
			t.Hook = new(v.Uint8())
		case linux.ILA_ATTR_PAD:
		default:
			keep(&t.Unknown, v)
		}
	}
}
