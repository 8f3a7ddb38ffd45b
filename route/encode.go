package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct rtmsg.
const sizeofHeader = 12

// state are the flags by which the kernel tells what is the case. Some it
// refuses in requests, RTNH_F_LINKDOWN among them, which would keep a route
// from being written back.
const state = linux.RTNH_F_DEAD | linux.RTNH_F_OFFLOAD | linux.RTNH_F_LINKDOWN |
	linux.RTNH_F_UNRESOLVED | linux.RTNH_F_TRAP |
	linux.RTM_F_OFFLOAD | linux.RTM_F_TRAP | linux.RTM_F_OFFLOAD_FAILED

// encode appends what a request has of r, and checks it. The protocol, scope, type
// and flags given stand in for those that r leaves out or that are not for the
// request.
func (r *Route) encode(e *rtattr.Encoder, protocol, scope, typ uint8, flags uint32) {
	r.encodePart(e, protocol, scope, typ, flags&^state, false)
}

// encodePart appends everything in r but Expires and Cache if full is set, or else
// what is for requests.
func (r *Route) encodePart(e *rtattr.Encoder, protocol, scope, typ uint8, flags uint32, full bool) {
	if r.Scope > ScopeUniverse {
		e.Fail(0, fmt.Errorf("rtm_scope: %d is no scope", r.Scope))
		return
	}
	h := e.Struct(sizeofHeader)
	h[0] = familyOf(r.Dst.Addr())
	h[1] = uint8(max(r.Dst.Bits(), 0))
	h[2] = uint8(max(r.Src.Bits(), 0))
	h[3] = r.TOS
	h[5] = protocol
	h[6] = scope
	h[7] = typ
	binary.NativeEndian.PutUint32(h[8:], flags)
	r.encodeTable(e, h, full)
	r.encodePrefixes(e, full)
	if r.PrefSrc.IsValid() {
		r.encodeAddr(e, linux.RTA_PREFSRC, r.PrefSrc, full)
	}
	rtattr.NonZero(e.Uint32, linux.RTA_NH_ID, r.NHID)
	if r.NHID == 0 || full {
		r.encodeWay(e, full)
	}
	rtattr.NonZero(e.Index, linux.RTA_IIF, r.IIF)
	rtattr.NonZero(e.Uint32, linux.RTA_PRIORITY, r.Priority)
	if r.Metrics != nil {
		r.Metrics.encode(e, full)
	}
	if r.Pref != 0 {
		e.Uint8(linux.RTA_PREF, r.Pref)
	}
	rtattr.NonZero(e.Uint32, linux.RTA_FLOW, r.Flow)
	rtattr.NonZero(e.Uint32, linux.RTA_MARK, r.Mark)
	rtattr.Opt(e.Uint32, linux.RTA_UID, r.UID)
	e.Raws(r.Unknown)
}

// encodeTable appends the number of the table, if it does not fit the header, or
// as the kernel does, which has RT_TABLE_COMPAT in the header then.
func (r *Route) encodeTable(e *rtattr.Encoder, h []byte, full bool) {
	table := r.Table
	if !full {
		table = r.table()
	}
	fits := table <= math.MaxUint8
	switch {
	case fits:
		h[4] = uint8(table)
	case full:
		h[4] = linux.RT_TABLE_COMPAT
	}
	if full || !fits {
		e.Uint32(linux.RTA_TABLE, table)
	}
}

// table returns the table that a request for r is about.
func (r *Route) table() uint32 {
	if r.Table != 0 {
		return r.Table
	}
	switch r.Type {
	case linux.RTN_LOCAL, linux.RTN_BROADCAST, linux.RTN_ANYCAST, linux.RTN_NAT:
		return linux.RT_TABLE_LOCAL
	}
	return linux.RT_TABLE_MAIN
}

// encodePrefixes leaves out the address of a default route as the kernel does,
// but for that of an IPv6 route in a request.
func (r *Route) encodePrefixes(e *rtattr.Encoder, full bool) {
	if !full {
		r.checkDst(e)
	}
	if r.Dst.IsValid() && r.Dst != DefaultIPv4() && (r.Dst != DefaultIPv6() || !full) {
		e.Addr(linux.RTA_DST, r.Dst.Addr())
	}
	if !full {
		r.checkSrc(e)
	}
	if r.Src.IsValid() {
		e.Addr(linux.RTA_SRC, r.Src.Addr())
	}
}

func (r *Route) checkDst(e *rtattr.Encoder) {
	switch {
	case !r.Dst.IsValid():
		e.Fail(linux.RTA_DST, errors.New("no valid destination; a default route's is 0.0.0.0/0 or ::/0"))
	case isMapped(r.Dst):
		e.Fail(linux.RTA_DST, mapped(r.Dst))
	case r.Dst != r.Dst.Masked():
		e.Fail(linux.RTA_DST, hostBits(r.Dst))
	}
}

func (r *Route) checkSrc(e *rtattr.Encoder) {
	switch {
	case r.Src == netip.Prefix{}:
	case !r.Src.IsValid():
		e.Fail(linux.RTA_SRC, errors.New("no valid prefix"))
	case isMapped(r.Src):
		e.Fail(linux.RTA_SRC, mapped(r.Src))
	case r.Src != r.Src.Masked():
		e.Fail(linux.RTA_SRC, hostBits(r.Src))
	case r.Src.Addr().Is4() != r.Dst.Addr().Is4():
		e.Fail(linux.RTA_SRC, r.otherFamily(r.Src.Addr()))
	}
}

func hostBits(p netip.Prefix) error {
	return fmt.Errorf("%v has bits set beyond its length; its network is %v", p, p.Masked())
}

// isMapped reports whether p holds some IPv4-mapped addresses: a mistake. All of
// them, ::ffff:0.0.0.0/96, are a prefix that systems block.
func isMapped(p netip.Prefix) bool { return p.Addr().Is4In6() && p.Bits() > 96 }

// mapped is the error of x, an address or a prefix.
func mapped(x fmt.Stringer) error {
	return fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", x)
}

// encodeEncap appends what packets to dst are wrapped in. It refuses what IPv4
// packets do not go with, to which the kernel says nothing but EINVAL.
func encodeEncap(e *rtattr.Encoder, dst netip.Addr, x encap.Encap, full bool) {
	if t, ok := x.(*encap.Seg6); ok && t != nil && !full &&
		dst.Is4() && t.Mode == encap.Seg6Inline && len(t.SRH.Segments) > 0 {
		e.Fail(linux.RTA_ENCAP, errInline)
	}
	encap.Encode(e, linux.RTA_ENCAP, linux.RTA_ENCAP_TYPE, x)
}

var errInline = errors.New("segments go inline into IPv6 packets only: use Mode Seg6Encap")

// encodeWay appends where packets go.
func (r *Route) encodeWay(e *rtattr.Encoder, full bool) {
	encodeGateway(e, r.Dst.Addr(), r.Gateway, full)
	rtattr.NonZero(e.Index, linux.RTA_OIF, r.OIF)
	encodeEncap(e, r.Dst.Addr(), r.Encap, full)
	if len(r.MultiPath) > 0 || full && r.MultiPath != nil {
		e.Rows(linux.RTA_MULTIPATH, func() {
			for i := range r.MultiPath {
				r.MultiPath[i].encode(e, r.Dst.Addr(), full)
			}
		})
	}
}

// encodeAddr appends x. In a request it must be of r's family.
func (r *Route) encodeAddr(e *rtattr.Encoder, typ uint16, x netip.Addr, full bool) {
	switch {
	case full:
		e.Addr(typ, x)
	case x.Is4In6():
		e.Fail(typ, mapped(x))
	case x.Is4() != r.Dst.Addr().Is4():
		e.Fail(typ, r.otherFamily(x))
	default:
		e.Addr(typ, x)
	}
}

func (r *Route) otherFamily(x netip.Addr) error {
	return fmt.Errorf("%v is not of the family of %v", x, r.Dst)
}

// forever is RTA_EXPIRES of a route without end (INFINITY_LIFE_TIME of
// net/addrconf.h).
const forever = math.MaxUint32

// encodeExpires appends the expiry of a route to be added. A deletion has none:
// the kernel would ignore it, and that of a route as it was read may be over.
func (r *Route) encodeExpires(e *rtattr.Encoder) {
	switch {
	case r.Expires == 0:
	case r.Expires < 0:
		e.Fail(linux.RTA_EXPIRES, fmt.Errorf("%v is below zero: the route's time is over", r.Expires))
	case r.Expires > (forever-1)*time.Second:
		e.Fail(linux.RTA_EXPIRES, fmt.Errorf("%v is 136 years or more; leave it out for a route without end", r.Expires))
	default:
		e.Uint32(linux.RTA_EXPIRES, uint32((r.Expires+time.Second-1)/time.Second))
	}
}
