package link

import (
	"errors"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// GTP is kind "gtp": the user data of mobile networks over UDP, GPRS tunnelling
// (3GPP TS 29.060 and 29.281). Its tunnels are made by generic netlink, family
// "gtp". The attributes are IFLA_GTP_* of linux/if_link.h; see also ip-link(8).
// None of them can be changed.
type GTP struct {
	// FD0 and FD1 are file descriptors of the sender: UDP sockets, bound to the
	// ports of version 0 (3386) and of version 1 (2152) (IFLA_GTP_FD0,
	// IFLA_GTP_FD1). One of them is needed, or CreateSockets. They are never
	// read.
	FD0, FD1 *int

	// CreateSockets lets the kernel open the sockets, and ignore FD0 and FD1
	// (IFLA_GTP_CREATE_SOCKETS). It is never read.
	CreateSockets bool

	// Local is the address that such sockets are bound to (IFLA_GTP_LOCAL,
	// IFLA_GTP_LOCAL6), by default all of IPv4. It needs CreateSockets, and is
	// never read.
	Local netip.Addr

	// PDPHashSize is the size of the tables of tunnels
	// (IFLA_GTP_PDP_HASHSIZE). Zero leaves it out; the kernel takes 1024.
	PDPHashSize uint32

	// Role is 0, the side of the internet (GTP_ROLE_GGSN), which is what nil is,
	// or 1, that of the radio network (GTP_ROLE_SGSN) (IFLA_GTP_ROLE).
	Role *uint32

	// RestartCount is a number that answers to echo requests have, and that a
	// restart is to count up (IFLA_GTP_RESTART_COUNT). Nil is 0.
	RestartCount *uint8

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "gtp".
func (g *GTP) Kind() string { return "gtp" }

// Encode appends what can be set.
func (g *GTP) Encode(e *rtattr.Encoder) {
	if g.Local.IsValid() && !g.CreateSockets {
		e.Fail(linux.IFLA_GTP_LOCAL, errGTPLocal)
	}
	refuseMapped(e, linux.IFLA_GTP_LOCAL6, g.Local)
	g.encodeAll(e)
}

var errGTPLocal = errors.New("the kernel ignores it unless it makes the sockets")

func (g *GTP) encodeAll(e *rtattr.Encoder) {
	putFD(e, linux.IFLA_GTP_FD0, g.FD0, 0, false)
	putFD(e, linux.IFLA_GTP_FD1, g.FD1, 0, false)
	// The kernel looks whether it is there, not at its value.
	if g.CreateSockets {
		e.Bool(linux.IFLA_GTP_CREATE_SOCKETS, true)
	}
	putAddrByFamily(e, linux.IFLA_GTP_LOCAL, linux.IFLA_GTP_LOCAL6, g.Local)
	rtattr.NonZero(e.Uint32, linux.IFLA_GTP_PDP_HASHSIZE, g.PDPHashSize)
	rtattr.Opt(e.Uint32, linux.IFLA_GTP_ROLE, g.Role)
	rtattr.Opt(e.Uint8, linux.IFLA_GTP_RESTART_COUNT, g.RestartCount)
	e.Raws(g.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (g *GTP) Decode(d *rtattr.Decoder) { g.decode(d, new(memory)) }

func (g *GTP) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_GTP_FD0:
			g.FD0 = mem.natural(v)
		case linux.IFLA_GTP_FD1:
			g.FD1 = mem.natural(v)
		case linux.IFLA_GTP_CREATE_SOCKETS:
			g.CreateSockets = true
		case linux.IFLA_GTP_LOCAL:
			g.Local = ipv4(v)
		case linux.IFLA_GTP_LOCAL6:
			g.Local = ipv6(v)
		case linux.IFLA_GTP_PDP_HASHSIZE:
			g.PDPHashSize = v.Uint32()
		case linux.IFLA_GTP_ROLE:
			g.Role = mem.uint32(v)
		case linux.IFLA_GTP_RESTART_COUNT:
			g.RestartCount = mem.uint8(v)
		default:
			mem.raw(&g.Unknown, v)
		}
	}
}
