package iproute2

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/link"
)

var bridgeTable = table[*link.Bridge]{
	{"forward_delay", func(b *link.Bridge) any { return optTicks(b.ForwardDelay) }},
	{"hello_time", func(b *link.Bridge) any { return ticks(b.HelloTime) }},
	{"max_age", func(b *link.Bridge) any { return ticks(b.MaxAge) }},
	{"ageing_time", func(b *link.Bridge) any { return optTicks(b.AgeingTime) }},
	{"stp_state", func(b *link.Bridge) any { return b.STPState }},
	{"priority", func(b *link.Bridge) any { return b.Priority }},
	{"vlan_filtering", func(b *link.Bridge) any { return optBit(b.VLANFiltering) }},
	{"vlan_protocol", func(b *link.Bridge) any { return etherType(b.VLANProtocol) }},
	{"vlan_default_pvid", func(b *link.Bridge) any { return b.VLANDefaultPVID }},
	{"vlan_stats_enabled", func(b *link.Bridge) any { return optBit(b.VLANStatsEnabled) }},
	{"vlan_stats_per_port", func(b *link.Bridge) any { return optBit(b.VLANStatsPerPort) }},
	{"bridge_id", func(b *link.Bridge) any { return bridgeID(b.ID) }},
	{"root_id", func(b *link.Bridge) any { return bridgeID(b.RootID) }},
	{"root_port", func(b *link.Bridge) any { return b.RootPort }},
	{"root_path_cost", func(b *link.Bridge) any { return b.RootPathCost }},
	{"topology_change", func(b *link.Bridge) any { return bit(b.TopologyChange) }},
	{"topology_change_detected", func(b *link.Bridge) any { return bit(b.TopologyChangeDetected) }},
	{"hello_timer", func(b *link.Bridge) any { return timer(b.HelloTimer) }},
	{"tcn_timer", func(b *link.Bridge) any { return timer(b.TCNTimer) }},
	{"topology_change_timer", func(b *link.Bridge) any { return timer(b.TopologyChangeTimer) }},
	{"gc_timer", func(b *link.Bridge) any { return timer(b.GCTimer) }},
	{"group_fwd_mask", func(b *link.Bridge) any { return optHex(b.GroupFwdMask) }},
	{"group_addr", func(b *link.Bridge) any { return b.GroupAddr }},
	{"no_linklocal_learn", func(b *link.Bridge) any { return boolOption(b, 0) }},
	{"fdb_n_learned", func(b *link.Bridge) any { return sinceNewer{b.FDBNLearned} }},
	{"fdb_max_learned", func(b *link.Bridge) any { return sinceNewer{b.FDBMaxLearned} }},
	{"mst_enabled", func(b *link.Bridge) any { return sinceNewer{boolOption(b, 2)} }},
	{"mcast_vlan_snooping", func(b *link.Bridge) any { return boolOption(b, 1) }},
	{"mcast_snooping", func(b *link.Bridge) any { return optBit(b.McastSnooping) }},
	{"mcast_router", func(b *link.Bridge) any { return b.McastRouter }},
	{"mcast_query_use_ifaddr", func(b *link.Bridge) any { return optBit(b.McastQueryUseIfaddr) }},
	{"mcast_querier", func(b *link.Bridge) any { return optBit(b.McastQuerier) }},
	{"mcast_hash_elasticity", func(b *link.Bridge) any { return b.McastHashElasticity }},
	{"mcast_hash_max", func(b *link.Bridge) any { return b.McastHashMax }},
	{"mcast_last_member_cnt", func(b *link.Bridge) any { return b.McastLastMemberCount }},
	{"mcast_startup_query_cnt", func(b *link.Bridge) any { return b.McastStartupQueryCount }},
	{"mcast_last_member_intvl", func(b *link.Bridge) any { return optTicks(b.McastLastMemberInterval) }},
	{"mcast_membership_intvl", func(b *link.Bridge) any { return optTicks(b.McastMembershipInterval) }},
	{"mcast_querier_intvl", func(b *link.Bridge) any { return optTicks(b.McastQuerierInterval) }},
	{"mcast_query_intvl", func(b *link.Bridge) any { return optTicks(b.McastQueryInterval) }},
	{"mcast_query_response_intvl", func(b *link.Bridge) any { return optTicks(b.McastQueryResponseInterval) }},
	{"mcast_startup_query_intvl", func(b *link.Bridge) any { return optTicks(b.McastStartupQueryInterval) }},
	{"mcast_stats_enabled", func(b *link.Bridge) any { return optBit(b.McastStatsEnabled) }},
	{"mcast_igmp_version", func(b *link.Bridge) any { return b.McastIGMPVersion }},
	{"mcast_mld_version", func(b *link.Bridge) any { return b.McastMLDVersion }},
	{"nf_call_iptables", func(b *link.Bridge) any { return optBit(b.NFCallIPTables) }},
	{"nf_call_ip6tables", func(b *link.Bridge) any { return optBit(b.NFCallIP6Tables) }},
	{"nf_call_arptables", func(b *link.Bridge) any { return optBit(b.NFCallARPTables) }},
}

var bridgePortTable = table[*link.BridgePort]{
	{"state", func(p *link.BridgePort) any { return choice(portStates, p.State) }},
	{"priority", func(p *link.BridgePort) any { return p.Priority }},
	{"cost", func(p *link.BridgePort) any { return p.Cost }},
	{"hairpin", func(p *link.BridgePort) any { return p.Hairpin }},
	{"guard", func(p *link.BridgePort) any { return p.Guard }},
	{"root_block", func(p *link.BridgePort) any { return p.Protect }},
	{"fastleave", func(p *link.BridgePort) any { return p.FastLeave }},
	{"learning", func(p *link.BridgePort) any { return p.Learning }},
	{"flood", func(p *link.BridgePort) any { return p.UnicastFlood }},
	{"id", func(p *link.BridgePort) any { return hex(p.ID) }},
	{"no", func(p *link.BridgePort) any { return hex(p.Number) }},
	{"designated_port", func(p *link.BridgePort) any { return p.DesignatedPort }},
	{"designated_cost", func(p *link.BridgePort) any { return p.DesignatedCost }},
	{"bridge_id", func(p *link.BridgePort) any { return bridgeID(p.DesignatedBridge) }},
	{"root_id", func(p *link.BridgePort) any { return bridgeID(p.RootID) }},
	{"hold_timer", func(p *link.BridgePort) any { return timer(p.HoldTimer) }},
	{"message_age_timer", func(p *link.BridgePort) any { return timer(p.MessageAgeTimer) }},
	{"forward_delay_timer", func(p *link.BridgePort) any { return timer(p.ForwardDelayTimer) }},
	{"topology_change_ack", func(p *link.BridgePort) any { return bit(p.TopologyChangeAck) }},
	{"config_pending", func(p *link.BridgePort) any { return bit(p.ConfigPending) }},
	{"proxy_arp", func(p *link.BridgePort) any { return p.ProxyARP }},
	{"proxy_arp_wifi", func(p *link.BridgePort) any { return p.ProxyARPWiFi }},
	{"multicast_router", func(p *link.BridgePort) any { return p.MulticastRouter }},
	{"mcast_flood", func(p *link.BridgePort) any { return p.McastFlood }},
	{"bcast_flood", func(p *link.BridgePort) any { return p.BcastFlood }},
	{"mcast_to_unicast", func(p *link.BridgePort) any { return p.McastToUcast }},
	{"neigh_suppress", func(p *link.BridgePort) any { return p.NeighSuppress }},
	{"group_fwd_mask", func(p *link.BridgePort) any { return optHex(p.GroupFwdMask) }},
	{"group_fwd_mask_str", func(p *link.BridgePort) any { return fmt.Sprintf("0x%x", *p.GroupFwdMask) }},
	{"vlan_tunnel", func(p *link.BridgePort) any { return p.VLANTunnel }},
	{"isolated", func(p *link.BridgePort) any { return p.Isolated }},
	{"backup_port", func(p *link.BridgePort) any { return optDevice(p.BackupPort) }},
	{"locked", func(p *link.BridgePort) any { return p.Locked }},
	{"mab", func(p *link.BridgePort) any { return sinceNewer{p.MAB} }},
	{"neigh_vlan_suppress", func(p *link.BridgePort) any { return sinceNewer{p.NeighVLANSuppress} }},
}

var portStates = []string{"disabled", "listening", "learning", "forwarding", "blocking"}

// etherType is the name of a protocol of tags.
func etherType(n uint16) any {
	switch n {
	case 0:
		return nil
	case 0x8100:
		return "802.1Q"
	case 0x88a8:
		return "802.1ad"
	}
	return fmt.Sprintf("[%d]", n)
}

// bridgeID is an id as ip prints it, without leading zeros in its address.
func bridgeID(id link.BridgeID) any {
	a := id.Addr
	return fmt.Sprintf("%04x.%x:%x:%x:%x:%x:%x", id.Priority, a[0], a[1], a[2], a[3], a[4], a[5])
}

// boolOption is a bit of IFLA_BR_MULTI_BOOLOPT, if the kernel knows it.
func boolOption(b *link.Bridge, n int) any {
	if b.BoolOptions == nil || b.BoolOptions.Mask>>n&1 == 0 {
		return nil
	}
	return b.BoolOptions.Value >> n & 1
}
