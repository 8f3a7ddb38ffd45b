package iproute2

import (
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

// vlans compares the records of bridge vlan show, as far as the command has asked
// for VLANs, and not for links.
func vlans(t *testing.T, d *dump) {
	compareAll(t, d, vlansTable.of, all(t, d, bridge.DecodeVLANs))
}

// globalVLANs compares the record of bridge vlan global show.
func globalVLANs(t *testing.T, d *dump) {
	compareAll(t, d, globalVLANsTable.of, all(t, d, bridge.DecodeVLANs))
}

// vlanStats compares the record of bridge -s vlan show, which asks for the
// counters of bridges and then for those of ports.
func vlanStats(t *testing.T, d *dump) {
	var counted []vlanCounters
	for _, m := range received(t, d.Record) {
		if m.Type != linux.RTM_NEWSTATS {
			continue
		}
		s := decoded(t, link.DecodeStats, m)
		for _, of := range []*link.BridgeStats{s.Bridge, s.BridgePort} {
			if of == nil || of.VLANs == nil {
				continue
			}
			counted = append(counted, vlanCounters{s.Index, slices.DeleteFunc(of.VLANs, ofPortsAlone)})
		}
	}
	compareAll(t, d, vlanCountersTable.of, counted)
}

// ofPortsAlone reports whether a bridge counts a VLAN only for its ports, whose
// counters are printed in their place.
func ofPortsAlone(s link.BridgeVLANStats) bool {
	return s.Flags&(linux.BRIDGE_VLAN_INFO_MASTER|linux.BRIDGE_VLAN_INFO_BRENTRY) == linux.BRIDGE_VLAN_INFO_MASTER
}

// vlanTunnels compares the record of bridge vlan tunnelshow. It prints the links
// that have tunnels.
func vlanTunnels(t *testing.T, d *dump) {
	var with []*link.Link
	for _, l := range all(t, d, link.Decode) {
		if l.AFSpec != nil && len(l.AFSpec.Bridge.Tunnels) > 0 {
			with = append(with, l)
		}
	}
	compareAll(t, d, vlanTunnelsTable.of, with)
}

var vlansTable = table[*bridge.VLANs]{
	{"ifname", func(v *bridge.VLANs) any { return device(v.Index) }},
	{"vlans", func(v *bridge.VLANs) any { return oneVLANTable.list(v.List) }},
}

var oneVLANTable = table[bridge.VLAN]{
	{"vlan", func(v bridge.VLAN) any { return v.ID }},
	{"vlanEnd", func(v bridge.VLAN) any { return nonZero(v.Last) }},
	{"flags", func(v bridge.VLAN) any {
		var flags uint32
		if v.PVID {
			flags |= linux.BRIDGE_VLAN_INFO_PVID
		}
		if v.Untagged {
			flags |= linux.BRIDGE_VLAN_INFO_UNTAGGED
		}
		return vlanFlags(flags | uint32(v.Flags))
	}},
	{"state", func(v bridge.VLAN) any { return choice(portStates, v.State) }},
	{"mcast_router", func(v bridge.VLAN) any { return v.McastRouter }},
	{"mcast_n_groups", func(v bridge.VLAN) any { return sinceNewer{v.McastNGroups} }},
	{"mcast_max_groups", func(v bridge.VLAN) any { return sinceNewer{v.McastMaxGroups} }},
	{"neigh_suppress", func(v bridge.VLAN) any { return sinceNewer{v.NeighSuppress} }},
}

// vlanFlags are the names of some flags, if there are any.
func vlanFlags(flags uint32) any {
	if flags == 0 {
		return nil
	}
	return namesOf([]bitName{
		{linux.BRIDGE_VLAN_INFO_PVID, "PVID"},
		{linux.BRIDGE_VLAN_INFO_UNTAGGED, "Egress Untagged"},
	}, flags)
}

var globalVLANsTable = table[*bridge.VLANs]{
	{"ifname", func(v *bridge.VLANs) any { return device(v.Index) }},
	{"vlans", func(v *bridge.VLANs) any { return vlanOptionsTable.list(v.Options) }},
}

var vlanOptionsTable = table[bridge.VLANOptions]{
	{"vlan", func(o bridge.VLANOptions) any { return o.ID }},
	{"vlanEnd", func(o bridge.VLANOptions) any { return nonZero(o.Last) }},
	{"mcast_snooping", func(o bridge.VLANOptions) any { return optBit(o.McastSnooping) }},
	{"mcast_querier", func(o bridge.VLANOptions) any { return optBit(o.McastQuerier) }},
	{"mcast_igmp_version", func(o bridge.VLANOptions) any { return o.McastIGMPVersion }},
	{"mcast_mld_version", func(o bridge.VLANOptions) any { return o.McastMLDVersion }},
	{"mcast_last_member_count", func(o bridge.VLANOptions) any { return o.McastLastMemberCount }},
	{"mcast_last_member_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastLastMemberInterval) }},
	{"mcast_startup_query_count", func(o bridge.VLANOptions) any { return o.McastStartupQueryCount }},
	{"mcast_startup_query_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastStartupQueryInterval) }},
	{"mcast_membership_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastMembershipInterval) }},
	{"mcast_querier_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastQuerierInterval) }},
	{"mcast_query_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastQueryInterval) }},
	{"mcast_query_response_interval", func(o bridge.VLANOptions) any { return optTicks(o.McastQueryResponseInterval) }},
	{"msti", func(o bridge.VLANOptions) any { return sinceNewer{o.MSTI} }},
	{"router_ports", func(o bridge.VLANOptions) any { return mdbRouterTable.list(o.Routers) }},
}

// vlanCounters are the counters of VLANs for a bridge or a port.
type vlanCounters struct {
	index int
	vlans []link.BridgeVLANStats
}

var vlanCountersTable = table[vlanCounters]{
	{"ifname", func(c vlanCounters) any { return device(c.index) }},
	{"vlans", func(c vlanCounters) any { return vlanCounterTable.list(c.vlans) }},
}

var vlanCounterTable = table[link.BridgeVLANStats]{
	{"vid", func(s link.BridgeVLANStats) any { return s.VLAN }},
	{"flags", func(s link.BridgeVLANStats) any { return vlanFlags(uint32(s.Flags)) }},
	{"rx_bytes", func(s link.BridgeVLANStats) any { return s.RxBytes }},
	{"rx_packets", func(s link.BridgeVLANStats) any { return s.RxPackets }},
	{"tx_bytes", func(s link.BridgeVLANStats) any { return s.TxBytes }},
	{"tx_packets", func(s link.BridgeVLANStats) any { return s.TxPackets }},
}

var vlanTunnelsTable = table[*link.Link]{
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"tunnels", func(l *link.Link) any { return vlanTunnelTable.list(tunnelRanges(l.AFSpec.Bridge.Tunnels)) }},
}

// tunnelRange is a range of tunnels, which the kernel sends as its ends.
type tunnelRange struct{ first, last link.BridgeTunnel }

func tunnelRanges(tunnels []link.BridgeTunnel) []tunnelRange {
	var ranges []tunnelRange
	for _, tunnel := range tunnels {
		if tunnel.Flags&linux.BRIDGE_VLAN_INFO_RANGE_END != 0 {
			ranges[len(ranges)-1].last = tunnel
			continue
		}
		ranges = append(ranges, tunnelRange{tunnel, tunnel})
	}
	return ranges
}

var vlanTunnelTable = table[tunnelRange]{
	{"vlan", func(r tunnelRange) any { return r.first.VLAN }},
	{"vlanEnd", func(r tunnelRange) any { return unlessSame(r.first.VLAN, r.last.VLAN) }},
	{"tunid", func(r tunnelRange) any { return r.first.ID }},
	{"tunidEnd", func(r tunnelRange) any { return unlessSame(r.first.ID, r.last.ID) }},
}

// unlessSame is the last of a range, unless that is the first.
func unlessSame[T comparable](first, last T) any {
	if first == last {
		return nil
	}
	return last
}
