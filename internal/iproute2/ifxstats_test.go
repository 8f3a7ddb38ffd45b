package iproute2

import "github.com/seed-030106aa/rawnl/link"

// What ip stats show prints of a bridge, of a bond and of their ports.

var ifLACPTable = table[*link.IfStats]{
	{"802.3ad", func(s *link.IfStats) any { return lacpStats(s.Bond) }},
}

var portLACPTable = table[*link.IfStats]{
	{"802.3ad", func(s *link.IfStats) any { return lacpStats(s.BondPort) }},
}

func lacpStats(s *link.BondStats) any {
	if s == nil || s.LACP == nil {
		return nil
	}
	return lacpTable.of(s.LACP)
}

var lacpTable = table[*link.LACPStats]{
	{"lacpdu_rx", func(s *link.LACPStats) any { return s.LACPDURx }},
	{"lacpdu_tx", func(s *link.LACPStats) any { return s.LACPDUTx }},
	{"lacpdu_unknown_rx", func(s *link.LACPStats) any { return s.LACPDUUnknownRx }},
	{"lacpdu_illegal_rx", func(s *link.LACPStats) any { return s.LACPDUIllegalRx }},
	{"marker_rx", func(s *link.LACPStats) any { return s.MarkerRx }},
	{"marker_tx", func(s *link.LACPStats) any { return s.MarkerTx }},
	{"marker_response_rx", func(s *link.LACPStats) any { return s.MarkerRespRx }},
	{"marker_response_tx", func(s *link.LACPStats) any { return s.MarkerRespTx }},
	{"marker_unknown_rx", func(s *link.LACPStats) any { return s.MarkerUnknownRx }},
}

var portSTPTable = table[*link.IfStats]{
	{"stp", func(s *link.IfStats) any {
		if s.BridgePort == nil || s.BridgePort.STP == nil {
			return nil
		}
		return stpTable.of(s.BridgePort.STP)
	}},
}

var stpTable = table[*link.BridgeSTPStats]{
	{"rx_bpdu", func(s *link.BridgeSTPStats) any { return s.RxBPDU }},
	{"tx_bpdu", func(s *link.BridgeSTPStats) any { return s.TxBPDU }},
	{"rx_tcn", func(s *link.BridgeSTPStats) any { return s.RxTCN }},
	{"tx_tcn", func(s *link.BridgeSTPStats) any { return s.TxTCN }},
	{"transition_blk", func(s *link.BridgeSTPStats) any { return s.ToBlocking }},
	{"transition_fwd", func(s *link.BridgeSTPStats) any { return s.ToForwarding }},
}

var portMcastTable = table[*link.IfStats]{
	{"multicast", func(s *link.IfStats) any { return mcastStats(s.BridgePort) }},
}

var ifMcastTable = table[*link.IfStats]{
	{"multicast", func(s *link.IfStats) any { return mcastStats(s.Bridge) }},
}

func mcastStats(s *link.BridgeStats) any {
	if s == nil || s.Mcast == nil {
		return nil
	}
	return mcastTable.of(s.Mcast)
}

var mcastTable = table[*link.BridgeMcastStats]{
	{"igmp_queries", func(s *link.BridgeMcastStats) any {
		return versionsTable.of([]link.RxTx{s.IGMPv1Queries, s.IGMPv2Queries, s.IGMPv3Queries})
	}},
	{"igmp_reports", func(s *link.BridgeMcastStats) any {
		return versionsTable.of([]link.RxTx{s.IGMPv1Reports, s.IGMPv2Reports, s.IGMPv3Reports})
	}},
	{"igmp_leaves", func(s *link.BridgeMcastStats) any { return rxTxTable.of(s.IGMPLeaves) }},
	{"igmp_parse_errors", func(s *link.BridgeMcastStats) any { return s.IGMPParseErrors }},
	{"mld_queries", func(s *link.BridgeMcastStats) any {
		return versionsTable.of([]link.RxTx{s.MLDv1Queries, s.MLDv2Queries})
	}},
	{"mld_reports", func(s *link.BridgeMcastStats) any {
		return versionsTable.of([]link.RxTx{s.MLDv1Reports, s.MLDv2Reports})
	}},
	{"mld_leaves", func(s *link.BridgeMcastStats) any { return rxTxTable.of(s.MLDLeaves) }},
	{"mld_parse_errors", func(s *link.BridgeMcastStats) any { return s.MLDParseErrors }},
}

var rxTxTable = table[link.RxTx]{
	{"rx", func(c link.RxTx) any { return c.Rx }},
	{"tx", func(c link.RxTx) any { return c.Tx }},
}

// versionsTable has the counters of each version of a protocol.
var versionsTable = table[[]link.RxTx]{
	{"rx_v1", func(c []link.RxTx) any { return c[0].Rx }},
	{"rx_v2", func(c []link.RxTx) any { return c[1].Rx }},
	{"rx_v3", func(c []link.RxTx) any { return third(c, func(c link.RxTx) uint64 { return c.Rx }) }},
	{"tx_v1", func(c []link.RxTx) any { return c[0].Tx }},
	{"tx_v2", func(c []link.RxTx) any { return c[1].Tx }},
	{"tx_v3", func(c []link.RxTx) any { return third(c, func(c link.RxTx) uint64 { return c.Tx }) }},
}

// third is a counter of the third version, if there is one.
func third(c []link.RxTx, of func(link.RxTx) uint64) any {
	if len(c) < 3 {
		return nil
	}
	return of(c[2])
}
