package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// OffloadStats is what is counted where the hardware forwards packets in place of
// the kernel (IFLA_OFFLOAD_XSTATS_* of linux/if_link.h).
type OffloadStats struct {
	// CPUHit are packets that the kernel has handled even so
	// (IFLA_OFFLOAD_XSTATS_CPU_HIT).
	CPUHit *Stats

	// L3Info says whether the hardware counts routed packets
	// (IFLA_OFFLOAD_XSTATS_HW_S_INFO), which [SetL3Stats] asks for, and L3 are they
	// (IFLA_OFFLOAD_XSTATS_L3_STATS).
	L3Info *L3StatsInfo
	L3     *L3Stats

	// Unknown are attributes that have no field here, and UnknownInfo those in
	// IFLA_OFFLOAD_XSTATS_HW_S_INFO.
	Unknown, UnknownInfo []rtattr.Raw
}

// L3StatsInfo says whether the hardware counts routed packets.
type L3StatsInfo struct {
	Requested bool // it was asked to (IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST)
	Used      bool // it does (IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// L3Stats are routed packets that the hardware has counted, struct
// rtnl_hw_stats64.
type L3Stats struct {
	RxPackets, TxPackets uint64
	RxBytes, TxBytes     uint64
	RxErrors, TxErrors   uint64
	RxDropped, TxDropped uint64
	Multicast            uint64
}

// MPLSStats are the counters of packets with labels, struct mpls_link_stats of
// linux/mpls.h.
type MPLSStats struct {
	RxPackets, TxPackets uint64
	RxBytes, TxBytes     uint64
	RxErrors, TxErrors   uint64
	RxDropped, TxDropped uint64
	RxNoRoute            uint64 // packets whose label has no route

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (s *OffloadStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_OFFLOAD_XSTATS_CPU_HIT:
			s.CPUHit = decodeStats64(v)
		case linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO:
			s.decodeInfo(v.Nest())
		case linux.IFLA_OFFLOAD_XSTATS_L3_STATS:
			s.L3 = new(L3Stats)
			counters(v, s.L3.fields()...)
		case ifStatsPad:
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}

func (s *OffloadStats) decodeInfo(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_OFFLOAD_XSTATS_L3_STATS:
			s.L3Info = new(L3StatsInfo)
			s.L3Info.decode(v.Nest())
		default:
			s.UnknownInfo = append(s.UnknownInfo, v.Raw())
		}
	}
}

func (i *L3StatsInfo) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST:
			i.Requested = v.Bool()
		case linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED:
			i.Used = v.Bool()
		default:
			i.Unknown = append(i.Unknown, v.Raw())
		}
	}
}

func (s *OffloadStats) encode(e *rtattr.Encoder) {
	if s.CPUHit != nil {
		s.CPUHit.put(e.StructAttr(linux.IFLA_OFFLOAD_XSTATS_CPU_HIT, statsLen))
	}
	info := e.Begin(linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO)
	if i := s.L3Info; i != nil {
		nest := e.Begin(linux.IFLA_OFFLOAD_XSTATS_L3_STATS)
		e.Bool(linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST, i.Requested)
		e.Bool(linux.IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED, i.Used)
		e.Raws(i.Unknown)
		e.End(nest)
	}
	e.Raws(s.UnknownInfo)
	e.EndOpt(info)
	if s.L3 != nil {
		putCounters(e, linux.IFLA_OFFLOAD_XSTATS_L3_STATS, values(s.L3.fields())...)
	}
	e.Raws(s.Unknown)
}

// fields are in the order of the struct.
func (s *L3Stats) fields() []*uint64 {
	return []*uint64{
		&s.RxPackets, &s.TxPackets, &s.RxBytes, &s.TxBytes, &s.RxErrors, &s.TxErrors,
		&s.RxDropped, &s.TxDropped, &s.Multicast,
	}
}

// fields are in the order of the struct.
func (s *MPLSStats) fields() []*uint64 {
	return []*uint64{
		&s.RxPackets, &s.TxPackets, &s.RxBytes, &s.TxBytes, &s.RxErrors, &s.TxErrors,
		&s.RxDropped, &s.TxDropped, &s.RxNoRoute,
	}
}

func (s *MPLSStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.MPLS_STATS_LINK:
			counters(v, s.fields()...)
		case ifStatsPad:
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}

func (s *MPLSStats) encode(e *rtattr.Encoder) {
	putCounters(e, linux.MPLS_STATS_LINK, values(s.fields())...)
	e.Raws(s.Unknown)
}
