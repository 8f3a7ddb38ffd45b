package link

import (
	"encoding/binary"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VXLAN is kind "vxlan": an Ethernet over UDP, which joins machines far apart to
// one network (RFC 7348). The attributes are IFLA_VXLAN_* of linux/if_link.h; see
// also ip-link(8). As in a [Link], nil leaves one out, and so do the zero
// [netip.Addr] and false where the field is no pointer.
//
// Much is chosen for good when the link is made: [Set] can change Remote and
// Local within their family, Link, TTL, TOS, FlowLabel, FlowLabelPolicy, DF,
// Learning, Ageing, LocalBypass and MCRoute. The kernel refuses the rest, even
// unchanged, but for the same ID: give Set what changes and nothing else.
type VXLAN struct {
	// ID is the network, its VNI, of 24 bits (IFLA_VXLAN_ID). Nil is 0, and is
	// for CollectMetadata.
	ID *uint32

	// Remote is where packets go whose destination is not known: another machine
	// or a multicast group, which needs a Link (IFLA_VXLAN_GROUP,
	// IFLA_VXLAN_GROUP6). An unspecified address is none, as is the default.
	Remote netip.Addr

	// Local is the source address (IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6), of the
	// family of Remote. By default routes choose it.
	Local netip.Addr

	// Link is the index of the interface that packets leave by
	// (IFLA_VXLAN_LINK). By default routes choose it.
	Link *int

	// Port is the UDP port of the other side and of one's own, big-endian on the
	// wire (IFLA_VXLAN_PORT). Zero leaves it out: the kernel takes 8472, from
	// before there was a standard, or 4790 with GPE. The standard is 4789.
	Port uint16

	// PortRange are the source ports (IFLA_VXLAN_PORT_RANGE). Nil leaves them to
	// the system's range of local ports.
	PortRange *PortRange

	// The header of the outer packet.
	TTL             *uint8  // 0 is the system's default, or 1 to a group (IFLA_VXLAN_TTL)
	TTLInherit      bool    // take it from the inner packet (IFLA_VXLAN_TTL_INHERIT); the kernel reads it as a flag, and sends a u8
	TOS             *uint8  // 1 takes it from the inner packet (IFLA_VXLAN_TOS)
	DF              *uint8  // whether it must not be fragmented: 0 unset, 1 set, 2 as the inner packet (IFLA_VXLAN_DF)
	FlowLabel       *uint32 // the IPv6 flow label, of 20 bits, big-endian on the wire (IFLA_VXLAN_LABEL)
	FlowLabelPolicy *uint32 // 0 the label is FlowLabel, 1 it is that of the inner packet (IFLA_VXLAN_LABEL_POLICY)

	// Checksums.
	UDPCsum          *bool // of UDP over IPv4, on if nil (IFLA_VXLAN_UDP_CSUM)
	UDPZeroCsum6Tx   *bool // send none over IPv6 (IFLA_VXLAN_UDP_ZERO_CSUM6_TX)
	UDPZeroCsum6Rx   *bool // take packets without over IPv6 (IFLA_VXLAN_UDP_ZERO_CSUM6_RX)
	RemCsumTx        *bool // send those of the inner packet by offset, remote checksum offload (IFLA_VXLAN_REMCSUM_TX)
	RemCsumRx        *bool // take packets with such (IFLA_VXLAN_REMCSUM_RX)
	RemCsumNoPartial bool  // work such checksums out at once instead of leaving them partial (IFLA_VXLAN_REMCSUM_NOPARTIAL)

	// Forwarding.
	Learning    *bool          // learn addresses from packets, on if nil (IFLA_VXLAN_LEARNING)
	Ageing      *time.Duration // lifetime of such an address, in seconds on the wire; nil in a new link and 0 are 300 s (IFLA_VXLAN_AGEING)
	Limit       *uint32        // the most entries in the forwarding table; 0 is no limit (IFLA_VXLAN_LIMIT)
	Proxy       *bool          // answer ARP and neighbour discovery for known neighbours (IFLA_VXLAN_PROXY)
	RSC         *bool          // route short circuit: send what goes by a known router to its destination (IFLA_VXLAN_RSC)
	L2Miss      *bool          // notify of unknown link-layer addresses (IFLA_VXLAN_L2MISS)
	L3Miss      *bool          // notify of unknown IP addresses (IFLA_VXLAN_L3MISS)
	LocalBypass *bool          // hand packets to a VXLAN of the same machine directly, on if nil (IFLA_VXLAN_LOCALBYPASS)
	MCRoute     *bool          // send to a group by the routes of multicast; never read, as of Linux 7.3 (IFLA_VXLAN_MC_ROUTE)

	// CollectMetadata leaves network, addresses and the rest of the outer header
	// to each packet's route or filter, "external" (IFLA_VXLAN_COLLECT_METADATA).
	CollectMetadata *bool

	// VNIFilter takes the packets of those networks alone that [AddVNIs] names;
	// it needs CollectMetadata (IFLA_VXLAN_VNIFILTER). It is read if it is on.
	VNIFilter *bool

	// Extensions of the header.
	GBP bool // group policy: the mark of a packet goes along (IFLA_VXLAN_GBP)
	GPE bool // other protocols than Ethernet; needs CollectMetadata, and Learning off (IFLA_VXLAN_GPE)

	// ReservedBits are the bits that the header of a packet must not have set
	// (IFLA_VXLAN_RESERVED_BITS). Nil leaves them to the kernel: all that no
	// extension uses. No change can have them, and any change of other fields makes
	// them all but the VNI's, those of extensions that are on, as GBP, included. The
	// kernel counts those of remote checksums as used when a request has RemCsumRx,
	// even if that is false.
	ReservedBits *VXLANHeader

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// VXLANHeader are bits of the header of a packet, struct vxlanhdr, in host order:
// big-endian on the wire.
type VXLANHeader struct {
	Flags uint32 // the first four bytes
	VNI   uint32 // the last four bytes: the network and eight bits more
}

// Kind returns "vxlan".
func (x *VXLAN) Kind() string { return "vxlan" }

// Encode appends what can be set.
func (x *VXLAN) Encode(e *rtattr.Encoder) {
	refuseMapped(e, linux.IFLA_VXLAN_GROUP6, x.Remote)
	refuseMapped(e, linux.IFLA_VXLAN_LOCAL6, x.Local)
	x.encode(e, false)
}

func (x *VXLAN) encodeAll(e *rtattr.Encoder) { x.encode(e, true) }

func (x *VXLAN) encode(e *rtattr.Encoder, full bool) {
	rtattr.Opt(e.Uint32, linux.IFLA_VXLAN_ID, x.ID)
	putAddrByFamily(e, linux.IFLA_VXLAN_GROUP, linux.IFLA_VXLAN_GROUP6, x.Remote)
	putAddrByFamily(e, linux.IFLA_VXLAN_LOCAL, linux.IFLA_VXLAN_LOCAL6, x.Local)
	rtattr.Opt(e.Index, linux.IFLA_VXLAN_LINK, x.Link)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_VXLAN_PORT, x.Port)
	putPortRange(e, linux.IFLA_VXLAN_PORT_RANGE, x.PortRange)
	rtattr.Opt(e.Uint8, linux.IFLA_VXLAN_TTL, x.TTL)
	e.Flag(linux.IFLA_VXLAN_TTL_INHERIT, x.TTLInherit)
	rtattr.Opt(e.Uint8, linux.IFLA_VXLAN_TOS, x.TOS)
	rtattr.Opt(e.Uint8, linux.IFLA_VXLAN_DF, x.DF)
	putFlowLabel(e, linux.IFLA_VXLAN_LABEL, x.FlowLabel, full)
	rtattr.Opt(e.Uint32, linux.IFLA_VXLAN_LABEL_POLICY, x.FlowLabelPolicy)
	wiretime.Opt32(e, linux.IFLA_VXLAN_AGEING, x.Ageing, time.Second)
	rtattr.Opt(e.Uint32, linux.IFLA_VXLAN_LIMIT, x.Limit)
	for _, b := range x.bools() {
		rtattr.Opt(e.Bool, b.typ, *b.field)
	}
	e.Flag(linux.IFLA_VXLAN_REMCSUM_NOPARTIAL, x.RemCsumNoPartial)
	e.Flag(linux.IFLA_VXLAN_GBP, x.GBP)
	e.Flag(linux.IFLA_VXLAN_GPE, x.GPE)
	if h := x.ReservedBits; h != nil {
		b := e.StructAttr(linux.IFLA_VXLAN_RESERVED_BITS, vxlanHeaderLen)
		binary.BigEndian.PutUint32(b, h.Flags)
		binary.BigEndian.PutUint32(b[4:], h.VNI)
	}
	e.Raws(x.Unknown)
}

// vxlanBool is a field of a VXLAN that is a u8 of 0 or 1.
type vxlanBool struct {
	typ   uint16
	field **bool
}

func (x *VXLAN) bools() [14]vxlanBool {
	return [...]vxlanBool{
		{linux.IFLA_VXLAN_LEARNING, &x.Learning},
		{linux.IFLA_VXLAN_PROXY, &x.Proxy},
		{linux.IFLA_VXLAN_RSC, &x.RSC},
		{linux.IFLA_VXLAN_L2MISS, &x.L2Miss},
		{linux.IFLA_VXLAN_L3MISS, &x.L3Miss},
		{linux.IFLA_VXLAN_UDP_CSUM, &x.UDPCsum},
		{linux.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, &x.UDPZeroCsum6Tx},
		{linux.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, &x.UDPZeroCsum6Rx},
		{linux.IFLA_VXLAN_REMCSUM_TX, &x.RemCsumTx},
		{linux.IFLA_VXLAN_REMCSUM_RX, &x.RemCsumRx},
		{linux.IFLA_VXLAN_COLLECT_METADATA, &x.CollectMetadata},
		{linux.IFLA_VXLAN_VNIFILTER, &x.VNIFilter},
		{linux.IFLA_VXLAN_LOCALBYPASS, &x.LocalBypass},
		{linux.IFLA_VXLAN_MC_ROUTE, &x.MCRoute},
	}
}

// vxlanBlock is a VXLAN with room for its values.
type vxlanBlock struct {
	VXLAN
	header    VXLANHeader
	portRange PortRange
	durations [1]time.Duration
	ints      [1]int
	uint32s   [4]uint32
	uint8s    [3]uint8
	bools     [14]bool
}

// ofVXLAN makes room as ofBridge does.
func (r *room) ofVXLAN(b *vxlanBlock) *VXLAN {
	r.vxlanHeader, r.portRange = &b.header, &b.portRange
	r.durations = piece[time.Duration]{all: b.durations[:]}
	r.ints = piece[int]{all: b.ints[:]}
	r.uint32s = piece[uint32]{all: b.uint32s[:]}
	r.uint8s = piece[uint8]{all: b.uint8s[:]}
	r.bools = piece[bool]{all: b.bools[:]}
	return &b.VXLAN
}

// Decode reads IFLA_INFO_DATA.
func (x *VXLAN) Decode(d *rtattr.Decoder) {
	mem := new(memory)
	mem.room.ofVXLAN(new(vxlanBlock))
	x.decode(d, mem)
}

func (x *VXLAN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VXLAN_ID:
			x.ID = mem.uint32(v)
		case linux.IFLA_VXLAN_GROUP:
			x.Remote = ipv4(v)
		case linux.IFLA_VXLAN_GROUP6:
			x.Remote = ipv6(v)
		case linux.IFLA_VXLAN_LOCAL:
			x.Local = ipv4(v)
		case linux.IFLA_VXLAN_LOCAL6:
			x.Local = ipv6(v)
		case linux.IFLA_VXLAN_LINK:
			x.Link = mem.natural(v)
		case linux.IFLA_VXLAN_PORT:
			x.Port = v.Uint16BE()
		case linux.IFLA_VXLAN_PORT_RANGE:
			x.PortRange = mem.portRange(v)
		case linux.IFLA_VXLAN_TTL:
			x.TTL = mem.uint8(v)
		case linux.IFLA_VXLAN_TTL_INHERIT:
			x.TTLInherit = len(v.Bytes()) == 0 || v.Bool()
		case linux.IFLA_VXLAN_TOS:
			x.TOS = mem.uint8(v)
		case linux.IFLA_VXLAN_DF:
			x.DF = mem.uint8(v)
		case linux.IFLA_VXLAN_LABEL:
			x.FlowLabel = mem.flowLabel(v)
		case linux.IFLA_VXLAN_LABEL_POLICY:
			x.FlowLabelPolicy = mem.uint32(v)
		case linux.IFLA_VXLAN_AGEING:
			x.Ageing = mem.units32(v, time.Second)
		case linux.IFLA_VXLAN_LIMIT:
			x.Limit = mem.uint32(v)
		case linux.IFLA_VXLAN_RESERVED_BITS:
			b := v.Struct(vxlanHeaderLen)
			x.ReservedBits = one(&mem.room.vxlanHeader)
			*x.ReservedBits = VXLANHeader{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
		default:
			if !x.decodeFlag(typ, v, mem) {
				mem.raw(&x.Unknown, v)
			}
		}
	}
}

func (x *VXLAN) decodeFlag(typ uint16, v rtattr.Value, mem *memory) bool {
	switch typ {
	case linux.IFLA_VXLAN_REMCSUM_NOPARTIAL:
		x.RemCsumNoPartial = true
	case linux.IFLA_VXLAN_GBP:
		x.GBP = true
	case linux.IFLA_VXLAN_GPE:
		x.GPE = true
	default:
		for _, b := range x.bools() {
			if b.typ == typ {
				*b.field = mem.bool(v)
				return true
			}
		}
		return false
	}
	return true
}

const vxlanHeaderLen = 8 // struct vxlanhdr
