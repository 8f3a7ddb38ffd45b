package encap

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IP6 wraps packets in IPv6 (LWTUNNEL_ENCAP_IP6), as [IP] does in IPv4.
type IP6 struct {
	// ID is the tunnel's id: a VXLAN's or Geneve's network identifier, a GRE
	// tunnel's key (LWTUNNEL_IP6_ID, big-endian).
	ID uint64

	// Dst and Src are the addresses of the outer header, of IPv6
	// (LWTUNNEL_IP6_DST, LWTUNNEL_IP6_SRC). The zero Addr leaves the source to
	// the kernel.
	Dst, Src netip.Addr

	// HopLimit and TrafficClass are those of the outer header
	// (LWTUNNEL_IP6_HOPLIMIT, LWTUNNEL_IP6_TC). Zero of HopLimit leaves it to
	// the kernel.
	HopLimit, TrafficClass uint8

	// Flags are what the header of the tunnel has, such as [FlagKey]
	// (LWTUNNEL_IP6_FLAGS, big-endian).
	Flags Flags

	// Options are what it has in addition (LWTUNNEL_IP6_OPTS). Nil stands for
	// none.
	Options *Options

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_IP6.
func (*IP6) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_IP6 }

// Encode appends LWTUNNEL_IP6_*.
func (t *IP6) Encode(e *rtattr.Encoder) {
	if t.ID != 0 {
		e.Uint64BE(linux.LWTUNNEL_IP6_ID, t.ID)
	}
	putAddr6(e, linux.LWTUNNEL_IP6_DST, t.Dst)
	putAddr6(e, linux.LWTUNNEL_IP6_SRC, t.Src)
	rtattr.NonZero(e.Uint8, linux.LWTUNNEL_IP6_HOPLIMIT, t.HopLimit)
	rtattr.NonZero(e.Uint8, linux.LWTUNNEL_IP6_TC, t.TrafficClass)
	t.Flags.encode(e, linux.LWTUNNEL_IP6_FLAGS)
	t.Options.encode(e, linux.LWTUNNEL_IP6_OPTS)
	e.Raws(t.Unknown)
}

// Decode reads LWTUNNEL_IP6_*.
func (t *IP6) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.LWTUNNEL_IP6_ID:
			t.ID = v.Uint64BE()
		case linux.LWTUNNEL_IP6_DST:
			t.Dst = specified(addr6(v))
		case linux.LWTUNNEL_IP6_SRC:
			t.Src = specified(addr6(v))
		case linux.LWTUNNEL_IP6_HOPLIMIT:
			t.HopLimit = v.Uint8()
		case linux.LWTUNNEL_IP6_TC:
			t.TrafficClass = v.Uint8()
		case linux.LWTUNNEL_IP6_FLAGS:
			t.Flags = Flags(v.Uint16BE())
		case linux.LWTUNNEL_IP6_OPTS:
			t.Options = decodeOptions(v)
		case linux.LWTUNNEL_IP6_PAD:
		default:
			keep(&t.Unknown, v)
		}
	}
}
