package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// GRE is kind "gre": a tunnel of packets of layer 3, in GRE over IPv4 (RFC 2784,
// RFC 2890). The attributes are IFLA_GRE_* of linux/if_tunnel.h; see also
// ip-link(8).
//
// A change resets what it leaves out, so it should hold all that was read. But
// FWMark, IgnoreDF, Encap and CollectMetadata stay as they are, and nothing
// ends CollectMetadata. Remote cannot be set on a tunnel that was made without,
// nor removed from another. The kernel can set the MTU anew, unless the request
// has one.
type GRE struct {
	// Link is the interface that packets are sent through (IFLA_GRE_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv4 (IFLA_GRE_LOCAL,
	// IFLA_GRE_REMOTE). The zero Addr, as the unspecified one, is any address:
	// packets are sent from the one that their route prefers, and to the one that
	// their neighbour entry has. Remote can be a multicast group.
	Local, Remote netip.Addr

	// IKey and OKey are the keys of the packets that come in and that go out
	// (IFLA_GRE_IKEY with GRE_KEY in IFLA_GRE_IFLAGS, IFLA_GRE_OKEY). Nil is
	// none. Packets with another key belong to another tunnel.
	IKey, OKey *uint32

	// ICsum says that packets that come in have a checksum, which else they must
	// not, and OCsum that those that go out get one (GRE_CSUM in IFLA_GRE_IFLAGS,
	// IFLA_GRE_OFLAGS).
	ICsum, OCsum bool

	// ISeq says that packets that come in have a sequence number, and those out
	// of order are dropped. OSeq says that those that go out get one (GRE_SEQ).
	ISeq, OSeq bool

	// IFlags and OFlags are other flags of the header, GRE_* as numbers in host
	// byte order, such as GRE_STRICT (0x0800). Rarely of use: the kernel keeps
	// GRE_ROUTING, GRE_STRICT, and whether any of GRE_REC and of GRE_VERSION is set.
	IFlags, OFlags uint16

	// TTL is the time to live of outgoing packets (IFLA_GRE_TTL). Zero or nil
	// take that of the packet inside.
	TTL *uint8

	// TOS is the type of service of outgoing packets (IFLA_GRE_TOS). With 1 it
	// is that of the packet inside. Nil is zero.
	TOS *uint8

	// PMTUDisc has path MTU discovery done: packets are sent with Don't Fragment
	// set (IFLA_GRE_PMTUDISC). Nil is true, which is refused with IgnoreDF.
	PMTUDisc *bool

	// IgnoreDF has packets inside with Don't Fragment set sent as if they had it
	// not (IFLA_GRE_IGNORE_DF). It needs a PMTUDisc of false, and so does the
	// request that ends it. Nil leaves it out; it is false at first.
	IgnoreDF *bool

	// FWMark is the mark of outgoing packets, by which routes are looked up
	// (IFLA_GRE_FWMARK). Nil leaves it out; it is zero at first, no mark.
	FWMark *uint32

	// Encap puts GRE into UDP. Nil leaves it out; there is none at first.
	Encap *TunnelEncap

	// CollectMetadata has each packet say by itself where it goes to, and which
	// key it has, as "external" of ip-link(8) does (IFLA_GRE_COLLECT_METADATA).
	// A namespace has one such tunnel of a kind.
	CollectMetadata bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "gre".
func (g *GRE) Kind() string { return "gre" }

// Encode appends what can be set.
func (g *GRE) Encode(e *rtattr.Encoder) { g.encode(e, g.Remote) }

func (g *GRE) encode(e *rtattr.Encoder, remote netip.Addr) {
	rtattr.Opt(e.Index, linux.IFLA_GRE_LINK, g.Link)
	joinGRE(g.IKey, g.ICsum, g.ISeq, g.IFlags).encode(e, linux.IFLA_GRE_IFLAGS, linux.IFLA_GRE_IKEY, g.CollectMetadata)
	joinGRE(g.OKey, g.OCsum, g.OSeq, g.OFlags).encode(e, linux.IFLA_GRE_OFLAGS, linux.IFLA_GRE_OKEY, g.CollectMetadata)
	putIPv4(e, linux.IFLA_GRE_LOCAL, g.Local)
	putIPv4(e, linux.IFLA_GRE_REMOTE, remote)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_TTL, g.TTL)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_TOS, g.TOS)
	rtattr.Opt(e.Bool, linux.IFLA_GRE_PMTUDISC, g.PMTUDisc)
	greEncap.encode(e, g.Encap)
	e.Flag(linux.IFLA_GRE_COLLECT_METADATA, g.CollectMetadata)
	rtattr.Opt(e.Bool, linux.IFLA_GRE_IGNORE_DF, g.IgnoreDF)
	rtattr.Opt(e.Uint32, linux.IFLA_GRE_FWMARK, g.FWMark)
	e.Raws(g.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (g *GRE) Decode(d *rtattr.Decoder) { g.decode(d, new(memory)) }

func (g *GRE) decode(d *rtattr.Decoder, mem *memory) {
	g.decodeWith(d, mem, func(uint16, rtattr.Value) bool { return false })
}

// decodeWith leaves to more what it does not know, and more reports whether it
// does.
func (g *GRE) decodeWith(d *rtattr.Decoder, mem *memory, more func(uint16, rtattr.Value) bool) {
	var in, out greHeader
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_GRE_LINK:
			g.Link = mem.natural(v)
		case linux.IFLA_GRE_IFLAGS:
			in.flags = v.Uint16BE()
		case linux.IFLA_GRE_OFLAGS:
			out.flags = v.Uint16BE()
		case linux.IFLA_GRE_IKEY:
			in.key = v.Uint32BE()
		case linux.IFLA_GRE_OKEY:
			out.key = v.Uint32BE()
		case linux.IFLA_GRE_LOCAL:
			g.Local = ipv4(v)
		case linux.IFLA_GRE_REMOTE:
			g.Remote = ipv4(v)
		case linux.IFLA_GRE_TTL:
			g.TTL = mem.uint8(v)
		case linux.IFLA_GRE_TOS:
			g.TOS = mem.uint8(v)
		case linux.IFLA_GRE_PMTUDISC:
			g.PMTUDisc = mem.bool(v)
		case linux.IFLA_GRE_COLLECT_METADATA:
			g.CollectMetadata = true
		case linux.IFLA_GRE_IGNORE_DF:
			g.IgnoreDF = mem.bool(v)
		case linux.IFLA_GRE_FWMARK:
			g.FWMark = mem.uint32(v)
		default:
			if !greEncap.decode(typ, v, &g.Encap) && !more(typ, v) {
				mem.raw(&g.Unknown, v)
			}
		}
	}
	g.IKey, g.ICsum, g.ISeq, g.IFlags = in.split(mem)
	g.OKey, g.OCsum, g.OSeq, g.OFlags = out.split(mem)
}

// Gretap is kind "gretap": a tunnel of Ethernet frames, else as [GRE], also in
// that a change resets what it leaves out. Its Remote can be set and removed at
// any time. The kernel refuses 0.0.0.0, which requests leave out.
type Gretap GRE

// Kind returns "gretap".
func (g *Gretap) Kind() string { return "gretap" }

// Encode appends what can be set.
func (g *Gretap) Encode(e *rtattr.Encoder) {
	(*GRE)(g).encode(e, unless(netip.IPv4Unspecified(), g.Remote))
}

func (g *Gretap) encodeAll(e *rtattr.Encoder) { (*GRE)(g).encode(e, g.Remote) }

// Decode reads IFLA_INFO_DATA.
func (g *Gretap) Decode(d *rtattr.Decoder) { (*GRE)(g).Decode(d) }

func (g *Gretap) decode(d *rtattr.Decoder, mem *memory) { (*GRE)(g).decode(d, mem) }
