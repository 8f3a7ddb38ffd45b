package link

import (
	"errors"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IPIP is kind "ipip": a tunnel of IPv4 packets in IPv4 (RFC 2003), or of MPLS
// packets. The attributes are IFLA_IPTUN_* of linux/if_tunnel.h; see also
// ip-link(8).
//
// A change resets what it leaves out, so it should hold all that was read. But
// FWMark and Encap stay as they are, and so does Proto whatever a change says. A
// change with CollectMetadata is refused, and one without ends nothing. Remote
// cannot be set on a tunnel that was made without, nor removed from another.
type IPIP struct {
	// Link is the interface that packets are sent through (IFLA_IPTUN_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv4 (IFLA_IPTUN_LOCAL,
	// IFLA_IPTUN_REMOTE). The zero Addr, as the unspecified one, is any address:
	// packets are sent from the one that their route prefers, and to their next
	// hop.
	Local, Remote netip.Addr

	// TTL is the time to live of outgoing packets (IFLA_IPTUN_TTL). Zero or nil
	// take that of the packet inside.
	TTL *uint8

	// TOS is the type of service of outgoing packets (IFLA_IPTUN_TOS). With 1 it
	// is that of the packet inside. Nil is zero.
	TOS *uint8

	// PMTUDisc has path MTU discovery done: packets are sent with Don't Fragment
	// set (IFLA_IPTUN_PMTUDISC). Nil is true. With a TTL, false is an error: the
	// kernel would take it for true.
	PMTUDisc *bool

	// Proto is what the packets inside are, an IP protocol (IFLA_IPTUN_PROTO):
	// IPPROTO_IPIP (4), IPPROTO_MPLS (137), or zero, both. Nil is IPPROTO_IPIP.
	Proto *uint8

	// FWMark is the mark of outgoing packets, by which routes are looked up
	// (IFLA_IPTUN_FWMARK). Nil leaves it out; it is zero at first, no mark.
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

// Kind returns "ipip".
func (k *IPIP) Kind() string { return "ipip" }

// Encode appends what can be set.
func (k *IPIP) Encode(e *rtattr.Encoder) {
	checkPMTUDisc(e, k.TTL, k.PMTUDisc)
	k.encodeAll(e)
}

func (k *IPIP) encodeAll(e *rtattr.Encoder) {
	rtattr.Opt(e.Index, linux.IFLA_IPTUN_LINK, k.Link)
	putIPv4(e, linux.IFLA_IPTUN_LOCAL, k.Local)
	putIPv4(e, linux.IFLA_IPTUN_REMOTE, k.Remote)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_TTL, k.TTL)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_TOS, k.TOS)
	rtattr.Opt(e.Uint8, linux.IFLA_IPTUN_PROTO, k.Proto)
	rtattr.Opt(e.Bool, linux.IFLA_IPTUN_PMTUDISC, k.PMTUDisc)
	iptunEncap.encode(e, k.Encap)
	e.Flag(linux.IFLA_IPTUN_COLLECT_METADATA, k.CollectMetadata)
	rtattr.Opt(e.Uint32, linux.IFLA_IPTUN_FWMARK, k.FWMark)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *IPIP) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IPIP) decode(d *rtattr.Decoder, mem *memory) {
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
		case linux.IFLA_IPTUN_PROTO:
			k.Proto = mem.uint8(v)
		case linux.IFLA_IPTUN_PMTUDISC:
			k.PMTUDisc = mem.bool(v)
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

// checkPMTUDisc refuses what the kernel does not do, without a word, in tunnels
// with IFLA_IPTUN_*.
func checkPMTUDisc(e *rtattr.Encoder, ttl *uint8, pmtuDisc *bool) {
	if ttl != nil && *ttl != 0 && pmtuDisc != nil && !*pmtuDisc {
		e.Fail(linux.IFLA_IPTUN_PMTUDISC, errors.New("a tunnel with a TTL does path MTU discovery"))
	}
}
