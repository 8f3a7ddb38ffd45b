package link_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The messages of the quick network first, then each verb and each kind.
var goldens = []struct {
	file    string
	comment string
	req     nlmsg.Request
}{
	{"quick-bridge-add", "ip link add br0 type bridge",
		link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}})},
	{"quick-bridge-up", "ip link set br0 up",
		link.SetUp(link.Name("br0"))},
	{"quick-veth-add", "ip link add veth0 type veth peer br-veth0",
		link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "br-veth0"}}})},
	{"quick-veth-netns", "ip link set veth0 netns ns1\nThe number is that of an open file of the sender.",
		link.SetNetNS(link.Name("veth0"), link.NSFd(4))},
	{"quick-port-master", "ip link set br-veth0 master br0\nA master goes by index only.",
		link.SetMaster(link.Name("br-veth0"), link.Index(2))},
	{"quick-bridge-del", "ip link del br0",
		link.Del(link.Name("br0"))},
	{"get", "ip link show dev veth0",
		link.GetRequest(link.Name("veth0"))},
	{"list", "ip link show",
		link.Filter{}.Request()},
	{"list-ports", "ip link show master br0 type veth",
		link.Filter{Kind: "veth", Master: 2}.Request()},
	{"list-bridge-ports", "bridge link show",
		link.Filter{BridgePorts: true}.Request()},
	{"list-ipv6", "ip token list",
		link.Filter{IPv6: true}.Request()},

	{"add-veth", "ip link add veth0 index 77 mtu 1400 address 02:00:00:00:00:10 master br0 \\\n" +
		"    type veth peer name eth0 netns ns1 txqueuelen 0\n" +
		"The peer is a whole message body within the attribute.",
		link.Add(&link.Link{
			Name: "veth0", Index: 77, MTU: 1400, HardwareAddr: mac("02:00:00:00:00:10"), Master: new(2),
			Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFd(4), TxQLen: new(uint32(0))}},
		})},
	{"add-bridge", "ip link add br0 type bridge, with every option",
		link.Add(&link.Link{Name: "br0", Data: fullBridge()})},
	{"set", "ip link set dev veth0, with everything that can be set",
		link.Set(link.Index(3), fullLink())},
	{"set-bridge", "ip link set br0 type bridge ageing_time 0 fdb_flush",
		link.Set(link.Name("br0"), &link.Link{Data: &link.Bridge{AgeingTime: new(time.Duration(0)), FDBFlush: true}})},
	{"set-port", "ip link set veth0 type bridge_slave, with every option",
		link.SetPort(link.Name("veth0"), fullPort())},
	{"set-name", "ip link set dev veth0 name eth0\nThe link is selected by index: with the name alone, this would select eth0.",
		link.SetName(link.Index(3), "eth0")},
	{"set-alias-empty", "ip link set veth0 alias \"\"\nAn empty alias deletes it.",
		link.SetAlias(link.Name("veth0"), "")},
	{"set-alias", "ip link set dev veth0 alias uplink",
		link.SetAlias(link.Name("veth0"), "uplink")},
	{"set-down", "ip link set dev veth0 down",
		link.SetDown(link.Name("veth0"))},
	{"set-mtu", "ip link set dev veth0 mtu 1400",
		link.SetMTU(link.Name("veth0"), 1400)},
	{"set-address", "ip link set dev veth0 address 02:00:00:00:00:10",
		link.SetHardwareAddr(link.Name("veth0"), mac("02:00:00:00:00:10"))},
	{"set-txqueuelen", "ip link set dev veth0 txqueuelen 0",
		link.SetTxQLen(link.Name("veth0"), 0)},
	{"set-group", "ip link set dev veth0 group 7",
		link.SetGroup(link.Name("veth0"), 7)},
	{"set-nomaster", "ip link set dev veth0 nomaster\nThe index 0 is no link.",
		link.SetNoMaster(link.Name("veth0"))},
	{"set-group-down", "ip link set group 7 down",
		link.SetInGroup(7, &link.Link{Change: linux.IFF_UP})},
	{"set-bridge-link", "bridge link set dev veth0 learning on self",
		link.SetBridgeLink(link.Index(3), &link.BridgePort{Learning: new(true)}, &link.BridgeSpec{Flags: 2})},
	{"add-vlans", "bridge vlan add dev veth0 vid 10 pvid untagged; bridge vlan add dev veth0 vid 20",
		link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 10, Flags: 6}, {ID: 20}}})},
	{"add-tunnels", "bridge vlan add dev vxlan0 vid 10-12 tunnel_info id 1000-1002",
		link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{Tunnels: []link.BridgeTunnel{
			{ID: 1000, VLAN: 10, Flags: 8}, {ID: 1002, VLAN: 12, Flags: 16},
		}})},
	{"set-mst", "bridge mst set dev veth0 msti 10 state forwarding",
		link.SetBridgeLink(link.Index(3), nil, &link.BridgeSpec{MST: []link.BridgeMST{{MSTI: 10, State: 3}}})},
	{"list-mst", "bridge mst show",
		link.Filter{BridgePorts: true, Extra: 128}.Request()},
	{"del-vlan", "bridge vlan del dev veth0 vid 20",
		link.DelBridgeLink(link.Index(3), &link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 20}}})},
	{"set-vf", "ip link set dev eth0 vf 1, with everything that can be set",
		link.Set(link.Name("eth0"), &link.Link{VFs: fullVF()})},
	{"set-token", "ip token set ::1234 dev veth0",
		link.SetToken(link.Name("veth0"), addr("::1234"))},
	{"set-addrgenmode", "ip link set dev veth0 addrgenmode none",
		link.SetAddrGenMode(link.Name("veth0"), link.AddrGenNone)},
	{"set-protodown", "ip link set dev veth0 protodown on",
		link.SetProtoDown(link.Name("veth0"), true)},
	{"set-protodown-reason", "ip link set dev veth0 protodown_reason 3 off",
		link.SetProtoDownReason(link.Name("veth0"), link.Bits{Mask: 1 << 3})},
	{"set-xdp", "ip link set dev veth0 xdpgeneric pinned FILE\n" +
		"The number is that of an open program of the sender, and 5 is the one that is attached now.",
		link.SetXDP(link.Name("veth0"), &link.XDP{FD: new(4), ExpectedFD: new(5), Flags: skb})},
	{"set-xdp-off", "ip -force link set dev veth0 xdp off",
		link.SetXDP(link.Name("veth0"), &link.XDP{FD: new(-1)})},
	{"add-altnames", "ip link property add dev a-name-of-more-than-15-bytes altname second\n" +
		"The link is selected by an alternative name.",
		link.AddAltNames(link.Name("a-name-of-more-than-15-bytes"), "second")},
	{"del-altnames", "ip link property del dev veth0 altname second",
		link.DelAltNames(link.Name("veth0"), "second")},
	{"stats-get", "ip stats show dev 3 group offload subgroup l3_stats, with the counters of any link",
		link.StatsFilter{Index: 3, Mask: link.LinkStats | link.HardwareStats, Offload: 4}.GetRequest()},
	{"stats-set", "ip stats set dev 3 l3_stats on",
		link.SetL3Stats(3, true)},
	{"del-group", "ip link del group 7",
		link.DelGroup(7)},
}

func TestGolden(t *testing.T) {
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			b, err := tt.req.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, b)
		})
	}
}

// The bytes of the full messages are read as what they were made of.
func TestGoldenDecoded(t *testing.T) {
	for _, tt := range []struct {
		file string
		want *link.Link
	}{
		{"add-bridge", &link.Link{Name: "br0", Data: fullBridge()}},
		{"set-port", &link.Link{Name: "veth0", Port: fullPort()}},
		{"set-vf", &link.Link{Name: "eth0", VFs: fullVF()}},
		{"set", readAs(fullLink(), func(l *link.Link) { l.Index, l.Change = 3, l.Change|l.Flags })},
	} {
		t.Run(tt.file, func(t *testing.T) {
			msg := golden.Load(t, "testdata/"+tt.file+".golden")
			got, err := link.Decode(newLink(msg[nlmsg.HeaderLen:]))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmpAddr); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func readAs(l *link.Link, change func(*link.Link)) *link.Link {
	change(l)
	return l
}

// fullLink has everything that a link which exists can be given, but for its
// kind.
func fullLink() *link.Link {
	return &link.Link{
		Flags: linux.IFF_UP | linux.IFF_NOARP, Change: linux.IFF_PROMISC,
		Name: "eth0", HardwareAddr: mac("02:00:00:00:00:10"), Broadcast: mac("ff:ff:ff:ff:ff:ff"),
		MTU: 1400, TxQLen: new(uint32(0)), Master: new(0), NetNS: link.NSID(5), NewIndex: 9,
		Group: new(uint32(0)), Alias: new("uplink"),
		GSOMaxSegs: new(uint32(1)), GSOMaxSize: new(uint32(2)), GROMaxSize: new(uint32(3)),
		GSOIPv4MaxSize: new(uint32(4)), GROIPv4MaxSize: new(uint32(5)),
		Carrier: new(false), OperState: linux.IF_OPER_UP, LinkMode: new(uint8(1)),
		ProtoDown: new(true), ProtoDownReason: &link.Bits{Value: 1, Mask: 3},
		AFSpec: &link.AFSpec{
			InetSettings: []link.InetSetting{{ID: 1, Value: 1}, {ID: 8, Value: 2}},
			Inet6:        &link.Inet6{AddrGenMode: new(uint8(1)), Token: addr("::1")},
			MCTP:         &link.MCTP{Net: 7},
		},
		XDP: &link.XDP{FD: new(-1), Flags: 4},
		Map: &link.HardwareMap{MemStart: 1, MemEnd: 2, BaseAddr: 3, IRQ: 4, DMA: 5, Port: 6},
		VFPorts: []link.PortProfile{{
			VF: 1, Profile: "gold", InstanceUUID: []byte("an instance uuid"), HostUUID: []byte("the host's uuid."), Request: new(uint8(2)),
		}},
		PortSelf: &link.PortProfile{Profile: "silver", Request: new(uint8(3))},
		Unknown:  []rtattr.Raw{{Type: 200, Data: []byte("news")}},
	}
}

func fullBridge() *link.Bridge {
	return &link.Bridge{
		ForwardDelay: new(4 * time.Second), HelloTime: time.Second, MaxAge: 7 * time.Second,
		Priority: new(uint16(4096)), STPState: new(uint32(1)), STPMode: new(uint32(2)),
		AgeingTime: new(5 * time.Minute), FDBFlush: true, FDBMaxLearned: new(uint32(1000)),
		GroupAddr: mac("01:80:c2:00:00:05"), GroupFwdMask: new(uint16(0x4000)),
		VLANFiltering: new(true), VLANProtocol: 0x88a8, VLANDefaultPVID: new(uint16(5)),
		VLANStatsEnabled: new(true), VLANStatsPerPort: new(false),
		McastSnooping: new(true), McastRouter: new(uint8(2)), McastQuerier: new(true), McastQueryUseIfaddr: new(true),
		McastIGMPVersion: 3, McastMLDVersion: 2, McastStatsEnabled: new(true),
		McastHashMax: new(uint32(2048)), McastHashElasticity: new(uint32(16)),
		McastLastMemberCount: new(uint32(3)), McastStartupQueryCount: new(uint32(4)),
		McastLastMemberInterval: new(time.Second), McastMembershipInterval: new(2 * time.Second),
		McastQuerierInterval: new(3 * time.Second), McastQueryInterval: new(4 * time.Second),
		McastQueryResponseInterval: new(5 * time.Second), McastStartupQueryInterval: new(6 * time.Second),
		NFCallIPTables: new(true), NFCallIP6Tables: new(false), NFCallARPTables: new(true),
		BoolOptions: &link.Bits{Value: 1, Mask: 3},
	}
}

func fullPort() *link.BridgePort {
	return &link.BridgePort{
		State: new(uint8(3)), Priority: new(uint16(16)), Cost: 50, Guard: new(true), Protect: new(false),
		Hairpin: new(true), Learning: new(false), LearningSync: new(true), Flush: true, Locked: new(true), MAB: new(true),
		UnicastFlood: new(true), McastFlood: new(false), BcastFlood: new(true), Isolated: new(true),
		ProxyARP: new(true), ProxyARPWiFi: new(false), NeighSuppress: new(true), NeighVLANSuppress: new(true),
		NeighForwardGrat: new(true), MulticastRouter: new(uint8(1)), FastLeave: new(true), McastToUcast: new(true),
		McastEHTHostsLimit: 100, McastMaxGroups: new(uint32(10)), GroupFwdMask: new(uint16(8)),
		VLANTunnel: new(true), BackupPort: new(4), BackupNHID: new(uint32(7)),
	}
}

// fullVF is a virtual function, in two parts, since a request has room for one
// GUID.
func fullVF() []link.VF {
	return []link.VF{{
		ID: 1, HardwareAddr: mac("02:00:00:00:00:31"), VLAN: &link.VFVLAN{ID: 10, QoS: 3},
		VLANs: []link.VFVLAN{{ID: 11, QoS: 4, Protocol: 0x88a8}}, TxRate: new(uint32(100)),
		Rate: &link.VFRate{MinTx: 10, MaxTx: 100}, SpoofCheck: new(true), Trust: new(false), RSSQuery: new(true),
		LinkState: new(uint32(2)), NodeGUID: new(uint64(3)),
	}, {
		ID: 1, PortGUID: new(uint64(4)),
	}}
}
