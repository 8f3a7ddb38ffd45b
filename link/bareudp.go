package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BareUDP is kind "bareudp": packets of one protocol, such as MPLS or IP, over
// UDP without a header between. Where they go, each packet's route or filter says.
// The attributes are IFLA_BAREUDP_* of linux/if_link.h; see also ip-link(8). None
// of them can be changed.
type BareUDP struct {
	// Port is the UDP port of the other side and of one's own
	// (IFLA_BAREUDP_PORT). It is needed, and big-endian on the wire.
	Port uint16

	// EtherType is the protocol: 0x0800 for IPv4, 0x86dd for IPv6, 0x8847 for
	// MPLS, 0x8848 for MPLS multicast (IFLA_BAREUDP_ETHERTYPE). It is needed,
	// and big-endian on the wire.
	EtherType uint16

	// SrcPortMin is the lowest source port (IFLA_BAREUDP_SRCPORT_MIN), in host
	// byte order on the wire. Nil is 0.
	SrcPortMin *uint16

	// MultiProto takes a second protocol too: IPv6 beside IPv4, or multicast
	// beside unicast of MPLS. The EtherType is the first of the two
	// (IFLA_BAREUDP_MULTIPROTO_MODE).
	MultiProto bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "bareudp".
func (b *BareUDP) Kind() string { return "bareudp" }

// Encode appends what can be set.
func (b *BareUDP) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint16BE, linux.IFLA_BAREUDP_PORT, b.Port)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_BAREUDP_ETHERTYPE, b.EtherType)
	rtattr.Opt(e.Uint16, linux.IFLA_BAREUDP_SRCPORT_MIN, b.SrcPortMin)
	e.Flag(linux.IFLA_BAREUDP_MULTIPROTO_MODE, b.MultiProto)
	e.Raws(b.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (b *BareUDP) Decode(d *rtattr.Decoder) { b.decode(d, new(memory)) }

func (b *BareUDP) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_BAREUDP_PORT:
			b.Port = v.Uint16BE()
		case linux.IFLA_BAREUDP_ETHERTYPE:
			b.EtherType = v.Uint16BE()
		case linux.IFLA_BAREUDP_SRCPORT_MIN:
			b.SrcPortMin = mem.uint16(v)
		case linux.IFLA_BAREUDP_MULTIPROTO_MODE:
			b.MultiProto = true
		default:
			mem.raw(&b.Unknown, v)
		}
	}
}
