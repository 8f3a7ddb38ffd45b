package nexthop

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Decode returns the object in a message: in an answer, or in a notification of
// the group RTNLGRP_NEXTHOP that it is new or changed (RTM_NEWNEXTHOP) or gone
// (RTM_DELNEXTHOP). Unknown attributes are part of m.Data; [NextHop.Clone] gives
// it bytes of its own.
func Decode(m nlmsg.Message) (*NextHop, error) {
	n := new(NextHop)
	if err := n.decode(&m); err != nil {
		return nil, err
	}
	return n, nil
}

func (n *NextHop) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWNEXTHOP && m.Type != linux.RTM_DELNEXTHOP {
		return fmt.Errorf("nexthop: message of type %d, want RTM_NEWNEXTHOP or RTM_DELNEXTHOP", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	n.Family, n.Scope, n.Protocol = h[0], h[1], h[2]
	n.Flags = binary.NativeEndian.Uint32(h[4:])
	var encapType, encapData rtattr.Value
	for typ, v := range d.All() {
		switch typ {
		case linux.NHA_ID:
			n.ID = v.Uint32()
		case linux.NHA_GROUP:
			n.Group = decodeGroup(v)
		case linux.NHA_GROUP_TYPE:
			n.Type = v.Uint16()
		case linux.NHA_BLACKHOLE:
			n.Blackhole = true
		case linux.NHA_OIF:
			n.OIF = v.Index()
		case linux.NHA_GATEWAY:
			n.Gateway = v.Addr()
		case linux.NHA_ENCAP_TYPE:
			encapType = v
		case linux.NHA_ENCAP:
			encapData = v
		case linux.NHA_FDB:
			n.FDB = true
		case linux.NHA_RES_GROUP:
			n.Resilient = new(Resilient)
			n.Resilient.decode(v.Nest())
		case linux.NHA_GROUP_STATS:
			n.Stats = decodeStats(v.Nest())
		case linux.NHA_HW_STATS_ENABLE:
			n.HWStats = new(v.Uint32() != 0)
		case linux.NHA_HW_STATS_USED:
			n.HWStatsUsed = new(v.Uint32() != 0)
		case linux.NHA_DST_PORT:
			n.DstPort = v.Uint16BE()
		case linux.NHA_OP_FLAGS: // says only that weight_high means something
		default:
			n.Unknown = append(n.Unknown, v.Raw())
		}
	}
	n.Encap = encap.Decode(encapType, encapData)
	if err := d.Err(); err != nil {
		return fmt.Errorf("nexthop id %d: %w", n.ID, nlmsg.NameError(*m, err))
	}
	return nil
}

func decodeGroup(v rtattr.Value) []Member {
	b := v.Bytes()
	if len(b)%sizeofMember != 0 {
		v.Fail(errors.New("not a whole number of struct nexthop_grp"))
		return nil
	}
	group := make([]Member, len(b)/sizeofMember)
	for i := range group {
		m := b[sizeofMember*i:]
		group[i] = Member{ID: binary.NativeEndian.Uint32(m), Weight: int(m[4]) + int(m[5])<<8 + 1}
	}
	return group
}

func (r *Resilient) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.NHA_RES_GROUP_BUCKETS:
			r.Buckets = v.Uint16()
		case linux.NHA_RES_GROUP_IDLE_TIMER:
			r.IdleTimer = new(wiretime.Of32(v, wiretime.Tick))
		case linux.NHA_RES_GROUP_UNBALANCED_TIMER:
			r.UnbalancedTimer = new(wiretime.Of32(v, wiretime.Tick))
		case linux.NHA_RES_GROUP_UNBALANCED_TIME:
			r.UnbalancedTime = wiretime.Of64(v, wiretime.Tick)
		case linux.NHA_RES_GROUP_PAD:
		default:
			r.Unknown = append(r.Unknown, v.Raw())
		}
	}
}

func decodeStats(d *rtattr.Decoder) []MemberStats {
	list := []MemberStats{}
	for _, entry := range d.All() {
		var s MemberStats
		for typ, v := range entry.Nest().All() {
			switch typ {
			case linux.NHA_GROUP_STATS_ENTRY_ID:
				s.ID = v.Uint32()
			case linux.NHA_GROUP_STATS_ENTRY_PACKETS:
				s.Packets = v.Uint64()
			case linux.NHA_GROUP_STATS_ENTRY_PACKETS_HW:
				s.Hardware = new(v.Uint64())
			default:
				s.Unknown = append(s.Unknown, v.Raw())
			}
		}
		list = append(list, s)
	}
	return list
}
