package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// vnis compares the records of bridge vni show.
func vnis(t *testing.T, d *dump) {
	compareAll(t, d, vnisTable.of, all(t, d, link.DecodeVNIs))
}

var vnisTable = table[*link.VNIs]{
	{"ifname", func(v *link.VNIs) any { return device(v.Index) }},
	{"vnis", func(v *link.VNIs) any { return vniTable.list(v.Ranges) }},
}

var vniTable = table[link.VNIRange]{
	{"vni", func(r link.VNIRange) any { return r.First }},
	{"vniEnd", func(r link.VNIRange) any {
		if r.Last == r.First {
			return nil
		}
		return r.Last
	}},
	{"remote", func(r link.VNIRange) any {
		if r.Group.IsMulticast() {
			return nil
		}
		return r.Group
	}},
	{"group", func(r link.VNIRange) any {
		if !r.Group.IsMulticast() {
			return nil
		}
		return r.Group
	}},
	{"stats", func(r link.VNIRange) any {
		if r.Stats == nil {
			return nil
		}
		return vniStatsTable.of(r.Stats)
	}},
}

var vniStatsTable = table[*link.VNIStats]{
	{"rx_bytes", func(s *link.VNIStats) any { return s.RxBytes }},
	{"rx_pkts", func(s *link.VNIStats) any { return s.RxPackets }},
	{"rx_drops", func(s *link.VNIStats) any { return s.RxDropped }},
	{"rx_errors", func(s *link.VNIStats) any { return s.RxErrors }},
	{"tx_bytes", func(s *link.VNIStats) any { return s.TxBytes }},
	{"tx_pkts", func(s *link.VNIStats) any { return s.TxPackets }},
	{"tx_drops", func(s *link.VNIStats) any { return s.TxDropped }},
	{"tx_errors", func(s *link.VNIStats) any { return s.TxErrors }},
}
