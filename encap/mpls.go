package encap

import (
	"github.com/seed-030106aa/rawnl/internal/labels"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// MPLS puts labels before packets (LWTUNNEL_ENCAP_MPLS).
type MPLS struct {
	// Labels are put on the packet, the outermost first (MPLS_IPTUNNEL_DST).
	// There is at least one, each of 20 bits.
	Labels []uint32

	// TTL is the time to live of the labels (MPLS_IPTUNNEL_TTL). Zero takes it
	// from the packet. Nil leaves it to the kernel's setting
	// net.mpls.ip_ttl_propagate.
	TTL *uint8

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_MPLS.
func (*MPLS) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_MPLS }

// Encode appends MPLS_IPTUNNEL_*.
func (t *MPLS) Encode(e *rtattr.Encoder) {
	labels.Encode(e, linux.MPLS_IPTUNNEL_DST, t.Labels)
	rtattr.Opt(e.Uint8, linux.MPLS_IPTUNNEL_TTL, t.TTL)
	e.Raws(t.Unknown)
}

// Decode reads MPLS_IPTUNNEL_*.
func (t *MPLS) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.MPLS_IPTUNNEL_DST:
			t.Labels = labels.Decode(v)
		case linux.MPLS_IPTUNNEL_TTL:
			t.TTL = new(v.Uint8())
		default:
			keep(&t.Unknown, v)
		}
	}
}
