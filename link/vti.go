package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VTI is kind "vti": an interface for the packets of IPsec tunnels over IPv4.
// What is sent through it gets a mark, by which policies and states of IPsec are
// chosen. The attributes are IFLA_VTI_* of linux/if_tunnel.h; see also
// ip-link(8). [XFRM] is newer, and needs no addresses.
//
// A change resets what it leaves out, but for FWMark, so it should hold all that
// was read. Remote cannot be set on an interface that was made without, nor
// removed from another.
type VTI struct {
	// Link is the interface that packets are sent through (IFLA_VTI_LINK). Zero
	// or nil leave that to the routes.
	Link *int

	// Local and Remote are the addresses of the two ends, IPv4 (IFLA_VTI_LOCAL,
	// IFLA_VTI_REMOTE). The zero Addr, as the unspecified one, is any address.
	Local, Remote netip.Addr

	// IKey and OKey are the marks of the packets that come in and that go out
	// (IFLA_VTI_IKEY, IFLA_VTI_OKEY). Nil is zero.
	IKey, OKey *uint32

	// FWMark is a mark by which routes are looked up (IFLA_VTI_FWMARK). Nil
	// leaves it out; it is zero at first, no mark.
	FWMark *uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "vti".
func (k *VTI) Kind() string { return "vti" }

// Encode appends what can be set.
func (k *VTI) Encode(e *rtattr.Encoder) { k.encode(e, putIPv4) }

// Decode reads IFLA_INFO_DATA.
func (k *VTI) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *VTI) decode(d *rtattr.Decoder, mem *memory) { k.decodeWith(d, mem, ipv4) }

func (k *VTI) encode(e *rtattr.Encoder, putAddr func(*rtattr.Encoder, uint16, netip.Addr)) {
	rtattr.Opt(e.Index, linux.IFLA_VTI_LINK, k.Link)
	rtattr.Opt(e.Uint32BE, linux.IFLA_VTI_IKEY, k.IKey)
	rtattr.Opt(e.Uint32BE, linux.IFLA_VTI_OKEY, k.OKey)
	putAddr(e, linux.IFLA_VTI_LOCAL, k.Local)
	putAddr(e, linux.IFLA_VTI_REMOTE, k.Remote)
	rtattr.Opt(e.Uint32, linux.IFLA_VTI_FWMARK, k.FWMark)
	e.Raws(k.Unknown)
}

func (k *VTI) decodeWith(d *rtattr.Decoder, mem *memory, addr func(rtattr.Value) netip.Addr) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VTI_LINK:
			k.Link = mem.natural(v)
		case linux.IFLA_VTI_IKEY:
			k.IKey = mem.room.uint32s.put(v.Uint32BE())
		case linux.IFLA_VTI_OKEY:
			k.OKey = mem.room.uint32s.put(v.Uint32BE())
		case linux.IFLA_VTI_LOCAL:
			k.Local = addr(v)
		case linux.IFLA_VTI_REMOTE:
			k.Remote = addr(v)
		case linux.IFLA_VTI_FWMARK:
			k.FWMark = mem.uint32(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}

// VTI6 is kind "vti6": a [VTI] over IPv6, as its addresses are. A change resets
// what it leaves out, FWMark too, and can set and remove Remote.
type VTI6 VTI

// Kind returns "vti6".
func (k *VTI6) Kind() string { return "vti6" }

// Encode appends what can be set.
func (k *VTI6) Encode(e *rtattr.Encoder) {
	refuseMapped(e, linux.IFLA_VTI_LOCAL, k.Local)
	refuseMapped(e, linux.IFLA_VTI_REMOTE, k.Remote)
	k.encodeAll(e)
}

func (k *VTI6) encodeAll(e *rtattr.Encoder) { (*VTI)(k).encode(e, putIPv6) }

// Decode reads IFLA_INFO_DATA.
func (k *VTI6) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *VTI6) decode(d *rtattr.Decoder, mem *memory) { (*VTI)(k).decodeWith(d, mem, ipv6) }
