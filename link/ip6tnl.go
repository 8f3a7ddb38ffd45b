package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IP6Tnl is kind "ip6tnl": a tunnel of IPv4, IPv6 or MPLS packets in IPv6 (RFC
// 2473). The attributes are IFLA_IPTUN_* of linux/if_tunnel.h; see also
// ip-link(8).
//
// A change resets what it leaves out, but for Encap, so it should hold all that
// was read. One with CollectMetadata is refused.
type IP6Tnl struct {
	// Link is the interface that packets are sent through (IFLA_IPTUN_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv6 (IFLA_IPTUN_LOCAL,
	// IFLA_IPTUN_REMOTE). The zero Addr, as the unspecified one, is any address:
	// packets are sent from the one that their route prefers, and to the one that
	// their neighbour entry has.
	Local, Remote netip.Addr

	// HopLimit is that of outgoing packets (IFLA_IPTUN_TTL). Zero or nil take
	// that of the packet inside.
	HopLimit *uint8

	// TClass and FlowLabel are the traffic class of outgoing packets and their
	// flow label, of 20 bits (IFLA_IPTUN_FLOWINFO holds both). Nil is zero.
	TClass    *uint8
	FlowLabel *uint32

	// EncapLimit is how many tunnels more a packet may enter on its way, an
	// option of outgoing packets (IFLA_IPTUN_ENCAP_LIMIT). Flags can do without
	// it. Nil is zero, where ip-link(8) sends 4.
	EncapLimit *uint8

	// Flags are IP6_TNL_F_* of linux/ip6_tunnel.h (IFLA_IPTUN_FLAGS):
	// ign_encap_limit (1), EncapLimit is not sent; use_orig_tclass (2) and
	// use_orig_flowlabel (4), those of the packet inside are taken; mip6_dev (8);
	// rcv_dscp_copy (16), packets that are received get the DSCP of the outer
	// header; use_orig_fwmark (32), the mark of the packet inside is taken;
	// allow_local_remote (64), Remote may be an address of this machine. From
	// 0x10000 on they say what the addresses allow; the kernel itself sets these.
	// Nil is zero.
	Flags *uint32

	// Proto is what the packets inside are, an IP protocol (IFLA_IPTUN_PROTO):
	// IPPROTO_IPIP (4), IPPROTO_IPV6 (41), IPPROTO_MPLS (137), or zero, all of
	// them. Nil is zero.
	Proto *uint8

	// FWMark is the mark of outgoing packets, by which routes are looked up
	// (IFLA_IPTUN_FWMARK). Nil is zero, no mark.
	FWMark *uint32

	// Encap puts the packets into UDP. Nil leaves it out; there is none at first.
	Encap *TunnelEncap

	// CollectMetadata has each packet say by itself where it goes to, as
	// "external" of ip-link(8) does (IFLA_IPTUN_COLLECT_METADATA). A namespace
	// has one such tunnel of the kind.
	CollectMetadata bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ip6tnl".
func (k *IP6Tnl) Kind() string { return "ip6tnl" }

// Encode appends what can be set.
func (k *IP6Tnl) Encode(e *rtattr.Encoder) {
	refuseMapped(e, linux.IFLA_IPTUN_LOCAL, k.Local)
	refuseMapped(e, linux.IFLA_IPTUN_REMOTE, k.Remote)
	k.encodeAll(e)
}

func (k *IP6Tnl) encodeAll(e *rtattr.Encoder) {
	rtattr.Opt(e.Index, linux.IFLA_IPTUN_LINK, k.Link)
	putIPv6(e, linux.IFLA_IPTUN_LOCAL, k.Local)
	putIPv6(e, linux.IFLA_IPTUN_REMOTE, k.Remote)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_TTL, k.HopLimit)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_ENCAP_LIMIT, k.EncapLimit)
	putFlowInfo(e, linux.IFLA_IPTUN_FLOWINFO, k.TClass, k.FlowLabel)
	rtattr.Opt(e.Uint32, linux.IFLA_IPTUN_FLAGS, k.Flags)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_PROTO, k.Proto)
	iptunEncap.encode(e, k.Encap)
	e.Flag(linux.IFLA_IPTUN_COLLECT_METADATA, k.CollectMetadata)
	rtattr.Opt(e.Uint32, linux.IFLA_IPTUN_FWMARK, k.FWMark)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *IP6Tnl) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IP6Tnl) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_IPTUN_LINK:
			k.Link = mem.natural(v)
		case linux.IFLA_IPTUN_LOCAL:
			k.Local = ipv6(v)
		case linux.IFLA_IPTUN_REMOTE:
			k.Remote = ipv6(v)
		case linux.IFLA_IPTUN_TTL:
			k.HopLimit = mem.uint8(v)
		case linux.IFLA_IPTUN_ENCAP_LIMIT:
			k.EncapLimit = mem.uint8(v)
		case linux.IFLA_IPTUN_FLOWINFO:
			k.TClass, k.FlowLabel = mem.flowInfo(v)
		case linux.IFLA_IPTUN_FLAGS:
			k.Flags = mem.uint32(v)
		case linux.IFLA_IPTUN_PROTO:
			k.Proto = mem.uint8(v)
		case linux.IFLA_IPTUN_COLLECT_METADATA:
			k.CollectMetadata = true
		case linux.IFLA_IPTUN_FWMARK:
			k.FWMark = mem.uint32(v)
		default:
			if !iptunEncap.decode(typ, v, &k.Encap) {
				mem.raw(&k.Unknown, v)
			}
		}
	}
}
