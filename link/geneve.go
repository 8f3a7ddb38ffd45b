package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Geneve is kind "geneve": an Ethernet over UDP with a header that has room for
// options (RFC 8926). The attributes are IFLA_GENEVE_* of linux/if_link.h; see
// also ip-link(8). As in a [Link], nil leaves one out, and so do the zero
// [netip.Addr] and false where the field is no pointer.
//
// [Set] can change Remote and Local within their family, TTL, TTLInherit, TOS, DF
// and FlowLabel. The kernel refuses the rest, even unchanged, but for the same ID,
// and any change with CollectMetadata: give Set what changes and nothing else.
type Geneve struct {
	// ID is the network, its VNI, of 24 bits (IFLA_GENEVE_ID). Nil is 0.
	ID *uint32

	// Remote is the other machine, no group (IFLA_GENEVE_REMOTE,
	// IFLA_GENEVE_REMOTE6), and Local the source address (IFLA_GENEVE_LOCAL,
	// IFLA_GENEVE_LOCAL6), which routes choose by default.
	Remote, Local netip.Addr

	// Port is the UDP port of the other side and of one's own, big-endian on the
	// wire (IFLA_GENEVE_PORT). Zero leaves it out: the kernel takes 6081, the
	// standard.
	Port uint16

	// PortRange are the source ports (IFLA_GENEVE_PORT_RANGE). Nil stands for
	// all.
	PortRange *PortRange

	// The header of the outer packet.
	TTL        *uint8  // 0 is the system's default (IFLA_GENEVE_TTL)
	TTLInherit *bool   // take it from the inner packet, and ignore TTL (IFLA_GENEVE_TTL_INHERIT)
	TOS        *uint8  // 1 takes it from the inner packet (IFLA_GENEVE_TOS)
	DF         *uint8  // whether it must not be fragmented: 0 unset, 1 set, 2 as the inner packet (IFLA_GENEVE_DF)
	FlowLabel  *uint32 // the IPv6 flow label, of 20 bits, big-endian on the wire (IFLA_GENEVE_LABEL)

	// Checksums. A change of an IPv6 Remote turns UDPZeroCsum6Tx and
	// UDPZeroCsum6Rx off, and none can turn them on again.
	UDPCsum        *bool // of UDP over IPv4, off if nil (IFLA_GENEVE_UDP_CSUM)
	UDPZeroCsum6Tx *bool // send none over IPv6 (IFLA_GENEVE_UDP_ZERO_CSUM6_TX)
	UDPZeroCsum6Rx *bool // take packets without over IPv6; false counts with an IPv6 Remote only (IFLA_GENEVE_UDP_ZERO_CSUM6_RX)

	// CollectMetadata leaves network, addresses and the rest of the outer header
	// to each packet's route or filter, "external"
	// (IFLA_GENEVE_COLLECT_METADATA).
	CollectMetadata bool

	// InnerProtoInherit takes the protocol in the header from the packet, which
	// need be no Ethernet frame (IFLA_GENEVE_INNER_PROTO_INHERIT).
	InnerProtoInherit bool

	// GROHint sends an option that helps the receiver to put segments together
	// again (IFLA_GENEVE_GRO_HINT).
	GROHint bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "geneve".
func (g *Geneve) Kind() string { return "geneve" }

// Encode appends what can be set.
func (g *Geneve) Encode(e *rtattr.Encoder) {
	refuseMapped(e, linux.IFLA_GENEVE_REMOTE6, g.Remote)
	refuseMapped(e, linux.IFLA_GENEVE_LOCAL6, g.Local)
	g.encode(e, false)
}

func (g *Geneve) encodeAll(e *rtattr.Encoder) { g.encode(e, true) }

func (g *Geneve) encode(e *rtattr.Encoder, full bool) {
	rtattr.Opt(e.Uint32, linux.IFLA_GENEVE_ID, g.ID)
	putAddrByFamily(e, linux.IFLA_GENEVE_REMOTE, linux.IFLA_GENEVE_REMOTE6, g.Remote)
	putAddrByFamily(e, linux.IFLA_GENEVE_LOCAL, linux.IFLA_GENEVE_LOCAL6, g.Local)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_GENEVE_PORT, g.Port)
	putPortRange(e, linux.IFLA_GENEVE_PORT_RANGE, g.PortRange)
	rtattr.Opt(e.Uint8, linux.IFLA_GENEVE_TTL, g.TTL)
	// The kernel ignores a TTL that comes with TTL_INHERIT, even if that is off,
	// which a TTL alone makes it.
	if full || g.TTL == nil || g.TTLInherit != nil && *g.TTLInherit {
		rtattr.Opt(e.Bool, linux.IFLA_GENEVE_TTL_INHERIT, g.TTLInherit)
	}
	rtattr.Opt(e.Uint8, linux.IFLA_GENEVE_TOS, g.TOS)
	rtattr.Opt(e.Uint8, linux.IFLA_GENEVE_DF, g.DF)
	putFlowLabel(e, linux.IFLA_GENEVE_LABEL, g.FlowLabel, full)
	rtattr.Opt(e.Bool, linux.IFLA_GENEVE_UDP_CSUM, g.UDPCsum)
	rtattr.Opt(e.Bool, linux.IFLA_GENEVE_UDP_ZERO_CSUM6_TX, g.UDPZeroCsum6Tx)
	rtattr.Opt(e.Bool, linux.IFLA_GENEVE_UDP_ZERO_CSUM6_RX, g.UDPZeroCsum6Rx)
	e.Flag(linux.IFLA_GENEVE_COLLECT_METADATA, g.CollectMetadata)
	e.Flag(linux.IFLA_GENEVE_INNER_PROTO_INHERIT, g.InnerProtoInherit)
	e.Flag(linux.IFLA_GENEVE_GRO_HINT, g.GROHint)
	e.Raws(g.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (g *Geneve) Decode(d *rtattr.Decoder) { g.decode(d, new(memory)) }

func (g *Geneve) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_GENEVE_ID:
			g.ID = mem.uint32(v)
		case linux.IFLA_GENEVE_REMOTE:
			g.Remote = ipv4(v)
		case linux.IFLA_GENEVE_REMOTE6:
			g.Remote = ipv6(v)
		case linux.IFLA_GENEVE_LOCAL:
			g.Local = ipv4(v)
		case linux.IFLA_GENEVE_LOCAL6:
			g.Local = ipv6(v)
		case linux.IFLA_GENEVE_PORT:
			g.Port = v.Uint16BE()
		case linux.IFLA_GENEVE_PORT_RANGE:
			g.PortRange = mem.portRange(v)
		case linux.IFLA_GENEVE_TTL:
			g.TTL = mem.uint8(v)
		case linux.IFLA_GENEVE_TTL_INHERIT:
			g.TTLInherit = mem.bool(v)
		case linux.IFLA_GENEVE_TOS:
			g.TOS = mem.uint8(v)
		case linux.IFLA_GENEVE_DF:
			g.DF = mem.uint8(v)
		case linux.IFLA_GENEVE_LABEL:
			g.FlowLabel = mem.flowLabel(v)
		case linux.IFLA_GENEVE_UDP_CSUM:
			g.UDPCsum = mem.bool(v)
		case linux.IFLA_GENEVE_UDP_ZERO_CSUM6_TX:
			g.UDPZeroCsum6Tx = mem.bool(v)
		case linux.IFLA_GENEVE_UDP_ZERO_CSUM6_RX:
			g.UDPZeroCsum6Rx = mem.bool(v)
		case linux.IFLA_GENEVE_COLLECT_METADATA:
			g.CollectMetadata = true
		case linux.IFLA_GENEVE_INNER_PROTO_INHERIT:
			g.InnerProtoInherit = true
		case linux.IFLA_GENEVE_GRO_HINT:
			g.GROHint = true
		default:
			mem.raw(&g.Unknown, v)
		}
	}
}
