package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// decoders saves the one allocation that a plain route would cost.
var decoders = sync.Pool{New: func() any { return new(rtattr.Decoder) }}

func (r *Route) decodeOne(m nlmsg.Message) error {
	d := decoders.Get().(*rtattr.Decoder)
	defer decoders.Put(d)
	return r.decode(d, &m)
}

// decode reads m into r, which is zero, by means of d.
func (r *Route) decode(d *rtattr.Decoder, m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWROUTE && m.Type != linux.RTM_DELROUTE {
		return fmt.Errorf("route: message of type %d, want RTM_NEWROUTE or RTM_DELROUTE", m.Type)
	}
	if r.decodePlain(m.Data) {
		return nil
	}
	*r = Route{}
	return r.decodeAny(d, m)
}

// decodeAny is decode without the short way.
func (r *Route) decodeAny(d *rtattr.Decoder, m *nlmsg.Message) error {
	d.Reset(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	family := h[0]
	if d.Err() == nil && !isIP(family) {
		return fmt.Errorf("route of address family %d, neither IPv4 nor IPv6", family)
	}
	r.TOS = h[3]
	r.Table = uint32(h[4])
	r.Protocol = h[5]
	r.Type = h[7]
	r.Flags = binary.NativeEndian.Uint32(h[8:])
	dst := unspecified(family)
	var src netip.Addr
	var encapType, encapData rtattr.Value
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.RTA_DST:
			dst = decodeAddr(v, family)
		case linux.RTA_SRC:
			src = decodeAddr(v, family)
		case linux.RTA_IIF:
			r.IIF = v.Index()
		case linux.RTA_OIF:
			r.OIF = v.Index()
		case linux.RTA_GATEWAY:
			r.Gateway = decodeAddr(v, family)
		case linux.RTA_VIA:
			decodeVia(v, &r.Gateway, &r.Unknown)
		case linux.RTA_PRIORITY:
			r.Priority = v.Uint32()
		case linux.RTA_PREFSRC:
			r.PrefSrc = decodeAddr(v, family)
		case linux.RTA_METRICS:
			r.Metrics = decodeMetrics(v)
		case linux.RTA_MULTIPATH:
			r.MultiPath = decodeMultiPath(v, family)
		case linux.RTA_FLOW:
			r.Flow = v.Uint32()
		case linux.RTA_CACHEINFO:
			r.decodeCache(v)
		case linux.RTA_TABLE:
			r.Table = v.Uint32()
		case linux.RTA_MARK:
			r.Mark = v.Uint32()
		case linux.RTA_PREF:
			r.Pref = v.Uint8()
		case linux.RTA_ENCAP_TYPE:
			encapType = v
		case linux.RTA_ENCAP:
			encapData = v
		case linux.RTA_EXPIRES:
			if s := v.Uint32(); s != forever {
				r.Expires = time.Duration(s) * time.Second
			}
		case linux.RTA_UID:
			r.UID = new(v.Uint32())
		case linux.RTA_NH_ID:
			r.NHID = v.Uint32()
		case linux.RTA_PAD:
		default:
			r.Unknown = append(r.Unknown, v.Raw())
		}
	}
	if encapType.Present() || encapData.Present() {
		r.Encap = encap.Decode(encapType, encapData)
	}
	r.Dst = netip.PrefixFrom(dst, int(h[1]))
	if src.IsValid() || h[2] != 0 {
		if !src.IsValid() {
			src = unspecified(family)
		}
		r.Src = netip.PrefixFrom(src, int(h[2]))
	}
	r.Scope = r.scopeOf(h[6])
	switch err := d.Err(); {
	case err != nil:
		return fmt.Errorf("route to %v: %w", r.Dst, nlmsg.NameError(*m, err))
	case !r.Dst.IsValid():
		return fmt.Errorf("route to %v: rtm_dst_len is %d, %d at most", dst, h[1], dst.BitLen())
	case h[2] > uint8(dst.BitLen()):
		return fmt.Errorf("route to %v: rtm_src_len is %d, %d at most", r.Dst, h[2], dst.BitLen())
	}
	return nil
}

// Cache is struct rta_cacheinfo of linux/rtnetlink.h (RTA_CACHEINFO), but for
// its expiry, which is [Route.Expires], and its members that the kernel no
// longer uses.
type Cache struct {
	// Refs is by how many the route is in use (rta_clntref).
	Refs uint32

	// LastUse is how long ago it was last used (rta_lastuse), in hundredths of
	// a second.
	LastUse time.Duration

	// Used is how often it was used (rta_used).
	Used uint32

	// Errno is what packets that take the route are answered with
	// (rta_error), such as ENETUNREACH. Zero stands for none.
	Errno syscall.Errno
}

const (
	sizeofCacheInfo = 32
)

// decodeCache takes the expiry of RTA_CACHEINFO only where there is one, lest
// it undo RTA_EXPIRES. In a dump of IPv6 routes all have the attribute, and
// nearly all of it is zero.
func (r *Route) decodeCache(v rtattr.Value) {
	b := v.Struct(sizeofCacheInfo)
	if expires := int32(binary.NativeEndian.Uint32(b[8:])); expires != 0 {
		r.Expires = time.Duration(expires) * wiretime.Tick
	}
	errno := int64(int32(binary.NativeEndian.Uint32(b[12:])))
	cache := Cache{
		Refs:    binary.NativeEndian.Uint32(b[0:]),
		LastUse: time.Duration(binary.NativeEndian.Uint32(b[4:])) * wiretime.Tick,
		Used:    binary.NativeEndian.Uint32(b[16:]),
		Errno:   syscall.Errno(max(errno, -errno)),
	}
	if cache != (Cache{}) {
		r.Cache = new(cache)
	}
}

// decodeAddr returns an address that must be of the family.
func decodeAddr(v rtattr.Value, family uint8) netip.Addr {
	x := v.Addr()
	if x.IsValid() && familyOf(x) != family {
		v.Fail(errFamily)
	}
	return x
}

var errFamily = errors.New("an address of another family than the message")

func isIP(family uint8) bool { return family == linux.AF_INET || family == linux.AF_INET6 }

// familyOf returns the address family of x.
func familyOf(x netip.Addr) uint8 {
	switch {
	case x.Is4():
		return linux.AF_INET
	case x.Is6():
		return linux.AF_INET6
	}
	return linux.AF_UNSPEC
}

func unspecified(family uint8) netip.Addr {
	if family == linux.AF_INET {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}
