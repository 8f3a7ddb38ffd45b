package link_test

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Interface flags, IFF_* of linux/if.h, that no verb has.
const noTrailers, noARP, promisc, allMulti, multicast, dynamic = 0x20, 0x80, 0x100, 0x200, 0x1000, 0x8000

// compressed is RTEXT_FILTER_BRVLAN_COMPRESSED of linux/rtnetlink.h.
const compressed = 4

// iproute2More are further commands, as iproute2 is: options of ip link and of
// bridge link that those of the corpus lack.
var iproute2More = map[string]nlmsg.Request{
	"own-set-broadcast": set(link.Link{Broadcast: mac("ff:ff:ff:ff:ff:fe")}),
	"own-set-dynamic":   set(link.Link{Flags: dynamic | noTrailers, Change: dynamic | noTrailers}),
	"own-set-trailers": set(link.Link{
		Flags: multicast, Change: dynamic | noTrailers | noARP | multicast | promisc | allMulti,
	}),
	"own-set-mode":  set(link.Link{LinkMode: new(uint8(1))}),
	"own-set-state": set(link.Link{OperState: link.OperUp}),
	"own-set-gso-gro": set(link.Link{
		GSOMaxSize: new(uint32(65536)), GSOIPv4MaxSize: new(uint32(60000)), GSOMaxSegs: new(uint32(100)),
		GROMaxSize: new(uint32(65536)), GROIPv4MaxSize: new(uint32(50000)),
	}),
	"own-set-multi": link.Set(link.Index(4), &link.Link{
		Flags: linux.IFF_UP | noARP, Change: linux.IFF_UP | noARP, MTU: 1300, TxQLen: new(uint32(5)),
		HardwareAddr: mac("02:00:00:00:00:77"), Master: new(2),
	}),
	"own-add-link-netnsid": link.Add(&link.Link{
		Name: "gre9", ParentNetNSID: new(int32(3)), Data: &link.GRE{CollectMetadata: true},
	}),
	"own-set-group-mtu":      link.SetInGroup(5, &link.Link{MTU: 1400}),
	"own-addrgenmode-stable": link.SetAddrGenMode(link.Index(3), link.AddrGenStablePrivacy),
	"own-protodown-off":      link.SetProtoDown(link.Index(3), false),
	"own-set-type-no-attrs":  set(link.Link{Data: &link.Veth{}}),
	"own-altname-del":        link.DelAltNames(link.Index(3), "second"),
	"own-del-group":          link.DelGroup(7),
	"own-add-queues-broadcast": link.Add(&link.Link{
		Name: "d0", Broadcast: mac("ff:ff:ff:ff:ff:f0"), NumTxQueues: 3, NumRxQueues: 5, Data: &link.Dummy{},
	}),
	"own-veth-peer-options": link.Add(&link.Link{Name: "veth7", Data: &link.Veth{Peer: &link.Link{
		Name: "veth8", Broadcast: mac("ff:ff:ff:ff:ff:f1"), TxQLen: new(uint32(7)),
	}}}),
	"own-veth-flags": link.Add(&link.Link{
		Name: "veth7", Flags: linux.IFF_UP, Change: linux.IFF_UP | multicast,
		Data: &link.Veth{Peer: &link.Link{Name: "veth8", Flags: noARP, Change: noARP}},
	}),

	"own-vf-state-auto": setVF(link.VF{
		ID: 1, LinkState: new(uint32(0)), Trust: new(false), RSSQuery: new(false),
	}),
	"own-vf-state-disable": setVF(link.VF{ID: 1, LinkState: new(uint32(2))}),
	"own-vf-vlan-list": setVF(link.VF{ID: 1, VLANs: []link.VFVLAN{
		{ID: 10, Protocol: 0x88a8}, {ID: 20, QoS: 2, Protocol: 0x88a8},
	}}),
	"own-vf-mac": setVF(link.VF{ID: 3, HardwareAddr: mac("02:00:00:00:00:33")}),

	"own-show-port-kind": link.Filter{PortKind: "bridge"}.Request(),
	"own-show-down":      link.Filter{SkipStats: true}.Request(),
	"own-show-nomaster":  link.Filter{NoMaster: true, SkipStats: true}.Request(),
	"own-show-novf":      link.Filter{SkipVFs: true, SkipStats: true}.Request(),

	"own-xstats-bridge-slave":     link.StatsFilter{Mask: link.PortXStats}.Request(),
	"own-xstats-bond":             link.StatsFilter{Mask: link.XStats}.Request(),
	"own-xstats-bond-slave":       link.StatsFilter{Mask: link.PortXStats}.Request(),
	"own-afstats":                 link.StatsFilter{Mask: link.FamilyStats}.Request(),
	"own-afstats-dev":             link.StatsFilter{Mask: link.FamilyStats}.Request(),
	"own-stats-show":              link.StatsFilter{Mask: 0x1f}.Request(),
	"own-stats-show-link":         link.StatsFilter{Index: 3, Mask: link.LinkStats}.GetRequest(),
	"own-stats-show-offload":      link.StatsFilter{Index: 3, Mask: link.HardwareStats, Offload: 1}.GetRequest(),
	"own-stats-show-offload-info": link.StatsFilter{Index: 3, Mask: link.HardwareStats, Offload: 2}.GetRequest(),
	"own-stats-show-l3":           link.StatsFilter{Index: 3, Mask: link.HardwareStats, Offload: 2 | 4}.GetRequest(),
	"own-stats-show-xstats":       link.StatsFilter{Mask: link.XStats}.Request(),
	"own-stats-show-xstats-slave": link.StatsFilter{Index: 3, Mask: link.PortXStats}.GetRequest(),
	"own-stats-show-afstats":      link.StatsFilter{Index: 3, Mask: link.FamilyStats}.GetRequest(),
	"own-stats-show-several": link.StatsFilter{
		Index: 3, Mask: link.LinkStats | link.HardwareStats,
	}.GetRequest(),
	"own-stats-set-on":  link.SetL3Stats(3, true),
	"own-stats-set-off": link.SetL3Stats(3, false),

	"own-bridge-mcast": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		McastHashElasticity: new(uint32(16)), McastLastMemberInterval: new(time.Second), McastMembershipInterval: new(260 * time.Second),
		McastStartupQueryInterval: new(31250 * time.Millisecond), McastStatsEnabled: new(true), BoolOptions: &link.Bits{Value: 2, Mask: 2},
	}}),
	"own-bridge-rest": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		FDBMaxLearned: new(uint32(1000)), NFCallARPTables: new(true), NFCallIPTables: new(false), GroupFwdMask: new(uint16(0)),
		BoolOptions: &link.Bits{Value: 1 | 4, Mask: 1 | 4},
	}}),
	"own-bridge-zero": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		AgeingTime: new(time.Duration(0)), ForwardDelay: new(time.Duration(0)), STPState: new(uint32(0)), Priority: new(uint16(0)),
		VLANDefaultPVID: new(uint16(0)), FDBMaxLearned: new(uint32(0)), McastRouter: new(uint8(0)), McastHashMax: new(uint32(1)),
		McastStartupQueryCount: new(uint32(0)),
	}}),
	"own-port-rest": link.SetPort(link.Index(3), &link.BridgePort{
		Flush: true, McastToUcast: new(true), NeighVLANSuppress: new(true), MAB: new(true), Locked: new(true),
		BackupNHID: new(uint32(7)), FastLeave: new(true),
	}),
	"own-port-backup":   link.SetPort(link.Index(3), &link.BridgePort{BackupPort: new(2)}),
	"own-port-nobackup": link.SetPort(link.Index(3), &link.BridgePort{BackupPort: new(0), BackupNHID: new(uint32(0))}),
	"own-port-zero": link.SetPort(link.Index(3), &link.BridgePort{
		Priority: new(uint16(0)), Cost: 1, State: new(uint8(0)), MulticastRouter: new(uint8(0)), GroupFwdMask: new(uint16(0)),
	}),
	"own-bridge-link-rest": link.SetBridgeLink(link.Index(3), &link.BridgePort{
		McastToUcast: new(true), McastFlood: new(false), BcastFlood: new(false), NeighSuppress: new(true), VLANTunnel: new(true),
		Isolated: new(true), Locked: new(true), MulticastRouter: new(uint8(2)),
	}, nil),
	"own-bridge-link-backup":        link.SetBridgeLink(link.Index(3), &link.BridgePort{BackupPort: new(2)}, nil),
	"own-bridge-link-nobackup":      link.SetBridgeLink(link.Index(3), &link.BridgePort{BackupPort: new(0)}, nil),
	"own-bridge-link-hwmode":        link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{Flags: 2, Mode: new(uint16(1))}),
	"own-bridge-link-hwmode-veb":    link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{Flags: 2, Mode: new(uint16(0))}),
	"own-bridge-link-master":        link.SetBridgeLink(link.Index(3), &link.BridgePort{Cost: 5}, &link.BridgeSpec{Flags: 1}),
	"own-bridge-link-self-master":   link.SetBridgeLink(link.Index(3), &link.BridgePort{Cost: 5}, &link.BridgeSpec{Flags: 3}),
	"own-bridge-link-learning-sync": link.SetBridgeLink(link.Index(3), &link.BridgePort{LearningSync: new(true)}, &link.BridgeSpec{Flags: 2}),
	"own-bridge-link-show-dev":      link.Filter{BridgePorts: true}.Request(),

	"own-vlan-add-range-untagged": link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{Flags: 1, VLANs: []link.BridgeVLAN{
		{Flags: untagged | first, ID: 5}, {Flags: untagged | last, ID: 8},
	}}),
	"own-vlan-add-self-master": link.SetBridgeLink(link.Index(3), nil,
		&link.BridgeSpec{Flags: 1 | 2, VLANs: []link.BridgeVLAN{{ID: 7}}}),
	"own-vlan-del-range": link.DelBridgeLink(link.Index(3), &link.BridgeSpec{VLANs: []link.BridgeVLAN{
		{Flags: first, ID: 100}, {Flags: last, ID: 200},
	}}),
	"own-vlan-del-self": link.DelBridgeLink(link.Index(4), &link.BridgeSpec{Flags: 2, VLANs: []link.BridgeVLAN{{ID: 10}}}),
	"own-vlan-add-tunnel-range": link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{
		Tunnels: []link.BridgeTunnel{{ID: 2000, VLAN: 20, Flags: first}, {ID: 2002, VLAN: 22, Flags: last}},
	}),
	"own-vlan-del-tunnel": link.DelBridgeLink(link.Index(3), &link.BridgeSpec{
		Tunnels: []link.BridgeTunnel{{ID: 2000, VLAN: 20}},
	}),
	"own-vlan-tunnelshow":      link.Filter{BridgePorts: true, VLANs: true}.Request(),
	"own-vlan-show-dev":        link.Filter{BridgePorts: true, VLANs: true}.Request(),
	"own-vlan-show-compressed": link.Filter{BridgePorts: true, Extra: compressed}.Request(),
	"own-vlan-show-stats":      link.StatsFilter{Mask: link.PortXStats}.Request(), // after that of the bridges
}

// set is a request that changes a link.
func set(l link.Link) nlmsg.Request { return link.Set(link.Index(3), &l) }
