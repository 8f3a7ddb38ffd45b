package encap

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IP wraps packets in IPv4 (LWTUNNEL_ENCAP_IP). The route's interface is a
// tunnel that takes its parameters from the packet, such as a VXLAN, Geneve or
// GRE device made external: what follows the outer header is its business.
type IP struct {
	// ID is the tunnel's id: a VXLAN's or Geneve's network identifier, a GRE
	// tunnel's key (LWTUNNEL_IP_ID, big-endian).
	ID uint64

	// Dst and Src are the addresses of the outer header, of IPv4
	// (LWTUNNEL_IP_DST, LWTUNNEL_IP_SRC). The zero Addr leaves the source to the
	// kernel.
	Dst, Src netip.Addr

	// TTL and TOS are the time to live and the type of service of the outer
	// header (LWTUNNEL_IP_TTL, LWTUNNEL_IP_TOS). Zero of TTL leaves it to the
	// kernel.
	TTL, TOS uint8

	// Flags are what the header of the tunnel has, such as [FlagKey]
	// (LWTUNNEL_IP_FLAGS, big-endian).
	Flags Flags

	// Options are what it has in addition (LWTUNNEL_IP_OPTS). Nil stands for
	// none.
	Options *Options

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_IP.
func (*IP) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_IP }

// Encode appends LWTUNNEL_IP_*.
func (t *IP) Encode(e *rtattr.Encoder) {
	if t.ID != 0 {
		e.Uint64BE(linux.LWTUNNEL_IP_ID, t.ID)
	}
	putAddr4(e, linux.LWTUNNEL_IP_DST, t.Dst)
	putAddr4(e, linux.LWTUNNEL_IP_SRC, t.Src)
	rtattr.NonZero(e.Uint8, linux.LWTUNNEL_IP_TTL, t.TTL)
	rtattr.NonZero(e.Uint8, linux.LWTUNNEL_IP_TOS, t.TOS)
	t.Flags.encode(e, linux.LWTUNNEL_IP_FLAGS)
	t.Options.encode(e, linux.LWTUNNEL_IP_OPTS)
	e.Raws(t.Unknown)
}

// Decode reads LWTUNNEL_IP_*.
func (t *IP) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.LWTUNNEL_IP_ID:
			t.ID = v.Uint64BE()
		case linux.LWTUNNEL_IP_DST:
			t.Dst = specified(addr4(v))
		case linux.LWTUNNEL_IP_SRC:
			t.Src = specified(addr4(v))
		case linux.LWTUNNEL_IP_TTL:
			t.TTL = v.Uint8()
		case linux.LWTUNNEL_IP_TOS:
			t.TOS = v.Uint8()
		case linux.LWTUNNEL_IP_FLAGS:
			t.Flags = Flags(v.Uint16BE())
		case linux.LWTUNNEL_IP_OPTS:
			t.Options = decodeOptions(v)
		case linux.LWTUNNEL_IP_PAD:
		default:
			keep(&t.Unknown, v)
		}
	}
}
