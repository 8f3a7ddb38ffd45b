package link

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// SIT is kind "sit": a tunnel of IPv6 packets in IPv4 (RFC 4213), or of IPv4 or
// MPLS packets. The attributes are IFLA_IPTUN_* of linux/if_tunnel.h; see also
// ip-link(8). The potential router list of ISATAP is no attribute: the kernel has
// system calls for it.
//
// A change resets what it leaves out, so it should hold all that was read. But
// FWMark, Encap and the 6RD prefixes stay as they are, and so do Flags and Proto
// whatever a change says. Remote cannot be set on a tunnel that was made without,
// nor removed from another.
type SIT struct {
	// Link is the interface that packets are sent through (IFLA_IPTUN_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv4 (IFLA_IPTUN_LOCAL,
	// IFLA_IPTUN_REMOTE). The zero Addr, as the unspecified one, is any address:
	// packets are sent from the one that their route prefers, and to the one that
	// is in their IPv6 address.
	Local, Remote netip.Addr

	// TTL is the time to live of outgoing packets (IFLA_IPTUN_TTL). Zero takes
	// that of the packet inside. Nil is 64.
	TTL *uint8

	// TOS is the type of service of outgoing packets (IFLA_IPTUN_TOS). With 1 it
	// is that of the packet inside. Nil is zero.
	TOS *uint8

	// PMTUDisc has path MTU discovery done: packets are sent with Don't Fragment
	// set (IFLA_IPTUN_PMTUDISC). Nil is true. With a TTL, false is an error: the
	// kernel would take it for true.
	PMTUDisc *bool

	// Flags are SIT_* (IFLA_IPTUN_FLAGS): isatap (1), the tunnel is an ISATAP
	// interface (RFC 5214). Nil is zero. In a change they are ignored.
	Flags *uint16

	// Proto is what the packets inside are, an IP protocol (IFLA_IPTUN_PROTO):
	// IPPROTO_IPV6 (41), IPPROTO_IPIP (4), IPPROTO_MPLS (137), or zero, all of
	// them. Nil is IPPROTO_IPV6.
	Proto *uint8

	// SixRDPrefix is the prefix of IPv6 addresses that hold an IPv4 address, that
	// of the other end, behind it (RFC 5969, IFLA_IPTUN_6RD_PREFIX with
	// IFLA_IPTUN_6RD_PREFIXLEN). SixRDRelayPrefix is what these IPv4 addresses
	// begin with, and which they are shorter by (IFLA_IPTUN_6RD_RELAY_PREFIX with
	// IFLA_IPTUN_6RD_RELAY_PREFIXLEN). Either sets both, to ::/0 or 0.0.0.0/0 if
	// it is not given. The zero Prefix leaves it out; at first they are 2002::/16
	// and 0.0.0.0/0, as 6to4 has it. The kernel refuses bits behind a prefix, and
	// more than 64 bits of prefix and address.
	SixRDPrefix, SixRDRelayPrefix netip.Prefix

	// FWMark is the mark of outgoing packets, by which routes are looked up
	// (IFLA_IPTUN_FWMARK). Nil leaves it out; it is zero at first, no mark.
	FWMark *uint32

	// Encap puts the packets into UDP. Nil leaves it out; there is none at first.
	Encap *TunnelEncap

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "sit".
func (k *SIT) Kind() string { return "sit" }

// Encode appends what can be set.
func (k *SIT) Encode(e *rtattr.Encoder) {
	checkPMTUDisc(e, k.TTL, k.PMTUDisc)
	k.encodeAll(e)
}

func (k *SIT) encodeAll(e *rtattr.Encoder) {
	rtattr.Opt(e.Index, linux.IFLA_IPTUN_LINK, k.Link)
	putIPv4(e, linux.IFLA_IPTUN_LOCAL, k.Local)
	putIPv4(e, linux.IFLA_IPTUN_REMOTE, k.Remote)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_TTL, k.TTL)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_TOS, k.TOS)
	rtattr.Opt(e.Uint16, linux.IFLA_IPTUN_FLAGS, k.Flags)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_PROTO, k.Proto)
	rtattr.Opt(e.Bool, linux.IFLA_IPTUN_PMTUDISC, k.PMTUDisc)
	if p := k.SixRDPrefix; checkPrefix(e, linux.IFLA_IPTUN_6RD_PREFIX, p) {
		putIPv6(e, linux.IFLA_IPTUN_6RD_PREFIX, p.Addr())
		e.Uint16(linux.IFLA_IPTUN_6RD_PREFIXLEN, uint16(p.Bits()))
	}
	if p := k.SixRDRelayPrefix; checkPrefix(e, linux.IFLA_IPTUN_6RD_RELAY_PREFIX, p) {
		putIPv4(e, linux.IFLA_IPTUN_6RD_RELAY_PREFIX, p.Addr())
		e.Uint16(linux.IFLA_IPTUN_6RD_RELAY_PREFIXLEN, uint16(p.Bits()))
	}
	iptunEncap.encode(e, k.Encap)
	rtattr.Opt(e.Uint32, linux.IFLA_IPTUN_FWMARK, k.FWMark)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *SIT) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *SIT) decode(d *rtattr.Decoder, mem *memory) {
	var prefix, relay struct{ addr, bits rtattr.Value }
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_IPTUN_LINK:
			k.Link = mem.natural(v)
		case linux.IFLA_IPTUN_LOCAL:
			k.Local = ipv4(v)
		case linux.IFLA_IPTUN_REMOTE:
			k.Remote = ipv4(v)
		case linux.IFLA_IPTUN_TTL:
			k.TTL = mem.uint8(v)
		case linux.IFLA_IPTUN_TOS:
			k.TOS = mem.uint8(v)
		case linux.IFLA_IPTUN_FLAGS:
			k.Flags = mem.uint16(v)
		case linux.IFLA_IPTUN_PROTO:
			k.Proto = mem.uint8(v)
		case linux.IFLA_IPTUN_PMTUDISC:
			k.PMTUDisc = mem.bool(v)
		case linux.IFLA_IPTUN_6RD_PREFIX:
			prefix.addr = v
		case linux.IFLA_IPTUN_6RD_PREFIXLEN:
			prefix.bits = v
		case linux.IFLA_IPTUN_6RD_RELAY_PREFIX:
			relay.addr = v
		case linux.IFLA_IPTUN_6RD_RELAY_PREFIXLEN:
			relay.bits = v
		case linux.IFLA_IPTUN_FWMARK:
			k.FWMark = mem.uint32(v)
		default:
			if !iptunEncap.decode(typ, v, &k.Encap) {
				mem.raw(&k.Unknown, v)
			}
		}
	}
	k.SixRDPrefix = tunnelPrefix(prefix.addr, prefix.bits, netip.IPv6Unspecified(), ipv6)
	k.SixRDRelayPrefix = tunnelPrefix(relay.addr, relay.bits, netip.IPv4Unspecified(), ipv4)
}

// checkPrefix reports whether p is to be sent. One with an address and without a
// valid length is not the zero Prefix, which asks for none.
func checkPrefix(e *rtattr.Encoder, typ uint16, p netip.Prefix) bool {
	if !p.IsValid() && p.Addr().IsValid() {
		e.Fail(typ, fmt.Errorf("the prefix of %v has no valid length", p.Addr()))
	}
	return p.IsValid()
}

// tunnelPrefix returns a prefix whose address and length are attributes of their
// own. To the kernel, what is missing is zero.
func tunnelPrefix(addr, bits rtattr.Value, zero netip.Addr, parse func(rtattr.Value) netip.Addr) netip.Prefix {
	if !addr.Present() && !bits.Present() {
		return netip.Prefix{}
	}
	a, n := zero, 0
	if addr.Present() {
		a = parse(addr)
	}
	if bits.Present() {
		n = int(bits.Uint16())
	}
	if n > zero.BitLen() {
		bits.Fail(fmt.Errorf("prefix of %d bits, at most %d are right", n, zero.BitLen()))
	}
	return netip.PrefixFrom(a, n)
}
