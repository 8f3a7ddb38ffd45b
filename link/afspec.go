package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AFSpec is what a link has for address families, IFLA_AF_SPEC: a nest for each.
// It is for [Set], not for [Add].
type AFSpec struct {
	// Inet holds the IPv4 settings of the link (AF_INET with IFLA_INET_CONF),
	// those of /proc/sys/net/ipv4/conf: element n-1 is IPV4_DEVCONF_n of
	// linux/ip.h. It is read only: requests leave it out.
	Inet []int32

	// InetSettings are those of Inet to change (AF_INET with a nest
	// IFLA_INET_CONF). They are never read. Nil changes none.
	InetSettings []InetSetting

	// UnknownInet are attributes in AF_INET that have no field here.
	UnknownInet []rtattr.Raw

	// Inet6 is what the link has for IPv6 (AF_INET6).
	Inet6 *Inet6

	// MCTP is what the link has for MCTP (AF_MCTP), or nil if that does not know
	// it.
	MCTP *MCTP

	// Bridge takes the place of the families in messages of AF_BRIDGE.
	Bridge *BridgeSpec

	// Unknown are families that have no field here.
	Unknown []rtattr.Raw
}

func (s *AFSpec) encode(e *rtattr.Encoder, family uint8, full bool) {
	if family == linux.AF_BRIDGE {
		s.encodeBridge(e)
		return
	}
	if s.Bridge != nil {
		e.Fail(linux.IFLA_AF_SPEC, errors.New("AFSpec.Bridge is for requests of AF_BRIDGE, see SetBridgeLink"))
	}
	putFamilies(e, linux.IFLA_AF_SPEC, full, func() {
		e.OptNest(linux.AF_INET, func() { s.encodeInet(e, full) })
		if s.Inet6 != nil {
			putFamilies(e, linux.AF_INET6, full, func() { s.Inet6.encode(e, full) })
		}
		if s.MCTP != nil {
			putFamilies(e, linux.AF_MCTP, full, func() { s.MCTP.encode(e, full) })
		}
		e.Raws(s.Unknown)
	})
}

// putFamilies appends a nest, which a request leaves out if it is empty: the
// kernel refuses an AF_INET6 without attributes.
func putFamilies(e *rtattr.Encoder, typ uint16, full bool, f func()) {
	if full {
		e.Nest(typ, f)
		return
	}
	e.OptNest(typ, f)
}

func (s *AFSpec) decode(d *rtattr.Decoder, mem *memory, family uint8) {
	if family == linux.AF_BRIDGE {
		s.Bridge = new(BridgeSpec)
		s.Bridge.decode(d, mem)
		return
	}
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.AF_INET:
			s.decodeInet(mem.nest(v), mem)
		case linux.AF_INET6:
			s.Inet6 = one(&mem.room.inet6)
			s.Inet6.decode(mem.nest(v), mem)
		case linux.AF_MCTP:
			s.MCTP = new(MCTP)
			s.MCTP.decode(mem.nest(v), mem)
		default:
			mem.raw(&s.Unknown, v)
		}
	}
}
