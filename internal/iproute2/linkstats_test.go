package iproute2

import (
	"slices"

	"github.com/seed-030106aa/rawnl/link"
)

// statsTable is what -s prints of a link's counters.
var statsTable = table[*link.Link]{
	{"rx", func(l *link.Link) any {
		if l.Stats == nil {
			return nil
		}
		return asAsked(rxTable.of(l.Stats))
	}},
	{"tx", func(l *link.Link) any {
		if l.Stats == nil {
			return nil
		}
		return asAsked(append(txTable.of(l.Stats), changesTable.of(l)...))
	}},
}

// moreStats are the counters that are printed if -s was given twice.
var moreStats = []string{
	"length_errors", "crc_errors", "frame_errors", "fifo_errors", "missed_errors",
	"aborted_errors", "window_errors", "heartbeat_errors", "carrier_changes",
}

// asAsked is what ip link prints of counters.
func asAsked(o object) object {
	for i := range o {
		if slices.Contains(moreStats, o[i].key) {
			o[i].value = withMoreStats{o[i].value}
		}
	}
	return o
}

var rxTable = table[*link.Stats]{
	{"bytes", func(s *link.Stats) any { return s.RxBytes }},
	{"packets", func(s *link.Stats) any { return s.RxPackets }},
	{"errors", func(s *link.Stats) any { return s.RxErrors }},
	{"dropped", func(s *link.Stats) any { return s.RxDropped }},
	{"over_errors", func(s *link.Stats) any { return s.RxOverErrors }},
	{"multicast", func(s *link.Stats) any { return s.Multicast }},
	{"length_errors", func(s *link.Stats) any { return s.RxLengthErrors }},
	{"crc_errors", func(s *link.Stats) any { return s.RxCRCErrors }},
	{"frame_errors", func(s *link.Stats) any { return s.RxFrameErrors }},
	{"fifo_errors", func(s *link.Stats) any { return s.RxFIFOErrors }},
	{"missed_errors", func(s *link.Stats) any { return s.RxMissedErrors }},
	{"otherhost", func(s *link.Stats) any { return nonZero(s.RxOtherHostDropped) }},
}

var txTable = table[*link.Stats]{
	{"bytes", func(s *link.Stats) any { return s.TxBytes }},
	{"packets", func(s *link.Stats) any { return s.TxPackets }},
	{"errors", func(s *link.Stats) any { return s.TxErrors }},
	{"dropped", func(s *link.Stats) any { return s.TxDropped }},
	{"carrier_errors", func(s *link.Stats) any { return s.TxCarrierErrors }},
	{"collisions", func(s *link.Stats) any { return s.Collisions }},
	{"aborted_errors", func(s *link.Stats) any { return s.TxAbortedErrors }},
	{"fifo_errors", func(s *link.Stats) any { return s.TxFIFOErrors }},
	{"window_errors", func(s *link.Stats) any { return s.TxWindowErrors }},
	{"heartbeat_errors", func(s *link.Stats) any { return s.TxHeartbeatErrors }},
}

// changesTable is what is printed among the counters and is none of them.
var changesTable = table[*link.Link]{
	{"carrier_changes", func(l *link.Link) any { return l.CarrierChanges }},
}
