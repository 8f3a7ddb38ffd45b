package link_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	bridgedb "github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// bridgeOptions are options of a bridge, each with another value than the
// kernel's own.
var bridgeOptions = &link.Bridge{
	ForwardDelay: new(4 * time.Second), HelloTime: 3 * time.Second, MaxAge: 9 * time.Second,
	Priority: new(uint16(0x1000)), STPState: new(uint32(1)), AgeingTime: new(90 * time.Second),
	FDBMaxLearned: new(uint32(1000)),
	GroupAddr:     mac("01:80:c2:00:00:05"), GroupFwdMask: new(uint16(0x4008)),
	McastSnooping: new(false), McastRouter: new(uint8(2)), McastQuerier: new(true),
	McastQueryUseIfaddr: new(true), McastIGMPVersion: 3, McastMLDVersion: 2, McastStatsEnabled: new(true),
	McastHashMax: new(uint32(2048)), McastLastMemberCount: new(uint32(5)), McastStartupQueryCount: new(uint32(7)),
	McastLastMemberInterval: new(2 * time.Second), McastMembershipInterval: new(200 * time.Second),
	McastQuerierInterval: new(201 * time.Second), McastQueryInterval: new(100 * time.Second),
	McastQueryResponseInterval: new(20 * time.Second), McastStartupQueryInterval: new(30 * time.Second),
	NFCallIPTables: new(true), NFCallIP6Tables: new(true), NFCallARPTables: new(true),
}

// bridgeKind are bridges for TestReportFields.
var bridgeKind = kindTest{full: &link.Link{Data: &link.Bridge{}}, live: []liveTest{
	{link: &link.Link{Data: bridgeOptions}},
	{link: &link.Link{Data: &link.Bridge{
		VLANFiltering: new(true), VLANProtocol: unix.ETH_P_8021AD, VLANDefaultPVID: new(uint16(5)),
		VLANStatsEnabled: new(true), VLANStatsPerPort: new(true),
	}}},
	{name: "no-ll-learn", link: &link.Link{Data: &link.Bridge{BoolOptions: &link.Bits{Value: 1, Mask: 1}}}},
	{name: "mcast-vlan-snooping", link: &link.Link{Data: &link.Bridge{VLANFiltering: new(true), BoolOptions: &link.Bits{Value: 2, Mask: 2}}}},
	{name: "mst", link: &link.Link{Data: &link.Bridge{BoolOptions: &link.Bits{Value: 4, Mask: 4}}}},
	{name: "mdb-offload-fail-notification", link: &link.Link{Data: &link.Bridge{BoolOptions: &link.Bits{Value: 8, Mask: 8}}}},
	{name: "fdb-local-vlan-0", link: &link.Link{Data: &link.Bridge{BoolOptions: &link.Bits{Value: 16, Mask: 16}}}},
	{name: "stp-mode", link: &link.Link{Data: &link.Bridge{STPMode: new(uint32(1))}}},
}}

// What a bridge is given is read back, each option with another value than the
// kernel's own.
func TestBridgeOptionsComeBack(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	want := bridgeOptions
	do(t, conn, link.Add(&link.Link{Name: "br0", Data: want}))
	got := bridgeData(t, get(t, conn, link.Name("br0")))

	opts := cmp.Options{
		cmpopts.IgnoreTypes(link.BridgeState{}),
		// Not set above: newer kernels ignore or lack them.
		cmpopts.IgnoreFields(link.Bridge{}, "McastHashElasticity", "BoolOptions", "STPMode"),
		// Not built into some kernels: see TestBridgeVLANOptions.
		cmpopts.IgnoreFields(link.Bridge{}, "VLANFiltering", "VLANProtocol", "VLANDefaultPVID",
			"VLANStatsEnabled", "VLANStatsPerPort"),
	}
	if !testns.KernelSince(t, 6, 7) {
		opts = append(opts, cmpopts.IgnoreFields(link.Bridge{}, "FDBMaxLearned"))
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("bridge (-set +read)\n%s", diff)
	}
	if got.ID.Priority != 0x1000 || got.RootID != got.ID {
		t.Errorf("id %v, root %v: want priority 1000 and itself the root", got.ID, got.RootID)
	}
	if got.FDBFlush || got.Unknown != nil {
		t.Errorf("flush %v, unknown %v: want neither", got.FDBFlush, got.Unknown)
	}
}

// No groups are a limit too.
func TestBridgeWithoutGroups(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 0) {
		t.Skip("the limit has to be a power of two before Linux 5.0")
	}
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Data: &link.Bridge{McastHashMax: new(uint32(0))}}))
	got := bridgeData(t, get(t, conn, link.Name("br0"))).McastHashMax
	if diff := cmp.Diff(new(uint32(0)), got); diff != "" {
		t.Errorf("McastHashMax (-set +read)\n%s", diff)
	}
}

// The kernel takes the nearest interval between queries that it allows.
func TestBridgeQueryIntervals(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	for give, want := range map[time.Duration]time.Duration{
		10 * time.Millisecond: time.Second,
		48 * time.Hour:        24 * time.Hour,
	} {
		if give > want && !testns.KernelSince(t, 6, 17) || !testns.KernelSince(t, 5, 16) {
			continue
		}
		do(t, conn, link.Add(&link.Link{Name: "br0", Data: &link.Bridge{
			McastQueryInterval: &give, McastStartupQueryInterval: &give,
		}}))
		got := bridgeData(t, get(t, conn, link.Name("br0")))
		if *got.McastQueryInterval != want || *got.McastStartupQueryInterval != want {
			t.Errorf("%v: read %v and %v, want %v", give, *got.McastQueryInterval, *got.McastStartupQueryInterval, want)
		}
		do(t, conn, link.Del(link.Name("br0")))
	}
}

func TestBridgeVLANOptions(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	want := &link.Bridge{
		VLANFiltering: new(true), VLANProtocol: unix.ETH_P_8021AD, VLANDefaultPVID: new(uint16(5)),
		VLANStatsEnabled: new(true), VLANStatsPerPort: new(true),
	}
	do(t, conn, link.Add(&link.Link{Name: "br0", Data: want}))
	got := bridgeData(t, get(t, conn, link.Name("br0")))
	read := &link.Bridge{
		VLANFiltering: got.VLANFiltering, VLANProtocol: got.VLANProtocol, VLANDefaultPVID: got.VLANDefaultPVID,
		VLANStatsEnabled: got.VLANStatsEnabled, VLANStatsPerPort: got.VLANStatsPerPort,
	}
	if diff := cmp.Diff(want, read); diff != "" {
		t.Errorf("bridge (-set +read)\n%s", diff)
	}
}

// A change leaves the rest as it is, and what was read can be sent back.
func TestBridgeChange(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, bridge("br0"))
	br := get(t, conn, link.Name("br0"))
	before := br.Clone()

	data := bridgeData(t, br)
	data.AgeingTime = new(time.Minute)
	// But for these, which a kernel without VLAN filtering reports and refuses.
	data.VLANFiltering, data.BoolOptions = nil, nil
	do(t, conn,
		link.Set(br, &link.Link{Data: data}),
		link.Set(br, &link.Link{Data: &link.Bridge{
			Priority: new(uint16(4096)), FDBFlush: true, BoolOptions: &link.Bits{Value: 1, Mask: 1},
		}}))

	after := bridgeData(t, get(t, conn, br))
	want := bridgeData(t, &before)
	want.AgeingTime = new(time.Minute)
	want.Priority = new(uint16(4096))
	want.BoolOptions.Value |= 1
	if diff := cmp.Diff(want, after, cmpopts.IgnoreTypes(link.BridgeState{})); diff != "" {
		t.Errorf("bridge (-want +read)\n%s", diff)
	}
}

func TestBridgePort(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	br, err := link.Create(conn, &link.Link{Name: "br0", Data: &link.Bridge{}})
	if err != nil {
		t.Fatal(err)
	}
	do(t, conn, veth("port0", "far0"), veth("port1", "far1"),
		link.SetMaster(link.Name("port0"), br), link.SetMaster(link.Name("port1"), br))
	port0, port1 := get(t, conn, link.Name("port0")), get(t, conn, link.Name("port1"))

	want := &link.BridgePort{
		Priority: new(uint16(16)), Cost: 50, Guard: new(true), Protect: new(true), Hairpin: new(true),
		Learning: new(false), Locked: new(true), MAB: new(false),
		UnicastFlood: new(false), McastFlood: new(false), BcastFlood: new(false), Isolated: new(true),
		ProxyARP: new(true), ProxyARPWiFi: new(true), NeighSuppress: new(true), NeighVLANSuppress: new(true),
		MulticastRouter: new(uint8(2)), FastLeave: new(true), McastToUcast: new(true),
		McastEHTHostsLimit: 100, GroupFwdMask: new(uint16(8)), VLANTunnel: new(true),
		BackupPort: &port1.Index, BackupNHID: new(uint32(7)),
	}
	do(t, conn, link.SetPort(link.Name("port0"), want))
	port0 = get(t, conn, port0)
	opts := cmp.Options{
		cmpopts.IgnoreTypes(link.BridgePortState{}),
		// Not set above: State follows the carrier; the others some kernels lack.
		cmpopts.IgnoreFields(link.BridgePort{}, "State", "NeighForwardGrat", "McastMaxGroups", "LearningSync"),
	}
	for field, has := range map[string]bool{
		"McastEHTHostsLimit": testns.KernelSince(t, 5, 12),
		"Locked":             testns.KernelSince(t, 5, 18),
		"MAB":                testns.KernelSince(t, 6, 2),
		"NeighVLANSuppress":  testns.KernelSince(t, 6, 4),
		"BackupNHID":         testns.KernelSince(t, 6, 6),
	} {
		if !has {
			opts = append(opts, cmpopts.IgnoreFields(link.BridgePort{}, field))
		}
	}
	if diff := cmp.Diff(want, bridgePort(t, port0), opts); diff != "" {
		t.Errorf("port (-set +read)\n%s", diff)
	}

	// Bridges tell the same in messages of AF_BRIDGE, of the bridge as well.
	ports, err := link.Filter{BridgePorts: true, Master: br.Index}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]*link.BridgePort{}
	for _, l := range ports {
		if l.Family != unix.AF_BRIDGE {
			t.Errorf("%v: family %d, want AF_BRIDGE", l, l.Family)
		}
		if l.Index != br.Index {
			names[l.Name] = bridgePort(t, &l)
		}
	}
	if diff := cmp.Diff(want, names["port0"], opts); len(names) != 2 || diff != "" {
		t.Errorf("%d ports of %v, want 2; port0 (-set +listed)\n%s", len(names), br, diff)
	}

	// The other way in: RTM_SETLINK of AF_BRIDGE.
	do(t, conn, link.SetBridgeLink(port0, &link.BridgePort{Hairpin: new(false), Flush: true}, nil))
	if got := bridgePort(t, get(t, conn, port0)); *got.Hairpin || got.Flush || got.Cost != 50 {
		t.Errorf("hairpin %v, flush %v, cost %d: want false, false, 50", *got.Hairpin, got.Flush, got.Cost)
	}
}

func bridgeData(t testing.TB, l *link.Link) *link.Bridge {
	t.Helper()
	br, ok := l.Data.(*link.Bridge)
	if !ok {
		t.Fatalf("%v is a %T, want *link.Bridge", l, l.Data)
	}
	return br
}

func bridgePort(t testing.TB, l *link.Link) *link.BridgePort {
	t.Helper()
	p, ok := l.Port.(*link.BridgePort)
	if !ok {
		t.Fatalf("%v has %T as a port, want *link.BridgePort", l, l.Port)
	}
	return p
}

// A port's VLANs, their tunnels and its spanning trees are set and read in
// messages of AF_BRIDGE.
func TestBridgeSpec(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	data := &link.Bridge{VLANFiltering: new(true)}
	if testns.KernelSince(t, 5, 18) {
		data.BoolOptions = &link.Bits{Value: 4} // BR_BOOLOPT_MST_ENABLE
	}
	br, err := link.Create(conn, &link.Link{Name: "br0", Data: data})
	if errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("not in this kernel: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	do(t, conn, veth("port0", "far0"), link.SetMaster(link.Name("port0"), br))
	port := get(t, conn, link.Name("port0"))
	want := &link.BridgeSpec{
		VLANs: []link.BridgeVLAN{
			{ID: 1, Flags: pvid | untagged}, {ID: 10, Flags: first}, {ID: 12, Flags: last},
		},
		Tunnels: []link.BridgeTunnel{{ID: 1000, VLAN: 10, Flags: first}, {ID: 1002, VLAN: 12, Flags: last}},
	}
	do(t, conn,
		link.SetPort(port, &link.BridgePort{VLANTunnel: new(true)}),
		link.SetBridgeLink(port, nil, &link.BridgeSpec{VLANs: want.VLANs[1:]}),
		link.SetBridgeLink(port, nil, &link.BridgeSpec{Tunnels: want.Tunnels}))
	filter := link.Filter{BridgePorts: true, Extra: 4} // RTEXT_FILTER_BRVLAN_COMPRESSED
	if data.BoolOptions != nil {
		want.MST = []link.BridgeMST{{MSTI: 5, State: 4}}
		do(t, conn,
			link.SetBridgeLink(port, nil, &link.BridgeSpec{VLANs: []link.BridgeVLAN{{ID: 20}}}),
			bridgedb.SetVLANOptions(br.Index, bridgedb.VLANOptions{ID: 20, MSTI: new(uint16(5))}),
			link.SetBridgeLink(port, nil, &link.BridgeSpec{MST: want.MST}))
		want.VLANs = append(want.VLANs, link.BridgeVLAN{ID: 20})
		filter.Extra |= 128                                  // RTEXT_FILTER_MST
		want.MST = append([]link.BridgeMST{{}}, want.MST...) // the common tree
	}
	list, err := filter.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.Index != port.Index {
			continue
		}
		if diff := cmp.Diff(want, l.AFSpec.Bridge); diff != "" {
			t.Errorf("(-set +read)\n%s", diff)
		}
		return
	}
	t.Errorf("read %v, want port0 among them", list)
}
