package link

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Inet6 is what a link has for IPv6: IFLA_INET6_* of linux/if_link.h.
type Inet6 struct {
	// AddrGenMode is how the link makes its addresses, [AddrGenEUI64] or another
	// (IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_*): 0 from its MAC address
	// (EUI-64), 1 not at all, 2 by RFC 7217 from a secret, 3 the same with a
	// random secret.
	AddrGenMode *uint8

	// Token is the lower half of addresses made of router advertisements, the
	// upper half zero; :: is none (IFLA_INET6_TOKEN). The invalid Addr leaves
	// it out. The kernel refuses it where no advertisements are accepted.
	Token netip.Addr

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// Inet6State is what the kernel alone says.
	Inet6State
}

// Inet6State is what the kernel says about IPv6 on a link and cannot be set by
// it. Requests leave it out.
type Inet6State struct {
	// Flags are IF_RA_* and IF_READY of the kernel's net/if_inet6.h
	// (IFLA_INET6_FLAGS).
	Flags uint32

	// Conf are the settings of /proc/sys/net/ipv6/conf: element n is
	// DEVCONF_n of linux/ipv6.h (IFLA_INET6_CONF).
	Conf []int32

	// Stats and ICMP6Stats are counters in the order of linux/snmp.h, the first
	// being their number (IFLA_INET6_STATS, IFLA_INET6_ICMP6STATS).
	Stats, ICMP6Stats []uint64

	// CacheInfo is struct ifla_cacheinfo (IFLA_INET6_CACHEINFO).
	CacheInfo *Inet6CacheInfo

	// RAMTU is the MTU that a router advertised, or 0 (IFLA_INET6_RA_MTU).
	RAMTU uint32
}

// Inet6CacheInfo is struct ifla_cacheinfo of linux/if_link.h.
type Inet6CacheInfo struct {
	MaxReasmLen   uint32 // the longest packet put together of fragments, in bytes
	Tstamp        uint32 // when the link's IPv6 was last changed, in hundredths of a second since boot
	ReachableTime uint32 // of neighbours, in milliseconds
	RetransTime   uint32 // between neighbour solicitations, in milliseconds
}

// SetAddrGenMode is the request to set how a link makes its IPv6 addresses:
// [AddrGenEUI64] or another of its kind.
func SetAddrGenMode(ref Ref, mode uint8) nlmsg.Request {
	return Set(ref, &Link{AFSpec: &AFSpec{Inet6: &Inet6{AddrGenMode: &mode}}})
}

// SetToken is the request to set the lower half of the IPv6 addresses that a link
// makes of router advertisements. The upper half is zero; [netip.IPv6Unspecified]
// takes the token away. See [Inet6].
func SetToken(ref Ref, token netip.Addr) nlmsg.Request {
	if !token.IsValid() {
		return invalid(ref, linux.IFLA_AF_SPEC, errors.New("the token is the zero Addr"))
	}
	return Set(ref, &Link{AFSpec: &AFSpec{Inet6: &Inet6{Token: token}}})
}

func (s *Inet6) encode(e *rtattr.Encoder, full bool) {
	rtattr.Opt(e.Uint8, linux.IFLA_INET6_ADDR_GEN_MODE, s.AddrGenMode)
	if s.Token.IsValid() {
		switch b := s.Token.As16(); {
		case full:
		case s.Token.Is4():
			e.Fail(linux.IFLA_INET6_TOKEN, fmt.Errorf("token %v is no IPv6 address", s.Token))
		case [8]byte(b[:8]) != [8]byte{}: // the kernel ignores it
			e.Fail(linux.IFLA_INET6_TOKEN, fmt.Errorf("the upper half of token %v is not zero", s.Token))
		}
		e.Addr(linux.IFLA_INET6_TOKEN, s.Token)
	}
	e.Raws(s.Unknown)
	if full {
		s.Inet6State.encode(e)
	}
}

func (s *Inet6State) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.IFLA_INET6_FLAGS, s.Flags)
	if s.Conf != nil {
		putInt32s(e, linux.IFLA_INET6_CONF, s.Conf)
	}
	if s.Stats != nil {
		putUint64s(e, linux.IFLA_INET6_STATS, s.Stats)
	}
	if s.ICMP6Stats != nil {
		putUint64s(e, linux.IFLA_INET6_ICMP6STATS, s.ICMP6Stats)
	}
	if c := s.CacheInfo; c != nil {
		b := e.StructAttr(linux.IFLA_INET6_CACHEINFO, cacheInfoLen)
		for i, f := range c.fields() {
			binary.NativeEndian.PutUint32(b[4*i:], *f)
		}
	}
	rtattr.NonZero(e.Uint32, linux.IFLA_INET6_RA_MTU, s.RAMTU)
}

func (s *Inet6) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_INET6_ADDR_GEN_MODE:
			s.AddrGenMode = mem.uint8(v)
		case linux.IFLA_INET6_TOKEN:
			s.Token = v.Addr()
		case linux.IFLA_INET6_FLAGS:
			s.Flags = v.Uint32()
		case linux.IFLA_INET6_CONF:
			s.Conf = mem.int32Array(v)
		case linux.IFLA_INET6_STATS:
			s.Stats = mem.uint64Array(v)
		case linux.IFLA_INET6_ICMP6STATS:
			s.ICMP6Stats = mem.uint64Array(v)
		case linux.IFLA_INET6_CACHEINFO:
			s.CacheInfo = one(&mem.room.cacheInfo)
			b := v.Struct(cacheInfoLen)
			for i, f := range s.CacheInfo.fields() {
				*f = binary.NativeEndian.Uint32(b[4*i:])
			}
		case linux.IFLA_INET6_RA_MTU:
			s.RAMTU = v.Uint32()
		default:
			mem.raw(&s.Unknown, v)
		}
	}
}

const cacheInfoLen = 16 // struct ifla_cacheinfo

func (c *Inet6CacheInfo) fields() [4]*uint32 {
	return [...]*uint32{&c.MaxReasmLen, &c.Tstamp, &c.ReachableTime, &c.RetransTime}
}
