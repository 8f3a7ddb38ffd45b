package link

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IfStats are the statistics of a link in a message of their own, RTM_NEWSTATS:
// more than the Stats of a [Link], and only those that were asked for. It is
// struct if_stats_msg, with attributes IFLA_STATS_* of linux/if_link.h:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| family        |                       0                       |
//	+---------------+---------------+---------------+---------------+
//	| ifindex                                                       |
//	+---------------------------------------------------------------+
//	| filter_mask: which attributes were asked for                  |
//	+---------------------------------------------------------------+
//	| IFLA_STATS_LINK_64, IFLA_STATS_LINK_XSTATS, ...               |
//	+---------------------------------------------------------------+
//
// A field is nil if it was not asked for, or if the link has no such counters.
type IfStats struct {
	// Index is that of the link (ifindex).
	Index int

	// Mask says what was asked for (filter_mask).
	Mask StatsMask

	// Link are the counters of any link (IFLA_STATS_LINK_64).
	Link *Stats

	// Bridge is what a bridge counts, and BridgePort what it counts for the link,
	// its port (IFLA_STATS_LINK_XSTATS, IFLA_STATS_LINK_XSTATS_SLAVE).
	Bridge, BridgePort *BridgeStats

	// Bond and BondPort are the same of a bond.
	Bond, BondPort *BondStats

	// Offload is what the hardware counts (IFLA_STATS_LINK_OFFLOAD_XSTATS).
	Offload *OffloadStats

	// MPLS are the counters of packets with labels (AF_MPLS of
	// IFLA_STATS_AF_SPEC).
	MPLS *MPLSStats

	// UnknownXStats are kinds of links in IFLA_STATS_LINK_XSTATS that have no
	// field here, UnknownPortXStats those in IFLA_STATS_LINK_XSTATS_SLAVE,
	// UnknownFamilies those in IFLA_STATS_AF_SPEC, and Unknown other attributes.
	UnknownXStats, UnknownPortXStats, UnknownFamilies, Unknown []rtattr.Raw
}

// StatsMask says which statistics to read: IFLA_STATS_FILTER_BIT of
// linux/if_link.h.
type StatsMask uint32

// The statistics that can be asked for.
const (
	LinkStats StatsMask = 1 << iota
	XStats
	PortXStats
	HardwareStats
	FamilyStats
)

const ifStatsMsgLen = 12 // struct if_stats_msg

func putIfStatsHeader(e *rtattr.Encoder, index int, mask StatsMask) {
	if index < 0 || index > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("interface index %d is out of range", index))
	}
	h := e.Struct(ifStatsMsgLen)
	binary.NativeEndian.PutUint32(h[4:], uint32(index))
	binary.NativeEndian.PutUint32(h[8:], uint32(mask))
}

// DecodeStats returns the statistics in a message, an answer to RTM_GETSTATS or a
// notification of RTNLGRP_STATS. Raw bytes in it are part of m.Data; [IfStats.Clone]
// gives it bytes of its own.
func DecodeStats(m nlmsg.Message) (*IfStats, error) {
	s := new(IfStats)
	if _, err := s.decode(&m); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *IfStats) decode(m *nlmsg.Message) (bool, error) {
	if m.Type != linux.RTM_NEWSTATS {
		return false, fmt.Errorf("stats: message of type %d, want RTM_NEWSTATS", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(ifStatsMsgLen)
	s.Index = int(int32(binary.NativeEndian.Uint32(h[4:])))
	if s.Index < 0 {
		d.Fail(fmt.Errorf("interface index %d is negative", s.Index))
	}
	s.Mask = StatsMask(binary.NativeEndian.Uint32(h[8:]))
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_STATS_LINK_64:
			s.Link = decodeStats64(v)
		case linux.IFLA_STATS_LINK_XSTATS:
			decodeXStats(v.Nest(), &s.Bridge, &s.Bond, &s.UnknownXStats)
		case linux.IFLA_STATS_LINK_XSTATS_SLAVE:
			decodeXStats(v.Nest(), &s.BridgePort, &s.BondPort, &s.UnknownPortXStats)
		case linux.IFLA_STATS_LINK_OFFLOAD_XSTATS:
			s.Offload = new(OffloadStats)
			s.Offload.decode(v.Nest())
		case linux.IFLA_STATS_AF_SPEC:
			s.decodeFamilies(v.Nest())
		case ifStatsPad:
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return false, fmt.Errorf("stats of index %d: %w", s.Index, nlmsg.NameError(*m, err))
	}
	return true, nil
}

// ifStatsPad is the number of attributes that align the next one to eight bytes
// (IFLA_STATS_UNSPEC, IFLA_OFFLOAD_XSTATS_UNSPEC, MPLS_STATS_UNSPEC).
const ifStatsPad = 0

// decodeStats64 reads a struct rtnl_link_stats64, of which an older kernel has
// fewer counters.
func decodeStats64(v rtattr.Value) *Stats {
	s := new(Stats)
	s.parse(v.Struct(statsLen))
	return s
}

func decodeXStats(d *rtattr.Decoder, bridge **BridgeStats, bond **BondStats, unknown *[]rtattr.Raw) {
	for typ, v := range d.All() {
		switch typ {
		case linux.LINK_XSTATS_TYPE_BRIDGE:
			*bridge = new(BridgeStats)
			(*bridge).decode(v.Nest())
		case linux.LINK_XSTATS_TYPE_BOND:
			*bond = new(BondStats)
			(*bond).decode(v.Nest())
		default:
			*unknown = append(*unknown, v.Raw())
		}
	}
}

func (s *IfStats) decodeFamilies(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.AF_MPLS:
			s.MPLS = new(MPLSStats)
			s.MPLS.decode(v.Nest())
		default:
			s.UnknownFamilies = append(s.UnknownFamilies, v.Raw())
		}
	}
}

// Clone returns a copy of s that shares no memory with it.
func (s IfStats) Clone() IfStats { return deep.Copy(s) }

// AppendBinary appends what follows the nlmsghdr of a message about s, as the
// kernel sends it.
func (s IfStats) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putIfStatsHeader(e, s.Index, s.Mask)
	if s.Link != nil {
		s.Link.put(e.StructAttr(linux.IFLA_STATS_LINK_64, statsLen))
	}
	putXStats(e, linux.IFLA_STATS_LINK_XSTATS, s.Bridge, s.Bond, s.UnknownXStats)
	putXStats(e, linux.IFLA_STATS_LINK_XSTATS_SLAVE, s.BridgePort, s.BondPort, s.UnknownPortXStats)
	if s.Offload != nil {
		nest := e.Begin(linux.IFLA_STATS_LINK_OFFLOAD_XSTATS)
		s.Offload.encode(e)
		e.End(nest)
	}
	families := e.Begin(linux.IFLA_STATS_AF_SPEC)
	if s.MPLS != nil {
		nest := e.Begin(linux.AF_MPLS)
		s.MPLS.encode(e)
		e.End(nest)
	}
	e.Raws(s.UnknownFamilies)
	e.EndOpt(families)
	e.Raws(s.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWSTATS, fmt.Sprintf("stats of index %d", s.Index), err)
	}
	return out, err
}

func putXStats(e *rtattr.Encoder, typ uint16, bridge *BridgeStats, bond *BondStats, unknown []rtattr.Raw) {
	nest := e.Begin(typ)
	if bridge != nil {
		kind := e.Begin(linux.LINK_XSTATS_TYPE_BRIDGE)
		bridge.encode(e)
		e.End(kind)
	}
	if bond != nil {
		kind := e.Begin(linux.LINK_XSTATS_TYPE_BOND)
		bond.encode(e)
		e.End(kind)
	}
	e.Raws(unknown)
	e.EndOpt(nest)
}

// putCounters and counters write and read a struct of counters alone, which is as
// long as the kernel at hand makes it.

func putCounters(e *rtattr.Encoder, typ uint16, list ...uint64) {
	b := e.StructAttr(typ, 8*len(list))
	for i, n := range list {
		binary.NativeEndian.PutUint64(b[8*i:], n)
	}
}

func counters(v rtattr.Value, list ...*uint64) {
	b := v.Struct(8 * len(list))
	for i, to := range list {
		*to = binary.NativeEndian.Uint64(b[8*i:])
	}
}

// values returns what list points to.
func values(list []*uint64) []uint64 {
	out := slices.Grow([]uint64(nil), len(list))
	for _, p := range list {
		out = append(out, *p)
	}
	return out
}
