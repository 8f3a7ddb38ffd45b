package addr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// RAPrefix is an IPv6 prefix that a router has advertised (RFC 4861). The kernel
// tells of it each time, and keeps no list of prefixes. On the wire it is struct
// prefixmsg of linux/rtnetlink.h, and attributes:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| prefix_family |                       0                       |
//	+---------------+---------------+---------------+---------------+
//	| prefix_ifindex                                                |
//	+---------------+---------------+---------------+---------------+
//	| prefix_type 3 | prefix_len    | prefix_flags  |       0       |
//	+---------------+---------------+---------------+---------------+
//	| PREFIX_ADDRESS, PREFIX_CACHEINFO                              |
//	+---------------------------------------------------------------+
type RAPrefix struct {
	// Index is the interface on which the advertisement came (prefix_ifindex).
	Index int

	// Prefix is what was advertised (PREFIX_ADDRESS, prefix_len).
	Prefix netip.Prefix

	// Flags are those of the packet since Linux 6.7, which stable releases of
	// older kernels have taken over, and IF_PREFIX_* of the kernel's own before
	// (prefix_flags). [RAPrefix.OnLink] and [RAPrefix.Autonomous] know both.
	Flags uint8

	// Valid is for how long the prefix is on the link (valid_time of
	// PREFIX_CACHEINFO, in seconds). Nil stands for ever.
	Valid *time.Duration

	// Preferred is for how long addresses made from it are preferred
	// (preferred_time of PREFIX_CACHEINFO, in seconds). Nil stands for ever.
	Preferred *time.Duration

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// The flags of RAPrefix.Flags.
const (
	raOnLink     = 0x80 // ND_OPT_PI_FLAG_ONLINK of netinet/icmp6.h
	raAutonomous = 0x40 // ND_OPT_PI_FLAG_AUTO
	ifOnLink     = 0x1  // IF_PREFIX_ONLINK of the kernel's net/if_inet6.h
	ifAutoconf   = 0x2  // IF_PREFIX_AUTOCONF
)

// OnLink reports whether the addresses in the prefix are on the link.
func (p *RAPrefix) OnLink() bool { return p.Flags&(raOnLink|ifOnLink) != 0 }

// Autonomous reports whether hosts may make themselves an address from the
// prefix.
func (p *RAPrefix) Autonomous() bool { return p.Flags&(raAutonomous|ifAutoconf) != 0 }

// String returns the prefix and the interface, such as "2001:db8::/64 on index 3".
func (p RAPrefix) String() string { return fmt.Sprintf("%v on index %d", p.Prefix, p.Index) }

// Clone returns a copy of p that shares no memory with it.
func (p RAPrefix) Clone() RAPrefix {
	p.Unknown = slices.Clone(p.Unknown)
	for i, raw := range p.Unknown {
		p.Unknown[i] = raw.Clone()
	}
	if p.Valid != nil {
		p.Valid = new(*p.Valid)
	}
	if p.Preferred != nil {
		p.Preferred = new(*p.Preferred)
	}
	return p
}

const (
	sizeofPrefix    = 12 // struct prefixmsg
	sizeofLifetimes = 8  // struct prefix_cacheinfo
)

// DecodePrefix returns the prefix in a notification of the group
// RTNLGRP_IPV6_PREFIX, which is RTM_NEWPREFIX. There is none that it is gone.
// Unknown attributes are part of m.Data; [RAPrefix.Clone] gives it bytes of its
// own.
func DecodePrefix(m nlmsg.Message) (*RAPrefix, error) {
	if m.Type != linux.RTM_NEWPREFIX {
		return nil, fmt.Errorf("prefix: message of type %d, want RTM_NEWPREFIX", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofPrefix)
	if d.Err() == nil && (h[0] != linux.AF_INET6 || h[8] != linux.ND_OPT_PREFIX_INFO) {
		return nil, fmt.Errorf("prefix: option %d of address family %d, want ND_OPT_PREFIX_INFO of AF_INET6", h[8], h[0])
	}
	p := &RAPrefix{Index: int(int32(binary.NativeEndian.Uint32(h[4:]))), Flags: h[10]}
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.PREFIX_ADDRESS:
			p.Prefix = netip.PrefixFrom(decodeAddr(v, linux.AF_INET6, int(h[9])), int(h[9]))
		case linux.PREFIX_CACHEINFO:
			b := v.Struct(sizeofLifetimes)
			p.Preferred = raLifetime(binary.NativeEndian.Uint32(b[0:]))
			p.Valid = raLifetime(binary.NativeEndian.Uint32(b[4:]))
		default:
			p.Unknown = append(p.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return nil, fmt.Errorf("prefix on index %d: %w", p.Index, nlmsg.NameError(m, err))
	}
	if !p.Prefix.IsValid() {
		return nil, fmt.Errorf("prefix on index %d: no PREFIX_ADDRESS", p.Index)
	}
	return p, nil
}

func raLifetime(s uint32) *time.Duration {
	if s == forever {
		return nil
	}
	return new(time.Duration(s) * time.Second)
}

// AppendBinary appends what follows the nlmsghdr of a message about p, as the
// kernel sends it.
func (p RAPrefix) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	p.encode(e)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWPREFIX, fmt.Sprintf("prefix %v", p), err)
	}
	return out, err
}

func (p *RAPrefix) encode(e *rtattr.Encoder) {
	if p.Index < math.MinInt32 || p.Index > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("prefix_ifindex: %d is the index of no interface", p.Index))
		return
	}
	h := e.Struct(sizeofPrefix)
	h[0] = linux.AF_INET6
	binary.NativeEndian.PutUint32(h[4:], uint32(p.Index))
	h[8] = linux.ND_OPT_PREFIX_INFO
	if !p.Prefix.IsValid() || p.Prefix.Addr().Is4() {
		e.Fail(linux.PREFIX_ADDRESS, fmt.Errorf("%v is no prefix of IPv6", p.Prefix))
		return
	}
	h[9] = uint8(p.Prefix.Bits())
	h[10] = p.Flags
	x := p.Prefix.Addr().As16()
	e.Bytes(linux.PREFIX_ADDRESS, x[:])
	preferred, err := raSeconds(p.Preferred)
	valid, err2 := raSeconds(p.Valid)
	if err := errors.Join(err, err2); err != nil {
		e.Fail(linux.PREFIX_CACHEINFO, err)
		return
	}
	b := e.StructAttr(linux.PREFIX_CACHEINFO, sizeofLifetimes)
	binary.NativeEndian.PutUint32(b[0:], preferred)
	binary.NativeEndian.PutUint32(b[4:], valid)
	e.Raws(p.Unknown)
}

// raSeconds returns a lifetime as on the wire.
func raSeconds(d *time.Duration) (uint32, error) {
	if d == nil {
		return forever, nil
	}
	return seconds(*d)
}
