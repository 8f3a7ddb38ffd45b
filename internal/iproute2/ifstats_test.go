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
	{mask: link.FamilyStats, group: "afstats", subgroup: "mpls", counters: ifMPLSTable.of},
	{mask: link.LinkStats, group: "link", counters: ifStats64Table.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "l3_stats", counters: l3StatsTable.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "hw_stats_info", counters: hwInfoTable.of},
	{mask: link.HardwareStats, group: "offload", subgroup: "cpu_hit"},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bond", suite: "802.3ad", counters: portLACPTable.of},
	{mask: link.XStats, group: "xstats", subgroup: "bond", suite: "802.3ad", counters: ifLACPTable.of},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bridge", suite: "mcast", counters: portMcastTable.of},
	{mask: link.PortXStats, group: "xstats_slave", subgroup: "bridge", suite: "stp", counters: portSTPTable.of},
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

var l3StatsTable = table[*link.IfStats]{
	{"info", func(s *link.IfStats) any { return l3Info(s) }},
	{"stats64", func(s *link.IfStats) any {
		if s.Offload == nil || s.Offload.L3 == nil {
			return nil
		}
		return l3RxTxTable.of(s.Offload.L3)
	}},
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

var l3RxTxTable = table[*link.L3Stats]{
	{"rx", func(s *link.L3Stats) any { return l3RxTable.of(s) }},
	{"tx", func(s *link.L3Stats) any { return l3TxTable.of(s) }},
}

var l3RxTable = table[*link.L3Stats]{
	{"bytes", func(s *link.L3Stats) any { return s.RxBytes }},
	{"packets", func(s *link.L3Stats) any { return s.RxPackets }},
	{"errors", func(s *link.L3Stats) any { return s.RxErrors }},
	{"dropped", func(s *link.L3Stats) any { return s.RxDropped }},
	{"multicast", func(s *link.L3Stats) any { return s.Multicast }},
}

var l3TxTable = table[*link.L3Stats]{
	{"bytes", func(s *link.L3Stats) any { return s.TxBytes }},
	{"packets", func(s *link.L3Stats) any { return s.TxPackets }},
	{"errors", func(s *link.L3Stats) any { return s.TxErrors }},
	{"dropped", func(s *link.L3Stats) any { return s.TxDropped }},
}

var ifMPLSTable = table[*link.IfStats]{
	{"mpls_stats", func(s *link.IfStats) any {
		if s.MPLS == nil {
			return nil
		}
		return mplsRxTxTable.of(s.MPLS)
	}},
}

var mplsRxTxTable = table[*link.MPLSStats]{
	{"rx", func(s *link.MPLSStats) any { return mplsRxTable.of(s) }},
	{"tx", func(s *link.MPLSStats) any { return mplsTxTable.of(s) }},
}

var mplsRxTable = table[*link.MPLSStats]{
	{"bytes", func(s *link.MPLSStats) any { return s.RxBytes }},
	{"packets", func(s *link.MPLSStats) any { return s.RxPackets }},
	{"errors", func(s *link.MPLSStats) any { return s.RxErrors }},
	{"dropped", func(s *link.MPLSStats) any { return s.RxDropped }},
	{"noroute", func(s *link.MPLSStats) any { return s.RxNoRoute }},
}

var mplsTxTable = table[*link.MPLSStats]{
	{"bytes", func(s *link.MPLSStats) any { return s.TxBytes }},
	{"packets", func(s *link.MPLSStats) any { return s.TxPackets }},
	{"errors", func(s *link.MPLSStats) any { return s.TxErrors }},
	{"dropped", func(s *link.MPLSStats) any { return s.TxDropped }},
}
