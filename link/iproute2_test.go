package link_test

import (
	"maps"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Flags of a VLAN, BRIDGE_VLAN_INFO_* of linux/if_bridge.h.
const pvid, untagged, first, last = link.BridgeVLANPVID, link.BridgeVLANUntagged, link.BridgeVLANRangeBegin, link.BridgeVLANRangeEnd

// Flags of XDP, XDP_FLAGS_* of linux/if_link.h.
const noExist, skb, drv, hw = 1, 2, 4, 8

// setVF is a request for a virtual function.
func setVF(vf link.VF) nlmsg.Request {
	return link.Set(link.Index(3), &link.Link{VFs: []link.VF{vf}})
}

// Every recorded command of iproute2, made with this package, but for those that
// kinds have. What iproute2 looked up before is given by index, as it does.
var iproute2 = map[string]nlmsg.Request{
	"quick-bridge-add":    link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}}),
	"quick-bridge-up":     link.SetUp(link.Index(2)),
	"quick-veth-add":      link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "br-veth0"}}}),
	"quick-veth-netns":    link.SetNetNS(link.Index(4), link.NSFd(4)),
	"quick-port-master":   link.SetMaster(link.Index(3), link.Index(2)),
	"quick-veth-up-in-ns": link.SetUp(link.Index(4)),
	"quick-link-show":     link.Filter{}.Request(),
	"quick-veth-del":      link.Del(link.Index(3)),
	"quick-bridge-del":    link.Del(link.Index(2)),

	"link-add-bridge-stp": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		STPState: new(uint32(1)), ForwardDelay: new(4 * time.Second), HelloTime: time.Second,
		MaxAge: 7 * time.Second, Priority: new(uint16(4096)),
	}}),
	"link-add-bridge-ageing": link.Add(&link.Link{
		Name: "br1", HardwareAddr: mac("02:00:00:00:00:01"), MTU: 1400,
		Data: &link.Bridge{AgeingTime: new(5 * time.Minute), GroupFwdMask: new(uint16(0x4000))},
	}),
	"link-add-bridge-vlan": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		VLANFiltering: new(true), VLANDefaultPVID: new(uint16(5)), VLANProtocol: 0x88a8,
		VLANStatsEnabled: new(true), VLANStatsPerPort: new(true),
	}}),
	"link-add-bridge-mcast": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		McastSnooping: new(true), McastQuerier: new(true), McastRouter: new(uint8(2)), McastHashMax: new(uint32(2048)),
		McastLastMemberCount: new(uint32(3)), McastIGMPVersion: 3, McastMLDVersion: 2,
	}}),
	"link-add-bridge-mcast-intervals": link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
		McastStartupQueryCount: new(uint32(3)), McastQueryInterval: new(time.Minute),
		McastQuerierInterval: new(2 * time.Minute), McastQueryResponseInterval: new(5 * time.Second),
		McastQueryUseIfaddr: new(true),
	}}),
	"link-set-bridge-group-address": link.Set(link.Index(2), &link.Link{Data: &link.Bridge{
		GroupAddr: mac("01:80:c2:00:00:05"), NFCallIPTables: new(true), NFCallIP6Tables: new(false),
	}}),
	"link-set-bridge-fdb-flush": link.Set(link.Index(2), &link.Link{Data: &link.Bridge{FDBFlush: true}}),

	"link-set-port-hairpin": link.SetPort(link.Index(3), &link.BridgePort{
		Hairpin: new(true), Guard: new(true), Protect: new(false), FastLeave: new(true),
	}),
	"link-set-port-cost": link.SetPort(link.Index(3), &link.BridgePort{
		Cost: 50, Priority: new(uint16(16)), State: new(uint8(3)),
	}),
	"link-set-port-learning": link.SetPort(link.Index(3), &link.BridgePort{
		Learning: new(false), UnicastFlood: new(false), McastFlood: new(true), BcastFlood: new(true),
		NeighSuppress: new(true), Isolated: new(true),
	}),
	"link-set-port-locked": link.SetPort(link.Index(3), &link.BridgePort{
		Locked: new(true), ProxyARP: new(true), ProxyARPWiFi: new(false), VLANTunnel: new(true),
		MulticastRouter: new(uint8(1)), GroupFwdMask: new(uint16(8)),
	}),
	"bridge-link-set-flags": link.SetBridgeLink(link.Index(3), &link.BridgePort{
		Guard: new(true), Hairpin: new(false), FastLeave: new(true), Protect: new(true),
		UnicastFlood: new(true), Learning: new(false),
	}, nil),
	"bridge-link-set-cost": link.SetBridgeLink(link.Index(3), &link.BridgePort{
		Cost: 100, Priority: new(uint16(8)), State: new(uint8(2)),
	}, nil),
	"bridge-link-set-self": link.SetBridgeLink(link.Index(3),
		&link.BridgePort{Learning: new(true)}, &link.BridgeSpec{Flags: 2}),
	"link-set-nomaster": link.SetNoMaster(link.Index(3)),

	"own-parentdev": link.Add(&link.Link{
		Name: "wwan0.1", ParentDevName: "wwan0", Data: &link.WWAN{LinkID: new(uint32(1))},
	}),

	"link-add-veth-both": link.Add(&link.Link{
		Name: "veth0", MTU: 1400, HardwareAddr: mac("02:00:00:00:00:10"), NumTxQueues: 4, NumRxQueues: 2,
		Data: &link.Veth{Peer: &link.Link{
			Name: "veth1", MTU: 9000, HardwareAddr: mac("02:00:00:00:00:11"), NumTxQueues: 2, NumRxQueues: 4,
		}},
	}),
	"link-add-veth-peer-netns": link.Add(&link.Link{
		Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFd(4)}},
	}),
	"link-add-veth-netns-both": link.Add(&link.Link{
		Name: "veth0", NetNS: link.NSFd(4),
		Data: &link.Veth{Peer: &link.Link{Name: "veth1", NetNS: link.NSFd(5)}},
	}),
	"link-add-veth-index": link.Add(&link.Link{
		Name: "veth0", Index: 77, TxQLen: new(uint32(500)),
		Data: &link.Veth{Peer: &link.Link{Name: "veth1", Index: 78}},
	}),

	"link-set-netns-pid":   link.SetNetNS(link.Index(3), link.NSPid(6)),
	"link-set-mtu-address": link.Set(link.Index(3), &link.Link{MTU: 1400, HardwareAddr: mac("02:00:00:00:00:30")}),
	"link-set-txqueuelen":  link.SetTxQLen(link.Index(3), 2000),
	"link-set-alias":       link.SetAlias(link.Index(3), "uplink to rack 7"),
	"link-set-group":       link.SetGroup(link.Index(3), 42),
	"link-set-name":        link.SetName(link.Index(3), "uplink0"),
	"link-set-flags": link.Set(link.Index(3), &link.Link{
		Flags:  linux.IFF_PROMISC | linux.IFF_ALLMULTI | linux.IFF_NOARP,
		Change: linux.IFF_MULTICAST,
	}),
	"link-set-up-mtu":     link.Set(link.Index(3), &link.Link{Flags: linux.IFF_UP, MTU: 1280}),
	"link-set-down":       link.SetDown(link.Index(3)),
	"link-set-group-down": link.SetInGroup(0, &link.Link{Change: linux.IFF_UP}),
	"link-set-gso":        link.Set(link.Index(3), &link.Link{GSOMaxSize: new(uint32(32768)), GSOMaxSegs: new(uint32(32))}),
	"link-set-addrgenmode": link.Set(link.Index(3), &link.Link{AFSpec: &link.AFSpec{
		Inet6: &link.Inet6{AddrGenMode: new(uint8(1))},
	}}),
	"own-addrgenmode-random":   link.SetAddrGenMode(link.Index(3), link.AddrGenRandom),
	"own-addrgenmode-eui64":    link.SetAddrGenMode(link.Index(3), link.AddrGenEUI64),
	"token-set":                link.SetToken(link.Index(2), addr("::1234")),
	"own-token-del":            link.SetToken(link.Index(2), addr("::")),
	"own-token-list":           link.Filter{IPv6: true}.Request(),
	"own-protodown":            link.SetProtoDown(link.Index(3), true),
	"own-protodown-reason":     link.SetProtoDownReason(link.Index(3), link.Bits{Value: 1 << 3}),
	"own-protodown-reason-off": link.SetProtoDownReason(link.Index(3), link.Bits{Mask: 1 << 3}),
	"own-xdp-pinned":           link.SetXDP(link.Index(3), &link.XDP{FD: new(4), Flags: noExist}),
	"own-xdpgeneric-pinned":    link.SetXDP(link.Index(3), &link.XDP{FD: new(4), Flags: skb}),
	"own-xdp-off":              link.SetXDP(link.Index(3), &link.XDP{FD: new(-1), Flags: noExist}),
	"own-xdpgeneric-off":       link.SetXDP(link.Index(3), &link.XDP{FD: new(-1), Flags: noExist | skb}),
	"own-xdpdrv-off":           link.SetXDP(link.Index(3), &link.XDP{FD: new(-1), Flags: noExist | drv}),
	"own-xdpoffload-off":       link.SetXDP(link.Index(3), &link.XDP{FD: new(-1), Flags: noExist | hw}),

	"link-set-carrier": link.Set(link.Index(3), &link.Link{Carrier: new(false)}),
	"link-set-vf": link.Set(link.Index(3), &link.Link{VFs: []link.VF{{
		ID: 0, HardwareAddr: mac("02:00:00:00:00:31"), VLAN: &link.VFVLAN{ID: 10, QoS: 3},
		SpoofCheck: new(true), TxRate: new(uint32(100)),
	}}}),
	"own-vf-vlan-proto": setVF(link.VF{ID: 2, VLANs: []link.VFVLAN{{ID: 20, QoS: 5, Protocol: 0x88a8}}}),
	"own-vf-rates":      setVF(link.VF{ID: 1, Rate: &link.VFRate{MinTx: 50, MaxTx: 200}}),
	"own-vf-switches": setVF(link.VF{
		ID: 1, Trust: new(true), RSSQuery: new(true), LinkState: new(uint32(1)), SpoofCheck: new(false),
	}),
	"own-vf-guids":     setVF(link.VF{ID: 1, NodeGUID: new(uint64(0x0011223344556677))}),
	"own-vf-port-guid": setVF(link.VF{ID: 1, PortGUID: new(uint64(0x0011223344556688))}),

	"link-altname-add":   link.AddAltNames(link.Index(3), "a-rather-long-alternative-name", "second"),
	"link-add-name-long": link.Add(&link.Link{Name: "abcdefghijklmno", Data: &link.Bridge{}}),
	"link-del-dev":       link.Del(link.Index(3)),
	"link-del-kind":      link.Del(link.Index(3)),

	"vlan-add": link.SetBridgeLink(link.Index(3), nil,
		&link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 10, Flags: pvid | untagged}}}),
	"vlan-add-range": link.SetBridgeLink(link.Index(3), nil,
		&link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 100, Flags: first}, {ID: 200, Flags: last}}}),
	"vlan-add-self": link.SetBridgeLink(link.Index(4), nil,
		&link.BridgeSpec{Flags: 2, VLANs: []link.BridgeVLAN{{ID: 10}}}),
	"vlan-add-tunnel": link.SetBridgeLink(link.Index(3), nil,
		&link.BridgeSpec{Tunnels: []link.BridgeTunnel{{ID: 2000, VLAN: 20}}}),
	"vlan-del":         link.DelBridgeLink(link.Index(3), &link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 1}}}),
	"bridge-link-show": link.Filter{BridgePorts: true}.Request(),
	"vlan-show":        link.Filter{BridgePorts: true, VLANs: true}.Request(),

	"link-xstats-bridge": link.StatsFilter{Mask: link.XStats}.Request(),

	"link-show-dev":     link.GetRequest(link.Name("veth0")),
	"link-show-details": link.Filter{}.Request(),
	"link-show-kind":    link.Filter{Kind: "veth"}.Request(),
	"link-show-group":   link.Filter{}.Request(),
	"link-show-up":      link.Filter{}.Request(),
	"link-show-master":  link.Filter{Master: 4}.Request(),
}

// What iproute2 does otherwise, and why this package does not follow it.
const (
	// The kernel has no dump of AF_PACKET and takes that of AF_UNSPEC.
	packetFamily = "ifi_family: want AF_PACKET (11), got AF_UNSPEC (00)\n"

	// iproute2 gives what it calls the kind, "bridge_slave", as that of the
	// link. The kernel looks at neither.
	portKind = `IFLA_LINKINFO/IFLA_INFO_KIND: want "bridge_slave" without NUL (62 72 69 64 67 65 5f 73 6c 61 76 65), got nothing` + "\n" +
		`IFLA_LINKINFO/IFLA_INFO_SLAVE_KIND: want nothing, got "bridge" (62 72 69 64 67 65 00)` + "\n"
	bondPortKind = `IFLA_LINKINFO/IFLA_INFO_KIND: want "bond_slave" without NUL (62 6f 6e 64 5f 73 6c 61 76 65), got nothing` + "\n" +
		`IFLA_LINKINFO/IFLA_INFO_SLAVE_KIND: want nothing, got "bond" (62 6f 6e 64 00)` + "\n"
	teamPortKind = `IFLA_LINKINFO/IFLA_INFO_KIND: want "team_slave" without NUL (74 65 61 6d 5f 73 6c 61 76 65), got nothing` + "\n" +
		`IFLA_LINKINFO/IFLA_INFO_SLAVE_KIND: want nothing, got "team" (74 65 61 6d 00)` + "\n"

	// bridge(8) sends the nest though nothing is in it.
	noProtInfo = "IFLA_PROTINFO: want {}, got nothing\n"

	// Set makes the request of SetToken, and the kernel takes it in the same way.
	setLink = "nlmsg_type: want RTM_SETLINK, got RTM_NEWLINK\n"
)

var otherwise = map[string]string{
	"quick-link-show":        packetFamily,
	"link-show-details":      packetFamily,
	"link-show-kind":         packetFamily,
	"link-show-group":        packetFamily,
	"link-show-up":           packetFamily,
	"link-show-master":       packetFamily,
	"link-set-port-hairpin":  portKind,
	"link-set-port-cost":     portKind,
	"link-set-port-learning": portKind,
	"link-set-port-locked":   portKind,
	"own-bond-port":          bondPortKind,
	"own-port-rest":          portKind,
	"own-port-backup":        portKind,
	"own-port-nobackup":      portKind,
	"own-port-zero":          portKind,
	"own-team-slave":         teamPortKind,
	"own-show-nomaster":      packetFamily,
	"own-show-port-kind":     packetFamily,
	"own-show-down":          packetFamily,
	"own-show-novf":          packetFamily,
	"token-set":              setLink,
	"own-token-del":          setLink,

	// The kernel does not look at the kind of a link to be deleted.
	"link-del-kind": "IFLA_LINKINFO: want {IFLA_INFO_KIND}, got nothing\n",

	"own-bridge-link-hwmode":     noProtInfo,
	"own-bridge-link-hwmode-veb": noProtInfo,

	// A dump of AF_INET6 has the token and little else. Here it is part of every
	// link that is read.

	// Get reads the counters of IPv6 too.
	"link-show-dev": "IFLA_EXT_MASK: want RTEXT_FILTER_VF|RTEXT_FILTER_SKIP_STATS (09 00 00 00), got RTEXT_FILTER_VF (01 00 00 00)\n",
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	requests := maps.Clone(iproute2)
	maps.Copy(requests, iproute2More)
	for _, k := range kinds {
		maps.Copy(requests, k.iproute2)
	}
	records := golden.Records(t, "testdata/iproute2.jsonl")
	if len(records) != len(requests) {
		t.Errorf("%d records and %d requests", len(records), len(requests))
	}
	for _, rec := range records {
		t.Run(rec.ID, func(t *testing.T) {
			r, ok := requests[rec.ID]
			if !ok {
				t.Fatalf("no request for %q", rec.Cmd)
			}
			got, err := r.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			diff := golden.DiffTree(rec.Main(), got)
			if d := cmp.Diff(otherwise[rec.ID], diff); d != "" {
				t.Errorf("%s: other differences than expected (-expected +found)\n%s", rec.Cmd, d)
			}
		})
	}
}

// notLinks are records whose messages are no links, and what they are.
var notLinks = map[string]string{
	"own-show-nomaster": "a filter, a master of -1",
}

// What iproute2 sent is read, and every attribute comes back.
func TestDecodedRequestsOfIproute2ComeBack(t *testing.T) {
	for _, rec := range golden.Records(t, "testdata/iproute2.jsonl") {
		t.Run(rec.ID, func(t *testing.T) {
			if _, ok := notLinks[rec.ID]; ok {
				t.Skip("not about a link: ", notLinks[rec.ID])
			}
			for m, err := range nlmsg.Messages(rec.Main()) {
				if err != nil {
					t.Fatal(err)
				}
				if m.Len == 0 {
					break
				}
				if m.Type == linux.RTM_GETSTATS || m.Type == linux.RTM_SETSTATS {
					t.Skip("not about a link: statistics")
				}
				l, err := link.Decode(m)
				if err != nil {
					t.Fatal(err)
				}
				m.Data, err = l.AppendBinary(nil)
				if err != nil {
					t.Fatal(err)
				}
				got, _ := m.AppendBinary(nil)
				if diff := golden.DiffTree(rec.Main(), got); diff != "" {
					t.Errorf("%s\n%s", rec.Cmd, diff)
				}
			}
		})
	}
}

func mac(s string) net.HardwareAddr {
	a, err := net.ParseMAC(s)
	if err != nil {
		panic(err)
	}
	return a
}
