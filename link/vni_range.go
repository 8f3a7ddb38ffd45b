package link

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VNIStats are the counters of a network, VXLAN_VNIFILTER_ENTRY_STATS.
type VNIStats struct {
	RxBytes, RxPackets, RxDropped, RxErrors uint64
	TxBytes, TxPackets, TxDropped, TxErrors uint64

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// String returns the networks as bridge-vni(8) takes them, such as "100-104".
func (r VNIRange) String() string {
	if r.Last == 0 || r.Last == r.First {
		return fmt.Sprint(r.First)
	}
	return fmt.Sprintf("%d-%d", r.First, r.Last)
}

func (r *VNIRange) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.VXLAN_VNIFILTER_ENTRY_START:
			r.First = v.Uint32()
		case linux.VXLAN_VNIFILTER_ENTRY_END:
			r.Last = v.Uint32()
		case linux.VXLAN_VNIFILTER_ENTRY_GROUP:
			r.Group = ipv4(v)
		case linux.VXLAN_VNIFILTER_ENTRY_GROUP6:
			r.Group = ipv6(v)
		case linux.VXLAN_VNIFILTER_ENTRY_STATS:
			r.Stats = new(VNIStats)
			r.Stats.decode(v.Nest())
		default:
			r.Unknown = append(r.Unknown, v.Raw())
		}
	}
	if r.Last == 0 {
		r.Last = r.First
	}
}

// counter returns the field of an attribute, or nil.
func (s *VNIStats) counter(typ uint16) *uint64 {
	switch typ {
	case linux.VNIFILTER_ENTRY_STATS_RX_BYTES:
		return &s.RxBytes
	case linux.VNIFILTER_ENTRY_STATS_RX_PKTS:
		return &s.RxPackets
	case linux.VNIFILTER_ENTRY_STATS_RX_DROPS:
		return &s.RxDropped
	case linux.VNIFILTER_ENTRY_STATS_RX_ERRORS:
		return &s.RxErrors
	case linux.VNIFILTER_ENTRY_STATS_TX_BYTES:
		return &s.TxBytes
	case linux.VNIFILTER_ENTRY_STATS_TX_PKTS:
		return &s.TxPackets
	case linux.VNIFILTER_ENTRY_STATS_TX_DROPS:
		return &s.TxDropped
	case linux.VNIFILTER_ENTRY_STATS_TX_ERRORS:
		return &s.TxErrors
	}
	return nil
}

func (s *VNIStats) encode(e *rtattr.Encoder) {
	nest := e.Begin(linux.VXLAN_VNIFILTER_ENTRY_STATS)
	for typ := range uint16(linux.VNIFILTER_ENTRY_STATS_PAD) {
		if n := s.counter(typ); n != nil {
			e.Uint64(typ, *n)
		}
	}
	e.Raws(s.Unknown)
	e.End(nest)
}

func (s *VNIStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		if n := s.counter(typ); n != nil {
			*n = v.Uint64()
		} else if typ != linux.VNIFILTER_ENTRY_STATS_PAD {
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}
