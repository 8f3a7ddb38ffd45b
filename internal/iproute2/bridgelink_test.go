package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// bridgeLinks compares the record of bridge link show.
func bridgeLinks(t *testing.T, d *dump) {
	compareAll(t, d, bridgeLinkTable.of, all(t, d, link.Decode))
}

// bridgeTrees compares the record of bridge mst show. It prints the links that are
// part of a spanning tree.
func bridgeTrees(t *testing.T, d *dump) {
	var members []*link.Link
	for _, l := range all(t, d, link.Decode) {
		if l.AFSpec != nil && len(l.AFSpec.Bridge.MST) > 0 {
			members = append(members, l)
		}
	}
	compareAll(t, d, bridgeTreesTable.of, members)
}

// bridgeVLANs compares the record of bridge vlan show. It prints the links that
// are members of a VLAN.
func bridgeVLANs(t *testing.T, d *dump) {
	var members []*link.Link
	for _, l := range all(t, d, link.Decode) {
		if l.AFSpec != nil && len(l.AFSpec.Bridge.VLANs) > 0 {
			members = append(members, l)
		}
	}
	compareAll(t, d, bridgeVLANTable.of, members)
}

var bridgeLinkTable = table[*link.Link]{
	{"ifindex", func(l *link.Link) any { return l.Index }},
	{"link", func(l *link.Link) any { return optDevice(l.ParentIndex) }},
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"flags", func(l *link.Link) any { return linkFlags{l} }},
	{"mtu", func(l *link.Link) any { return l.MTU }},
	{"master", func(l *link.Link) any { return optDevice(l.Master) }},
	{"state", ofPort(func(p *link.BridgePort) any { return choice(portStates, p.State) })},
	{"priority", ofPort(func(p *link.BridgePort) any { return p.Priority })},
	{"cost", ofPort(func(p *link.BridgePort) any { return p.Cost })},
	{"hairpin", ofPort(func(p *link.BridgePort) any { return p.Hairpin })},
	{"guard", ofPort(func(p *link.BridgePort) any { return p.Guard })},
	{"root_block", ofPort(func(p *link.BridgePort) any { return p.Protect })},
	{"fastleave", ofPort(func(p *link.BridgePort) any { return p.FastLeave })},
	{"learning", ofPort(func(p *link.BridgePort) any { return p.Learning })},
	{"flood", ofPort(func(p *link.BridgePort) any { return p.UnicastFlood })},
	{"mcast_flood", ofPort(func(p *link.BridgePort) any { return p.McastFlood })},
	{"bcast_flood", ofPort(func(p *link.BridgePort) any { return p.BcastFlood })},
	{"mcast_router", ofPort(func(p *link.BridgePort) any { return p.MulticastRouter })},
	{"mcast_to_unicast", ofPort(func(p *link.BridgePort) any { return p.McastToUcast })},
	{"neigh_suppress", ofPort(func(p *link.BridgePort) any { return p.NeighSuppress })},
	{"vlan_tunnel", ofPort(func(p *link.BridgePort) any { return p.VLANTunnel })},
	{"isolated", ofPort(func(p *link.BridgePort) any { return p.Isolated })},
	{"locked", ofPort(func(p *link.BridgePort) any { return p.Locked })},
	{"mab", ofPort(func(p *link.BridgePort) any { return sinceNewer{p.MAB} })},
	{"neigh_vlan_suppress", ofPort(func(p *link.BridgePort) any { return sinceNewer{p.NeighVLANSuppress} })},
	{"mcast_n_groups", ofPort(func(p *link.BridgePort) any { return sinceNewer{p.McastNGroups} })},
	{"mcast_max_groups", ofPort(func(p *link.BridgePort) any { return sinceNewer{p.McastMaxGroups} })},
}

// ofPort is for what bridge prints beside what belongs to the link itself.
func ofPort(of func(*link.BridgePort) any) func(*link.Link) any {
	return func(l *link.Link) any { return of(l.Port.(*link.BridgePort)) }
}

var bridgeTreesTable = table[*link.Link]{
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"mst", func(l *link.Link) any { return bridgeTreeTable.list(l.AFSpec.Bridge.MST) }},
}

var bridgeTreeTable = table[link.BridgeMST]{
	{"msti", func(m link.BridgeMST) any { return m.MSTI }},
	{"state", func(m link.BridgeMST) any { return choice(portStates, &m.State) }},
}

var bridgeVLANTable = table[*link.Link]{
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"vlans", func(l *link.Link) any { return vlanTable.list(l.AFSpec.Bridge.VLANs) }},
}

var vlanTable = table[link.BridgeVLAN]{
	{"vlan", func(v link.BridgeVLAN) any { return v.ID }},
	{"flags", func(v link.BridgeVLAN) any { return vlanFlags(uint32(v.Flags)) }},
}
