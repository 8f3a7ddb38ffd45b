package link_test

import (
	"math"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Each request fails before anything is sent, and says which operation, which
// link and which attribute.
func TestBadInput(t *testing.T) {
	veth0 := link.Name("veth0")
	named := func(name string) nlmsg.Request {
		return link.Add(&link.Link{Name: name, Data: &link.Bridge{}})
	}
	add := func(l link.Link) nlmsg.Request {
		l.Name = "veth0"
		return link.Add(&l)
	}
	peer := func(p link.Link) nlmsg.Request { return add(link.Link{Data: &link.Veth{Peer: &p}}) }
	pair := &link.Link{Name: "veth0"}
	pair.Data = &link.Veth{Peer: pair}
	own := link.Add(pair)
	port := func(p link.BridgePort) nlmsg.Request { return link.SetPort(veth0, &p) }
	over := math.MaxInt32
	over++ // negative where an int has 32 bits
	const inPeer = "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/"
	testBadInput(t, []badInput{
		{"no link", link.Add(nil), []string{"link add", "nil"}},
		{"no changes", link.Set(veth0, nil), []string{`link set "veth0"`, "nil"}},
		{"name too long", named("sixteen-letters-"), []string{`link add "sixteen-letters-"`, "IFLA_IFNAME", "16 bytes, at most 15"}},
		{"name with NUL", named("br\x000"), []string{`link add "br\x000"`, "IFLA_IFNAME", "NUL"}},
		{"name with a slash", named("br/0"), []string{`link add "br/0"`, "IFLA_IFNAME", `holds "/"`}},
		{"name with a space", named("br 0"), []string{`link add "br 0"`, "IFLA_IFNAME", `holds " "`}},
		{"name with a colon", named("br:0"), []string{`link add "br:0"`, "IFLA_IFNAME", `holds ":"`}},
		{"name with a byte that the kernel takes for a space", named("br\xa00"), []string{"IFLA_IFNAME", `holds "\xa0"`}},
		{"name with a line feed", named("br\n"), []string{"IFLA_IFNAME", `holds "\n"`}},
		{"name with a tab", named("\tbr"), []string{"IFLA_IFNAME", `holds "\t"`}},
		{"name that is the directory itself", named("."), []string{`link add "."`, "IFLA_IFNAME"}},
		{"name that is a directory", named(".."), []string{`link add ".."`, "IFLA_IFNAME"}},
		{"no name to rename to", link.SetName(link.Index(3), ""), []string{"link set index 3", "IFLA_IFNAME", "empty"}},
		{"alternative name too long", link.AddAltNames(veth0, strings.Repeat("x", 128)),
			[]string{`link add names of "veth0"`, "IFLA_PROP_LIST/IFLA_ALT_IFNAME", "128 bytes, at most 127"}},
		{"empty alternative name", link.DelAltNames(veth0, ""), []string{"IFLA_PROP_LIST/IFLA_ALT_IFNAME", "empty"}},
		{"no alternative names", link.AddAltNames(veth0), []string{"IFLA_PROP_LIST", "no names"}},
		{"alternative names in a new link", add(link.Link{AltNames: []string{"x"}}), []string{"IFLA_PROP_LIST", "AddAltNames"}},

		{"no ref", link.Del(nil), []string{"link del", "neither an index nor a name"}},
		{"nil link as ref", link.SetUp((*link.Link)(nil)), []string{"link set", "neither an index nor a name"}},
		{"empty link as ref", link.GetRequest(link.Link{}), []string{"link get", "neither an index nor a name"}},
		{"no new link", link.Add(nil), []string{"link add: ", "the link is nil"}},
		{"nil name as ref", link.Del((*link.Name)(nil)), []string{"link del: ", "neither an index nor a name"}},
		{"nil index as ref", link.AddAltNames((*link.Index)(nil), "x"), []string{"link add names of: ", "neither an index nor a name"}},
		{"no ref for a bridge's port", link.SetBridgeLink(nil, &link.BridgePort{}, nil), []string{"bridge link set: ", "neither an index nor a name"}},
		{"name of a ref too long", link.SetUp(link.Name(strings.Repeat("x", 128))), []string{"link set", "IFLA_ALT_IFNAME", "128 bytes"}},
		{"negative index", link.Del(link.Index(-1)), []string{"link del index -1", "out of range"}},
		{"index over 31 bits", add(link.Link{Index: over}), []string{`link add "veth0"`, "2147483648 is out of range"}},
		{"index for the peer alone", peer(link.Link{Index: 77}), []string{`link add "veth0"`, "none for the link"}},
		{"other index", link.Set(link.Index(3), &link.Link{Index: 4}), []string{"link set index 3", "cannot be changed to 4"}},

		{"negative MTU", link.SetMTU(veth0, -1), []string{`link set "veth0"`, "IFLA_MTU", "MTU -1 is out of range"}},
		{"no MTU", link.SetMTU(veth0, 0), []string{"IFLA_MTU", "MTU 0 is out of range"}},
		{"MTU over 31 bits", link.SetMTU(veth0, over), []string{"IFLA_MTU", "out of range"}},
		{"address too long", link.SetHardwareAddr(veth0, make(net.HardwareAddr, 33)), []string{"IFLA_ADDRESS", "33 bytes, at most 32"}},
		{"no address", link.SetHardwareAddr(veth0, nil), []string{"IFLA_ADDRESS", "empty"}},
		{"alias too long", link.SetAlias(veth0, strings.Repeat("x", 256)), []string{"IFLA_IFALIAS", "256 bytes, at most 255"}},
		{"alias with NUL", link.SetAlias(veth0, "a\x00b"), []string{"IFLA_IFALIAS", "NUL"}},

		{"master by name", link.SetMaster(veth0, link.Name("br0")), []string{`link set "veth0"`, "IFLA_MASTER", `master "br0"`, "wants its index"}},
		{"no master", link.SetMaster(veth0, (*link.Index)(nil)), []string{"IFLA_MASTER", "no master is given"}},
		{"master with negative index", link.SetMaster(veth0, link.Index(-2)), []string{"IFLA_MASTER", "-2 is out of range"}},
		{"no namespace", link.SetNetNS(veth0, nil), []string{`link set "veth0"`, "no namespace"}},
		{"nil pointer to a namespace", link.SetNetNS(veth0, (*link.NSID)(nil)), []string{`link set "veth0"`, "no namespace"}},
		{"nil pointer to a new link's namespace", add(link.Link{NetNS: (*link.NSFd)(nil)}), []string{`link add "veth0"`, "the namespace is a nil pointer"}},
		{"no file", link.SetNetNS(veth0, link.NSFile(nil)), []string{"IFLA_NET_NS_FD", "not an open file"}},
		{"descriptor that is closed", link.SetNetNS(veth0, link.NSFd(^uintptr(0))), []string{"IFLA_NET_NS_FD", "not an open file"}},
		{"process 0", link.SetNetNS(veth0, link.NSPid(0)), []string{"IFLA_NET_NS_PID", "process id 0"}},
		{"negative namespace id", link.SetNetNS(veth0, link.NSID(-1)), []string{"IFLA_TARGET_NETNSID", "negative"}},

		{"ignored in a new link: alias", add(link.Link{Alias: new("x")}), []string{"IFLA_IFALIAS", "set it afterwards"}},
		{"ignored in a new link: carrier", add(link.Link{Carrier: new(true)}), []string{"IFLA_CARRIER", "set it afterwards"}},
		{"ignored in a new link: port", add(link.Link{Port: &link.BridgePort{}}), []string{"IFLA_LINKINFO/IFLA_INFO_SLAVE_DATA", "set it afterwards"}},
		{"refused in a new link: address families", add(link.Link{AFSpec: &link.AFSpec{Inet6: &link.Inet6{AddrGenMode: new(uint8(1))}}}),
			[]string{"IFLA_AF_SPEC", "set it afterwards"}},
		{"another kind of link", link.Set(&link.Link{Name: "mv0", Data: &link.Macvlan{Mode: 4}}, &link.Link{Data: &link.Bridge{VLANFiltering: new(true)}}),
			[]string{`link set "mv0"`, "IFLA_LINKINFO", "the link is of kind macvlan", "Data of kind bridge"}},
		{"another kind of port", link.SetPort(link.Link{Index: 7, Port: &link.BondPort{}}, &link.BridgePort{Cost: 5}),
			[]string{"link set index 7", "IFLA_LINKINFO", "port of a bond", "one of a bridge"}},
		{"new link without a kind", add(link.Link{}), []string{`link add "veth0"`, "IFLA_LINKINFO", "needs a kind"}},
		{"macvlan without a parent", add(link.Link{Data: &link.Macvlan{}}), []string{`link add "veth0"`, "IFLA_LINK", "macvlan needs a parent", "ParentIndex"}},
		{"vlan without a parent", add(link.Link{Data: &link.VLAN{ID: new(uint16(2))}}), []string{"IFLA_LINK", "vlan needs a parent"}},
		{"ignored in a new link: index after a move", add(link.Link{NewIndex: 9, NetNS: link.NSID(1)}), []string{"IFLA_NEW_IFINDEX", "own is Index"}},
		{"ignored in a new link: functions", add(link.Link{VFs: []link.VF{{}}}), []string{"IFLA_VFINFO_LIST", "set it afterwards"}},
		{"ignored in a new link: protocol down", add(link.Link{ProtoDown: new(true)}), []string{"IFLA_PROTO_DOWN", "set it afterwards"}},
		{"ignored in a new link: reasons", add(link.Link{ProtoDownReason: &link.Bits{}}), []string{"IFLA_PROTO_DOWN_REASON", "set it afterwards"}},
		{"ignored in an old link: index without a move", link.Set(veth0, &link.Link{NewIndex: 9}), []string{"IFLA_NEW_IFINDEX", "no NetNS"}},
		{"ignored in an old link: receive queues", link.Set(veth0, &link.Link{NumRxQueues: 1}), []string{"IFLA_NUM_RX_QUEUES", "when the link is created"}},
		{"ignored in an old link: parent's namespace", link.Set(veth0, &link.Link{ParentNetNSID: new(int32(1))}), []string{"IFLA_LINK_NETNSID", "when the link is created"}},
		{"ignored in a new link: program", add(link.Link{XDP: &link.XDP{FD: new(4)}}), []string{"IFLA_XDP", "set it afterwards"}},
		{"ignored in a new link: map", add(link.Link{Map: &link.HardwareMap{}}), []string{"IFLA_MAP", "set it afterwards"}},
		{"ignored in a new link: ports", add(link.Link{VFPorts: make([]link.PortProfile, 1)}), []string{"IFLA_VF_PORTS", "set it afterwards"}},
		{"ignored in a new link: own port", add(link.Link{PortSelf: &link.PortProfile{}}), []string{"IFLA_PORT_SELF", "set it afterwards"}},
		{"no program", link.SetXDP(veth0, nil), []string{`link set "veth0"`, "IFLA_XDP", "no program is given"}},
		{"flags without a program", link.SetXDP(veth0, &link.XDP{Flags: 2}), []string{"IFLA_XDP", "no program is given"}},
		{"expectation without a program", link.Set(veth0, &link.Link{XDP: &link.XDP{ExpectedFD: new(4)}}), []string{"IFLA_XDP", "no program is given"}},
		{"program that is no file", link.SetXDP(veth0, &link.XDP{FD: new(-2)}), []string{"IFLA_XDP/IFLA_XDP_FD", "file descriptor -2"}},
		{"socket that is no file", add(link.Link{Data: &link.GTP{FD0: new(-1)}}), []string{"IFLA_GTP_FD0", "file descriptor -1"}},
		{"channel that is no file", add(link.Link{Data: &link.PPP{FD: new(-3)}}), []string{"IFLA_PPP_DEV_FD", "file descriptor -3"}},
		{"master, and none", link.Filter{Master: 3, NoMaster: true}.Request(), []string{"link list", "IFLA_MASTER", "NoMaster"}},
		{"no token", link.SetToken(veth0, netip.Addr{}), []string{`link set "veth0"`, "IFLA_AF_SPEC", "the zero Addr"}},
		{"token with an upper half", link.SetToken(veth0, addr("2001:db8::1")), []string{"IFLA_AF_SPEC/AF_INET6/IFLA_INET6_TOKEN", "upper half"}},
		{"segments over 16 bits", link.Set(veth0, &link.Link{GSOMaxSegs: new(uint32(1 << 16))}), []string{"IFLA_GSO_MAX_SEGS", "more than 65535"}},
		{"token of IPv4", link.SetToken(veth0, addr("192.0.2.1")), []string{"IFLA_AF_SPEC/AF_INET6/IFLA_INET6_TOKEN", "no IPv6 address"}},
		{"profile of 40 bytes", link.Set(veth0, &link.Link{PortSelf: &link.PortProfile{Profile: strings.Repeat("x", 40)}}),
			[]string{"IFLA_PORT_SELF/IFLA_PORT_PROFILE", "40 bytes, at most 39 fit"}},
		{"profile with NUL", link.Set(veth0, &link.Link{PortSelf: &link.PortProfile{Profile: "a\x00b"}}),
			[]string{"IFLA_PORT_SELF/IFLA_PORT_PROFILE", "NUL"}},
		{"UUID of 4 bytes", link.Set(veth0, &link.Link{PortSelf: &link.PortProfile{HostUUID: make([]byte, 4)}}),
			[]string{"IFLA_PORT_SELF/IFLA_PORT_HOST_UUID", "4 bytes, want 16"}},
		{"short address of a function", link.Set(veth0, &link.Link{VFs: []link.VF{{HardwareAddr: net.HardwareAddr{2, 0, 0}}}}),
			[]string{"IFLA_VFINFO_LIST/IFLA_VF_INFO/IFLA_VF_MAC", "neither 6 bytes"}},
		{"setting whose number has a bit too many", link.Set(veth0, &link.Link{AFSpec: &link.AFSpec{InetSettings: []link.InetSetting{{ID: 0x8001}}}}),
			[]string{"IFLA_INET_CONF", "setting 32769 is out of range"}},
		{"two GUIDs", link.Set(veth0, &link.Link{VFs: []link.VF{{NodeGUID: new(uint64(1)), PortGUID: new(uint64(2))}}}),
			[]string{"IFLA_VF_IB_PORT_GUID", "a VF of its own"}},
		{"VLAN over 12 bits", link.Set(veth0, &link.Link{VFs: []link.VF{{VLAN: &link.VFVLAN{ID: 1<<16 + 5}}}}),
			[]string{"IFLA_VF_INFO/IFLA_VF_VLAN", "VLANs up to 4095"}},
		{"priority over 3 bits", link.Set(veth0, &link.Link{VFs: []link.VF{{VLANs: []link.VFVLAN{{ID: 5, QoS: 8}}}}}),
			[]string{"IFLA_VF_VLAN_LIST/IFLA_VF_VLAN_INFO", "priorities up to 7"}},
		{"VLAN protocol of the old form", link.Set(veth0, &link.Link{VFs: []link.VF{{VLAN: &link.VFVLAN{ID: 5, Protocol: 0x88a8}}}}),
			[]string{"IFLA_VF_VLAN", "give the VLAN in VLANs"}},
		{"ignored in an old link: queues", link.Set(veth0, &link.Link{NumTxQueues: 1}), []string{"IFLA_NUM_TX_QUEUES", "when the link is created"}},
		{"ignored in an old link: parent device", link.Set(veth0, &link.Link{ParentDevName: "x"}), []string{"IFLA_PARENT_DEV_NAME", "when the link is created"}},
		{"ignored in an old link: parent", link.Set(veth0, &link.Link{ParentIndex: new(1)}), []string{"IFLA_LINK", "when the link is created"}},

		{"peer's name too long", peer(link.Link{Name: "sixteen-letters-"}), []string{`link add "veth0"`, inPeer + "IFLA_IFNAME", "16 bytes"}},
		{"peer's peer", peer(link.Link{Data: &link.Veth{}}), []string{inPeer + "IFLA_LINKINFO", "a peer is of the same kind"}},
		{"link that is its own peer", own, []string{inPeer + "IFLA_LINKINFO", "a peer is of the same kind"}},
		{"peer with families", peer(link.Link{AFSpec: &link.AFSpec{}}), []string{inPeer + "IFLA_AF_SPEC", "set it afterwards"}},
		{"peer with a parent", peer(link.Link{ParentIndex: new(1)}), []string{inPeer + "IFLA_LINK", "the parent of a peer is the link"}},
		{"peer with a parent device", peer(link.Link{ParentDevName: "x"}), []string{inPeer + "IFLA_PARENT_DEV_NAME", "the parent of a peer is the link"}},
		{"peer with a master", peer(link.Link{Name: "x", Master: new(1)}), []string{inPeer + "IFLA_MASTER", "set it afterwards"}},
		{"peer's index after a move", peer(link.Link{NewIndex: 9}), []string{inPeer + "IFLA_NEW_IFINDEX", "own is Index"}},
		{"kind without a name", add(link.Link{Data: &link.UnknownKind{}}), []string{"IFLA_LINKINFO/IFLA_INFO_KIND", "no name"}},
		{"kind that is nil", add(link.Link{Data: (*link.Bridge)(nil)}), []string{"IFLA_LINKINFO/IFLA_INFO_KIND", "nil pointer"}},
		{"kind with damaged attributes", add(link.Link{Data: &link.UnknownKind{Name: "x", Data: []byte{9, 0, 1, 0}}}),
			[]string{"IFLA_LINKINFO/IFLA_INFO_DATA", "attribute of 9 bytes where 4 are left"}},
		{"port that is nil", link.SetPort(veth0, nil), []string{"IFLA_LINKINFO", "nil pointer"}},
		{"port that is a nil pointer", link.SetPort(veth0, (*link.BondPort)(nil)), []string{"IFLA_LINKINFO", "nil pointer"}},

		{"time between ticks", add(link.Link{Data: &link.Bridge{HelloTime: 1500 * time.Microsecond}}),
			[]string{"IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_BR_HELLO_TIME", "1.5ms is no multiple of 10ms"}},
		{"negative time", add(link.Link{Data: &link.Bridge{AgeingTime: new(-time.Second)}}), []string{"IFLA_BR_AGEING_TIME", "time -1s is below zero"}},
		{"time over 32 bits", add(link.Link{Data: &link.Bridge{MaxAge: 500 * 24 * time.Hour}}), []string{"IFLA_BR_MAX_AGE", "longer than 11930h27m52.95s"}},
		{"group address of 4 bytes", add(link.Link{Data: &link.Bridge{GroupAddr: make(net.HardwareAddr, 4)}}),
			[]string{"IFLA_BR_GROUP_ADDR", "4 bytes, want 6"}},
		{"negative backup port", port(link.BridgePort{BackupPort: new(-1)}), []string{"IFLA_BRPORT_BACKUP_PORT", "-1 is out of range"}},

		{"group with a name", link.SetInGroup(7, &link.Link{Name: "x"}), []string{"link set group 7", "for all its links"}},
		{"group within a group", link.SetInGroup(7, &link.Link{Group: new(uint32(8))}), []string{"link set group 7", "for all its links"}},
		{"bridge link by name", link.SetBridgeLink(veth0, &link.BridgePort{}, nil), []string{`bridge link set "veth0"`, "needs the link's index"}},
		{"bridge link without a change", link.SetBridgeLink(link.Index(3), nil, nil), []string{"bridge link set index 3", "nothing is given"}},
		{"bridge's part of a link", link.Set(veth0, &link.Link{AFSpec: &link.AFSpec{Bridge: &link.BridgeSpec{}}}),
			[]string{"IFLA_AF_SPEC", "SetBridgeLink"}},
		{"kinds of links with IPv6", link.Filter{IPv6: true, Kind: "veth"}.Request(), []string{"link list", "goes with no other filter"}},
		{"kinds of bridge ports", link.Filter{BridgePorts: true, Kind: "veth"}.Request(), []string{"link list", "lists no kinds"}},
		{"payload over 16 bits", link.Set(veth0, &link.Link{Unknown: []rtattr.Raw{{Type: 100, Data: make([]byte, 1<<16)}}}),
			[]string{"attribute 100", "65536 bytes, at most 65531"}},
	})
}

// badInput is a request that cannot be made.
type badInput struct {
	name string
	req  nlmsg.Request
	want []string // all are part of the error
}

func testBadInput(t *testing.T, tests []badInput) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := tt.req.AppendBinary([]byte("before"))
			if err == nil {
				t.Fatalf("no error; the request is % x", b)
			}
			if string(b) != "before" {
				t.Errorf("left in the buffer: %q", b)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q, want %q in it", err, part)
				}
			}
		})
	}
}

// A whole link has no numbers either that its message has no room for.
func TestNumbersThatDoNotFitAreNotWritten(t *testing.T) {
	fd := math.MaxInt32
	if fd++; fd < 0 {
		t.Skip("an int has 32 bits")
	}
	for want, l := range map[string]link.Link{
		"IFLA_XDP/IFLA_XDP_FD at offset 36: file descriptor":                   {XDP: &link.XDP{FD: &fd}},
		"IFLA_MAX_PACING_OFFLOAD_HORIZON at offset 32: the time is below zero": {State: link.State{MaxPacingOffloadHorizon: -1}},
	} {
		if b, err := l.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("% x, %v, want an error with %s", b, err, want)
		}
	}
}

// A link that is its own peer has no end.
func TestOwnPeerIsNotWritten(t *testing.T) {
	l := link.Link{Name: "vxcan0"}
	l.Data = &link.VXCAN{Peer: &l}
	if b, err := l.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), "kind or peer of its own") {
		t.Errorf("% x, %v, want an error", b, err)
	}
}

func TestNilKindsAreNotWritten(t *testing.T) {
	for _, l := range []link.Link{
		{Data: (*link.Bridge)(nil)},
		{Port: (*link.BridgePort)(nil)},
		{Family: linux.AF_BRIDGE, Port: (*link.BridgePort)(nil)},
		{Family: linux.AF_BRIDGE, Port: (*link.UnknownKind)(nil)},
	} {
		if b, err := l.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), "nil pointer") {
			t.Errorf("%+v: % x, %v, want an error", l, b, err)
		}
	}
}

func TestBadMessages(t *testing.T) {
	for _, tt := range []struct {
		name string
		msg  nlmsg.Message
		want string
	}{
		{"another type", nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}},
			"link decode: message of type 20, want RTM_NEWLINK"},
		{"short header", newLink(make([]byte, 15)), "link decode: at offset 16: fixed header of 15 bytes, want 16"},
		{"short MTU", newLink(body(func(e *rtattr.Encoder) { e.Bytes(linux.IFLA_MTU, []byte{1, 2, 3}) })),
			"link decode: IFLA_MTU at offset 32: 3 bytes, want 4"},
		{"short attribute of a peer", newLink(body(func(e *rtattr.Encoder) {
			e.Nest(linux.IFLA_LINKINFO, func() {
				e.Nest(linux.IFLA_INFO_DATA, func() {
					e.Nest(linux.VETH_INFO_PEER, func() {
						e.Struct(16)
						e.Bytes(linux.IFLA_MTU, []byte{1, 2, 3})
					})
				})
				e.String(linux.IFLA_INFO_KIND, "veth")
			})
		})), "link decode: IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_MTU at offset 60: 3 bytes, want 4"},
		{"peer of a peer", newLink(body(func(e *rtattr.Encoder) {
			pair := func(kind string, peer func()) {
				e.Nest(linux.IFLA_LINKINFO, func() {
					e.String(linux.IFLA_INFO_KIND, kind)
					e.Nest(linux.IFLA_INFO_DATA, func() { e.Nest(linux.VXCAN_INFO_PEER, peer) })
				})
			}
			pair("veth", func() {
				e.Struct(16)
				pair("vxcan", func() { e.Struct(16) })
			})
		})), "link decode: IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_LINKINFO/IFLA_INFO_DATA at offset 88: " +
			"a peer is of the same kind as the link, and has no kind or peer of its own"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := link.Decode(tt.msg)
			if err == nil || err.Error() != tt.want {
				t.Errorf("%v, %v\nwant %s", l, err, tt.want)
			}
		})
	}
}

// newLink is an RTM_NEWLINK with a body.
func newLink(body []byte) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}, Data: body}
}

// body is an ifinfomsg and attributes.
func body(attrs func(e *rtattr.Encoder)) []byte {
	e := rtattr.NewEncoder(nil)
	e.Struct(16)
	attrs(e)
	b, err := e.Result()
	if err != nil {
		panic(err)
	}
	return b
}
