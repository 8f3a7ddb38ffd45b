package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IP6GRE is kind "ip6gre": a tunnel of packets of layer 3, in GRE over IPv6. The
// attributes are IFLA_GRE_* of linux/if_tunnel.h; see also ip-link(8).
//
// A change resets what it leaves out, but for Encap, so it should hold all that
// was read. The kernel sets the MTU anew unless the request has one.
type IP6GRE struct {
	// Link is the interface that packets are sent through (IFLA_GRE_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv6 (IFLA_GRE_LOCAL,
	// IFLA_GRE_REMOTE). The zero Addr, as the unspecified one, is any address:
	// packets are sent from the one that their route prefers, and to the one that
	// their neighbour entry has.
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

	// HopLimit is that of outgoing packets (IFLA_GRE_TTL). Zero or nil take
	// that of the packet inside.
	HopLimit *uint8

	// TClass and FlowLabel are the traffic class of outgoing packets and their
	// flow label, of 20 bits (IFLA_GRE_FLOWINFO holds both). Nil is zero.
	TClass    *uint8
	FlowLabel *uint32

	// EncapLimit is how many tunnels more a packet may enter on its way, an
	// option of outgoing packets (IFLA_GRE_ENCAP_LIMIT). Flags can do without it.
	// Nil is zero, where ip-link(8) sends 4.
	EncapLimit *uint8

	// Flags are IP6_TNL_F_* of linux/ip6_tunnel.h (IFLA_GRE_FLAGS):
	// ign_encap_limit (1), EncapLimit is not sent; use_orig_tclass (2) and
	// use_orig_flowlabel (4), those of the packet inside are taken; mip6_dev (8);
	// rcv_dscp_copy (16), packets that are received get the DSCP of the outer
	// header; use_orig_fwmark (32), the mark of the packet inside is taken;
	// allow_local_remote (64), Remote may be an address of this machine. From
	// 0x10000 on they say what the addresses allow; the kernel itself sets these.
	// Nil is zero.
	Flags *uint32

	// FWMark is the mark of outgoing packets, by which routes are looked up
	// (IFLA_GRE_FWMARK). Nil is zero, no mark.
	FWMark *uint32

	// Encap puts GRE into UDP. Nil leaves it out; there is none at first.
	Encap *TunnelEncap

	// CollectMetadata has each packet say by itself where it goes to, and which
	// key it has, as "external" of ip-link(8) does (IFLA_GRE_COLLECT_METADATA).
	// A namespace has one such tunnel of a kind. In a change it is ignored.
	CollectMetadata bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ip6gre".
func (g *IP6GRE) Kind() string { return "ip6gre" }

// Encode appends what can be set.
func (g *IP6GRE) Encode(e *rtattr.Encoder) { g.encodeRequest(e, g.Remote) }

func (g *IP6GRE) encodeAll(e *rtattr.Encoder) { g.encode(e, g.Remote) }

func (g *IP6GRE) encodeRequest(e *rtattr.Encoder, remote netip.Addr) {
	refuseMapped(e, linux.IFLA_GRE_LOCAL, g.Local)
	refuseMapped(e, linux.IFLA_GRE_REMOTE, remote)
	g.encode(e, remote)
}

func (g *IP6GRE) encode(e *rtattr.Encoder, remote netip.Addr) {
	rtattr.Opt(e.Index, linux.IFLA_GRE_LINK, g.Link)
	joinGRE(g.IKey, g.ICsum, g.ISeq, g.IFlags).encode(e, linux.IFLA_GRE_IFLAGS, linux.IFLA_GRE_IKEY, g.CollectMetadata)
	joinGRE(g.OKey, g.OCsum, g.OSeq, g.OFlags).encode(e, linux.IFLA_GRE_OFLAGS, linux.IFLA_GRE_OKEY, g.CollectMetadata)
	putIPv6(e, linux.IFLA_GRE_LOCAL, g.Local)
	putIPv6(e, linux.IFLA_GRE_REMOTE, remote)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_TTL, g.HopLimit)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_ENCAP_LIMIT, g.EncapLimit)
	putFlowInfo(e, linux.IFLA_GRE_FLOWINFO, g.TClass, g.FlowLabel)
	rtattr.Opt(e.Uint32, linux.IFLA_GRE_FLAGS, g.Flags)
	greEncap.encode(e, g.Encap)
	e.Flag(linux.IFLA_GRE_COLLECT_METADATA, g.CollectMetadata)
	rtattr.Opt(e.Uint32, linux.IFLA_GRE_FWMARK, g.FWMark)
	e.Raws(g.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (g *IP6GRE) Decode(d *rtattr.Decoder) { g.decode(d, new(memory)) }

func (g *IP6GRE) decode(d *rtattr.Decoder, mem *memory) {
	g.decodeWith(d, mem, func(uint16, rtattr.Value) bool { return false })
}

// decodeWith leaves to more what it does not know, and more reports whether it
// does.
func (g *IP6GRE) decodeWith(d *rtattr.Decoder, mem *memory, more func(uint16, rtattr.Value) bool) {
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
			g.Local = ipv6(v)
		case linux.IFLA_GRE_REMOTE:
			g.Remote = ipv6(v)
		case linux.IFLA_GRE_TTL:
			g.HopLimit = mem.uint8(v)
		case linux.IFLA_GRE_ENCAP_LIMIT:
			g.EncapLimit = mem.uint8(v)
		case linux.IFLA_GRE_FLOWINFO:
			g.TClass, g.FlowLabel = mem.flowInfo(v)
		case linux.IFLA_GRE_FLAGS:
			g.Flags = mem.uint32(v)
		case linux.IFLA_GRE_COLLECT_METADATA:
			g.CollectMetadata = true
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

// IP6Gretap is kind "ip6gretap": a tunnel of Ethernet frames, else as [IP6GRE],
// also in that a change resets what it leaves out.
// The kernel refuses :: as Remote, which requests leave out. Where there is a link
// ip6gre0, it takes a change without addresses and key, as with CollectMetadata,
// for one of that, and says that it exists.
type IP6Gretap IP6GRE

// Kind returns "ip6gretap".
func (g *IP6Gretap) Kind() string { return "ip6gretap" }

// Encode appends what can be set.
func (g *IP6Gretap) Encode(e *rtattr.Encoder) {
	(*IP6GRE)(g).encodeRequest(e, unless(netip.IPv6Unspecified(), g.Remote))
}

func (g *IP6Gretap) encodeAll(e *rtattr.Encoder) { (*IP6GRE)(g).encode(e, g.Remote) }

// Decode reads IFLA_INFO_DATA.
func (g *IP6Gretap) Decode(d *rtattr.Decoder) { (*IP6GRE)(g).Decode(d) }

func (g *IP6Gretap) decode(d *rtattr.Decoder, mem *memory) { (*IP6GRE)(g).decode(d, mem) }
