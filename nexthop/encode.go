package nexthop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const (
	sizeofHeader = 8 // struct nhmsg
	sizeofMember = 8 // struct nexthop_grp
)

// settable are the flags that a request may have.
const settable = linux.RTNH_F_ONLINK

// AppendBinary appends what follows the nlmsghdr of a message about n, as the
// kernel sends it: with what only the kernel says. It does not check what a request
// must not have.
func (n *NextHop) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	n.encode(e, true)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNEXTHOP, fmt.Sprintf("nexthop id %d", n.ID), err)
	}
	return out, err
}

func (n *NextHop) encode(e *rtattr.Encoder, full bool) {
	h := e.Struct(sizeofHeader)
	h[0] = n.family(full)
	h[2] = n.Protocol
	flags := n.Flags
	if full {
		h[1] = n.Scope
	} else {
		flags &= settable
	}
	binary.NativeEndian.PutUint32(h[4:], flags)
	rtattr.NonZero(e.Uint32, linux.NHA_ID, n.ID)
	n.encodeGroup(e, full)
	e.Flag(linux.NHA_BLACKHOLE, n.Blackhole)
	rtattr.NonZero(e.Index, linux.NHA_OIF, n.OIF)
	if n.Gateway.IsValid() {
		e.Addr(linux.NHA_GATEWAY, n.Gateway)
	}
	encap.Encode(e, linux.NHA_ENCAP, linux.NHA_ENCAP_TYPE, n.Encap)
	e.Flag(linux.NHA_FDB, n.FDB)
	rtattr.NonZero(e.Uint16BE, linux.NHA_DST_PORT, n.DstPort)
	if n.HWStats != nil {
		e.Uint32(linux.NHA_HW_STATS_ENABLE, number(*n.HWStats))
	}
	if full {
		n.encodeState(e)
	}
	e.Raws(n.Unknown)
}

// family returns nh_family.
func (n *NextHop) family(full bool) uint8 {
	switch {
	case full || n.Family != linux.AF_UNSPEC || len(n.Group) > 0:
		return n.Family
	case n.Gateway.Is6():
		return linux.AF_INET6
	}
	return linux.AF_INET
}

func (n *NextHop) encodeGroup(e *rtattr.Encoder, full bool) {
	if n.Group != nil {
		if err := checkWeights(n.Group); err != nil {
			e.Fail(linux.NHA_GROUP, err)
		}
		b := e.StructAttr(linux.NHA_GROUP, sizeofMember*len(n.Group))
		for i, m := range n.Group {
			m.put(b[sizeofMember*i:])
		}
	}
	switch {
	case n.Type != linux.NEXTHOP_GRP_TYPE_MPATH:
		e.Uint16(linux.NHA_GROUP_TYPE, n.Type)
	case n.Resilient != nil && !full:
		e.Uint16(linux.NHA_GROUP_TYPE, linux.NEXTHOP_GRP_TYPE_RES)
	}
	r := n.Resilient
	if r == nil {
		return
	}
	nest := e.Begin(linux.NHA_RES_GROUP)
	rtattr.NonZero(e.Uint16, linux.NHA_RES_GROUP_BUCKETS, r.Buckets)
	wiretime.Opt32(e, linux.NHA_RES_GROUP_IDLE_TIMER, r.IdleTimer, wiretime.Tick)
	wiretime.Opt32(e, linux.NHA_RES_GROUP_UNBALANCED_TIMER, r.UnbalancedTimer, wiretime.Tick)
	if full && r.UnbalancedTime != 0 {
		wiretime.Put64(e, linux.NHA_RES_GROUP_UNBALANCED_TIME, r.UnbalancedTime, wiretime.Tick)
	}
	e.Raws(r.Unknown)
	e.End(nest)
}

// maxWeight is what weight and weight_high, a u8 each, have room for.
const maxWeight = 1 << 16

// put writes struct nexthop_grp.
func (m Member) put(b []byte) {
	weight := max(m.Weight, 1) - 1
	binary.NativeEndian.PutUint32(b, m.ID)
	b[4], b[5] = uint8(weight), uint8(weight>>8)
}

func (n *NextHop) encodeState(e *rtattr.Encoder) {
	if n.HWStatsUsed != nil {
		e.Uint32(linux.NHA_HW_STATS_USED, number(*n.HWStatsUsed))
	}
	if n.Stats == nil {
		return
	}
	stats := e.Begin(linux.NHA_GROUP_STATS)
	for _, s := range n.Stats {
		entry := e.Begin(linux.NHA_GROUP_STATS_ENTRY)
		e.Uint32(linux.NHA_GROUP_STATS_ENTRY_ID, s.ID)
		e.Uint(linux.NHA_GROUP_STATS_ENTRY_PACKETS, s.Packets)
		if s.Hardware != nil {
			e.Uint(linux.NHA_GROUP_STATS_ENTRY_PACKETS_HW, *s.Hardware)
		}
		e.Raws(s.Unknown)
		e.End(entry)
	}
	e.End(stats)
}

// check refuses what the wire has no room for, and what says two things at once.
func (n *NextHop) check() (attr uint16, err error) {
	switch {
	case len(n.Group) > 0 && (n.Gateway.IsValid() || n.OIF != 0 || n.Blackhole || n.Encap != nil):
		return linux.NHA_GROUP, errors.New("a group has no gateway, interface, blackhole or tunnel of its own")
	case n.Resilient != nil && len(n.Group) == 0:
		return linux.NHA_RES_GROUP, errors.New("resilient, and no group")
	case n.Resilient != nil && n.Type > linux.NEXTHOP_GRP_TYPE_RES:
		return linux.NHA_GROUP_TYPE, fmt.Errorf("resilient, and of type %d", n.Type)
	case n.Gateway.Is4In6():
		return linux.NHA_GATEWAY, fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", n.Gateway)
	case n.Gateway.IsValid() && n.Family != linux.AF_UNSPEC && n.Family != familyOf(n.Gateway):
		return linux.NHA_GATEWAY, fmt.Errorf("%v is not of the family %d", n.Gateway, n.Family)
	case n.OIF < 0 || n.OIF > math.MaxInt32:
		return linux.NHA_OIF, fmt.Errorf("interface index %d is out of range", n.OIF)
	}
	return 0, nil
}

func checkWeights(group []Member) error {
	for _, m := range group {
		if m.Weight < 0 || m.Weight > maxWeight {
			return fmt.Errorf("weight %d of member %d is not in the range of 1 to %d", m.Weight, m.ID, maxWeight)
		}
	}
	return nil
}

func familyOf(a netip.Addr) uint8 {
	if a.Is4() {
		return linux.AF_INET
	}
	return linux.AF_INET6
}

func number(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
