package iproute2

import (
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/link"
)

var bondTable = table[*link.Bond]{
	{"mode", func(k *link.Bond) any {
		return choice([]string{"balance-rr", "active-backup", "balance-xor", "broadcast",
			"802.3ad", "balance-tlb", "balance-alb"}, k.Mode)
	}},
	{"miimon", func(k *link.Bond) any { return optMilliseconds(k.MIIMon) }},
	{"updelay", func(k *link.Bond) any { return optMilliseconds(k.UpDelay) }},
	{"downdelay", func(k *link.Bond) any { return optMilliseconds(k.DownDelay) }},
	{"peer_notify_delay", func(k *link.Bond) any { return optMilliseconds(k.PeerNotifyDelay) }},
	{"use_carrier", func(k *link.Bond) any { return optBit(k.UseCarrier) }},
	{"arp_interval", func(k *link.Bond) any { return optMilliseconds(k.ARPInterval) }},
	{"arp_ip_target", func(k *link.Bond) any { return addrList(k.ARPTargets) }},
	{"ns_ip6_target", func(k *link.Bond) any { return addrList(k.NSTargets) }},
	{"arp_missed_max", func(k *link.Bond) any { return nonZero(k.ARPMissedMax) }},
	{"arp_validate", func(k *link.Bond) any {
		if k.ARPValidate != nil && *k.ARPValidate == 0 {
			return null{}
		}
		return choice([]string{"none", "active", "backup", "all", "filter", "filter_active", "filter_backup"}, k.ARPValidate)
	}},
	{"arp_all_targets", func(k *link.Bond) any { return choice([]string{"any", "all"}, k.ARPAllTargets) }},
	{"primary_reselect", func(k *link.Bond) any {
		return choice([]string{"always", "better", "failure"}, k.PrimaryReselect)
	}},
	{"fail_over_mac", func(k *link.Bond) any { return choice([]string{"none", "active", "follow"}, k.FailOverMAC) }},
	{"xmit_hash_policy", func(k *link.Bond) any {
		return choice([]string{"layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"}, k.XmitHashPolicy)
	}},
	{"resend_igmp", func(k *link.Bond) any { return k.ResendIGMP }},
	{"num_peer_notif", func(k *link.Bond) any { return k.NumPeerNotif }},
	{"all_slaves_active", func(k *link.Bond) any { return optBit(k.AllSlavesActive) }},
	{"min_links", func(k *link.Bond) any { return k.MinLinks }},
	{"lp_interval", func(k *link.Bond) any { return int64(k.LPInterval / time.Second) }},
	{"packets_per_slave", func(k *link.Bond) any { return k.PacketsPerSlave }},
	{"tlb_dynamic_lb", func(k *link.Bond) any { return optBit(k.TLBDynamicLB) }},
	{"ad_lacp_active", func(k *link.Bond) any {
		if k.ADLACPActive == nil {
			return nil
		}
		return map[bool]any{false: "off", true: "on"}[*k.ADLACPActive]
	}},
	{"ad_lacp_rate", func(k *link.Bond) any { return choice([]string{"slow", "fast"}, k.ADLACPRate) }},
	{"ad_select", func(k *link.Bond) any { return choice([]string{"stable", "bandwidth", "count"}, k.ADSelect) }},
	{"ad_info", func(k *link.Bond) any {
		if k.ADInfo == nil {
			return nil
		}
		return adInfoTable.of(k.ADInfo)
	}},
	{"ad_actor_sys_prio", func(k *link.Bond) any { return nonZero(k.ADActorSysPrio) }},
	{"ad_user_port_key", func(k *link.Bond) any { return k.ADUserPortKey }},
	{"ad_actor_system", func(k *link.Bond) any { return k.ADActorSystem }},
	{"coupled_control", func(b *link.Bond) any { return sinceNewer{b.CoupledControl} }},
}

var adInfoTable = table[*link.BondADInfo]{
	{"aggregator", func(i *link.BondADInfo) any { return i.Aggregator }},
	{"num_ports", func(i *link.BondADInfo) any { return i.NumPorts }},
	{"actor_key", func(i *link.BondADInfo) any { return i.ActorKey }},
	{"partner_key", func(i *link.BondADInfo) any { return i.PartnerKey }},
	{"partner_mac", func(i *link.BondADInfo) any { return i.PartnerMAC }},
}

var bondPortTable = table[*link.BondPort]{
	{"state", func(p *link.BondPort) any { return choice([]string{"ACTIVE", "BACKUP"}, &p.State) }},
	{"mii_status", func(p *link.BondPort) any {
		return choice([]string{"UP", "GOING_DOWN", "DOWN", "GOING_BACK"}, &p.MIIStatus)
	}},
	{"link_failure_count", func(p *link.BondPort) any { return p.LinkFailureCount }},
	{"perm_hwaddr", func(p *link.BondPort) any { return p.PermHardwareAddr }},
	{"queue_id", func(p *link.BondPort) any { return p.QueueID }},
	{"prio", func(p *link.BondPort) any { return p.Prio }},
	{"ad_aggregator_id", func(p *link.BondPort) any { return nonZero(p.ADAggregatorID) }},
	{"ad_actor_oper_port_state", func(p *link.BondPort) any { return inAggregator(p, p.ADActorPortState) }},
	{"ad_actor_oper_port_state_str", func(p *link.BondPort) any {
		return inAggregator(p, namesOf(lacpStates, uint32(p.ADActorPortState)))
	}},
	{"ad_partner_oper_port_state", func(p *link.BondPort) any { return inAggregator(p, p.ADPartnerPortState) }},
	{"ad_partner_oper_port_state_str", func(p *link.BondPort) any {
		return inAggregator(p, namesOf(lacpStates, uint32(p.ADPartnerPortState)))
	}},
}

var lacpStates = []bitName{ // LACP_STATE_* of the kernel's net/bond_3ad.h
	{1, "active"}, {2, "short_timeout"}, {4, "aggregating"}, {8, "in_sync"},
	{16, "collecting"}, {32, "distributing"}, {64, "defaulted"}, {128, "expired"},
}

// inAggregator is v, of a port in mode 802.3ad.
func inAggregator(p *link.BondPort, v any) any {
	if p.ADAggregatorID == 0 {
		return nil
	}
	return v
}

func addrList(addrs []netip.Addr) any {
	if addrs == nil {
		return nil
	}
	var l list
	for _, a := range addrs {
		l = append(l, a)
	}
	return l
}
