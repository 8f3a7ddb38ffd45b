package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// ifStats compares the records of ip stats show. It prints an object for each kind
// of statistics that it has asked for, with or without counters.
func ifStats(t *testing.T, d *dump) {
	var printed []statsSuite
	for _, s := range all(t, d, link.DecodeStats) {
		for _, suite := range statsSuites {
			if s.Mask&suite.mask != 0 {
				suite.IfStats = s
				printed = append(printed, suite)
			}
		}
	}
	compareAll(t, d, func(s statsSuite) object {
		o := statsSuiteTable.of(s)
		if s.counters != nil {
			o = append(o, s.counters(s.IfStats)...)
		}
		return o
	}, printed)
}

// statsSuite is one kind of statistics of a link.
type statsSuite struct {
	mask                   link.StatsMask
	group, subgroup, suite string
	counters               func(*link.IfStats) object
	*link.IfStats
}

var statsSuites = []statsSuite{
	{mask: link.FamilyStats, group: "afstats", subgroup: "mpls"},
	{mask: link.LinkStats, group: "link", counters: ifStats64Table.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "l3_stats", counters: l3InfoTable.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "hw_stats_info", counters: hwInfoTable.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "cpu_hit"},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bond", suite: "802.3ad"},
	{mask: link.XStats, group: "xstats", subgroup: "bond", suite: "802.3ad"},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bridge", suite: "mcast"},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bridge", suite: "stp"},
	{mask: link.XStats, group: "xstats", subgroup: "bridge", suite: "mcast", counters: ifMcastTable.of},
	{mask: link.XStats, group: "xstats", subgroup: "bridge", suite: "stp"},
}

var statsSuiteTable = table[statsSuite]{
	{"ifindex", func(s statsSuite) any { return s.Index }},
	{"ifname", func(s statsSuite) any { return device(s.Index) }},
	{"group", func(s statsSuite) any { return s.group }},
	{"subgroup", func(s statsSuite) any { return s.subgroup }},
	{"suite", func(s statsSuite) any { return s.suite }},
}

var ifStats64Table = table[*link.IfStats]{
	{"stats64", func(s *link.IfStats) any {
		if s.Link == nil {
			return nil
		}
		return ifRxTxTable.of(s.Link)
	}},
}

var ifRxTxTable = table[*link.Stats]{
	{"rx", func(s *link.Stats) any { return rxTable.of(s) }},
	{"tx", func(s *link.Stats) any { return txTable.of(s) }},
}

var l3InfoTable = table[*link.IfStats]{
	{"info", func(s *link.IfStats) any { return l3Info(s) }},
}

var hwInfoTable = table[*link.IfStats]{
	{"info", func(s *link.IfStats) any {
		if s.Offload == nil {
			return nil
		}
		return hwTable.of(s)
	}},
}

var hwTable = table[*link.IfStats]{
	{"l3_stats", func(s *link.IfStats) any { return l3Info(s) }},
}

func l3Info(s *link.IfStats) any {
	if s.Offload == nil || s.Offload.L3Info == nil {
		return nil
	}
	return l3UsedTable.of(s.Offload.L3Info)
}

var l3UsedTable = table[*link.L3StatsInfo]{
	{"request", func(i *link.L3StatsInfo) any { return i.Requested }},
	{"used", func(i *link.L3StatsInfo) any { return i.Used }},
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
