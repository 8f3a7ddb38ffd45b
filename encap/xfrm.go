package encap

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// XFRM has IPsec transform packets, by the policies of an interface id
// (LWTUNNEL_ENCAP_XFRM, since Linux 6.1). The route's interface is an xfrm device
// made external.
type XFRM struct {
	// IfID is the interface id, which must not be zero (LWT_XFRM_IF_ID).
	IfID uint32

	// Link is the index of the underlying interface (LWT_XFRM_LINK). Zero
	// stands for any.
	Link int

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_XFRM.
func (*XFRM) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_XFRM }

// Encode appends LWT_XFRM_*.
func (t *XFRM) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.LWT_XFRM_IF_ID, t.IfID)
	rtattr.NonZero(e.Index, linux.LWT_XFRM_LINK, t.Link)
	e.Raws(t.Unknown)
}

// Decode reads LWT_XFRM_*.
func (t *XFRM) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.LWT_XFRM_IF_ID:
			t.IfID = v.Uint32()
		case linux.LWT_XFRM_LINK:
			t.Link = v.Index()
		default:
			keep(&t.Unknown, v)
		}
	}
}
