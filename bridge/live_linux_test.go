package bridge_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// The indexes of a bridge and its ports.
const br, port0, port1 = 10, 11, 12

// dial opens a connection in a namespace of the test's own, in which there are
// the bridge, which has what data says, and its ports, all of them up. The ports
// forward: before they have a carrier, they take no groups.
func dial(t testing.TB, data *link.Bridge) *nlmsg.Conn {
	t.Helper()
	conn, _ := dialNS(t, data)
	return conn
}

func dialNS(t testing.TB, data *link.Bridge) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	conn := testconn.Dial(t, nlmsg.Config{NetNS: ns})
	port := func(name string, index int) nlmsg.Request {
		return link.Add(&link.Link{Name: name, Index: index, Flags: unix.IFF_UP, Master: new(br),
			Data: &link.Veth{Peer: &link.Link{Name: "far" + name, Index: index + 10}}})
	}
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: br, Flags: unix.IFF_UP, Data: data}),
		port("port0", port0), port("port1", port1),
		link.SetUp(link.Name("farport0")), link.SetUp(link.Name("farport1")))
	events := testconn.Dial(t, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	forwarding := func(l *link.Link) bool {
		p, ok := l.Port.(*link.BridgePort)
		return ok && p.State != nil && *p.State == link.PortForwarding
	}
	for _, port := range []int{port0, port1} {
		if _, err := link.Wait(t.Context(), conn, events, link.Index(port), forwarding); err != nil {
			t.Fatal(err)
		}
	}
	return conn, ns
}

// do makes requests. What the kernel lacks skips the test.
var do = testconn.DoOrSkip

func groups(t testing.TB, conn *nlmsg.Conn) []bridge.Group {
	t.Helper()
	list, err := bridge.ListMDBs(conn)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Bridge != br {
		t.Fatalf("read %+v, want the database of one bridge", list)
	}
	return list[0].Groups
}

func TestGroupsLive(t *testing.T) {
	t.Parallel()
	conn := dial(t, &link.Bridge{McastSnooping: new(true), McastIGMPVersion: 3})
	want := []bridge.Group{
		{Bridge: br, Port: port0, Addr: ip("239.1.1.1"), Permanent: true},
		{Bridge: br, Port: port1, Addr: ip("239.1.1.1"), Permanent: true},
		{Bridge: br, Port: port0, Addr: ip("ff0e::7"), Permanent: true},
		{Bridge: br, Port: port0, Addr: ip("239.1.1.2"), Source: ip("192.0.2.1"), Permanent: true},
		{Bridge: br, Port: br, Addr: ip("239.1.1.3")},
	}
	if testns.KernelSince(t, 5, 11) {
		want = append(want, bridge.Group{Bridge: br, Port: port1, HardwareAddr: mac("01:00:5e:00:01:01"), Permanent: true})
	}
	for i := range want {
		do(t, conn, bridge.AddGroup(&want[i]))
	}
	if err := conn.Do(bridge.AddGroup(&want[0])); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v, want EEXIST", err)
	}

	got := groups(t, conn)
	sorted := cmpopts.SortSlices(func(a, b bridge.Group) bool { return a.String() < b.String() })
	// What the kernel decides.
	decided := cmpopts.IgnoreFields(bridge.Group{}, "Mode", "Sources", "Protocol", "Flags", "Timer")
	ours := func(g bridge.Group) bool {
		return g.Addr != ip("ff02::1:ff00:0") && g.Protocol == unix.RTPROT_STATIC || g.Port == br
	}
	var static []bridge.Group
	for _, g := range got {
		if g.Unknown != nil {
			t.Errorf("%v has %d attributes without a field", g, len(g.Unknown))
		}
		if ours(g) && (g.Port != br || g.Addr == ip("239.1.1.3")) {
			static = append(static, g)
		}
	}
	if diff := cmp.Diff(want, static, values, sorted, decided); diff != "" {
		t.Errorf("(-added +read)\n%s", diff)
	}

	do(t, conn, bridge.DelGroup(&want[0]))
	if err := conn.Do(bridge.DelGroup(&want[0])); err == nil {
		t.Error("deleted twice")
	}
	for _, g := range groups(t, conn) {
		if g.Addr == want[0].Addr && g.Port == want[0].Port {
			t.Errorf("%v is still there", g)
		}
	}
}

func TestTemporaryGroup(t *testing.T) {
	t.Parallel()
	conn := dial(t, &link.Bridge{McastSnooping: new(true)})
	do(t, conn, bridge.AddGroup(&bridge.Group{Bridge: br, Port: port0, Addr: ip("239.1.1.1")}))
	list := groups(t, conn)
	i := slices.IndexFunc(list, func(g bridge.Group) bool { return g.Addr == ip("239.1.1.1") })
	if i < 0 || list[i].Permanent || list[i].Timer <= 0 || list[i].Timer > time.Hour {
		t.Errorf("read %+v, want one that ends", list)
	}
}

func TestGroupWithSources(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 3) {
		t.Skip("since Linux 6.3")
	}
	conn := dial(t, &link.Bridge{McastSnooping: new(true), McastIGMPVersion: 3})
	g := &bridge.Group{Bridge: br, Port: port0, Addr: ip("239.1.1.1"), Mode: new(uint8(1)), Permanent: true,
		Sources: []bridge.Source{{Addr: ip("192.0.2.1")}}, Protocol: 99}
	do(t, conn, bridge.AddGroup(g))
	g.Sources = []bridge.Source{{Addr: ip("192.0.2.2")}, {Addr: ip("192.0.2.3")}}
	do(t, conn, bridge.ReplaceGroup(g))
	for _, read := range groups(t, conn) {
		if read.Addr != g.Addr || read.Source.IsValid() {
			continue
		}
		sorted := cmpopts.SortSlices(func(a, b bridge.Source) bool { return a.Addr.Less(b.Addr) })
		if diff := cmp.Diff(g, &read, values, sorted, cmpopts.IgnoreFields(bridge.Group{}, "Flags")); diff != "" {
			t.Errorf("(-replaced +read)\n%s", diff)
		}
		return
	}
	t.Error("the group is not there")
}

func TestGetGroup(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 7) {
		t.Skip("since Linux 6.7")
	}
	conn := dial(t, &link.Bridge{McastSnooping: new(true)})
	for _, port := range []int{port0, port1} {
		do(t, conn, bridge.AddGroup(&bridge.Group{Bridge: br, Port: port, Addr: ip("239.1.1.1"), Permanent: true}))
	}
	got, err := bridge.GetGroup(conn, bridge.GroupQuery{Bridge: br, Addr: ip("239.1.1.1")})
	if err != nil || len(got) != 2 {
		t.Errorf("read %v, %v, want two ports", got, err)
	}
	if _, err := bridge.GetGroup(conn, bridge.GroupQuery{Bridge: br, Addr: ip("239.1.1.9")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestFlushGroups(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 8) {
		t.Skip("since Linux 6.8")
	}
	conn := dial(t, &link.Bridge{McastSnooping: new(true)})
	for _, port := range []int{port0, port1} {
		do(t, conn, bridge.AddGroup(&bridge.Group{Bridge: br, Port: port, Addr: ip("239.1.1.1"), Permanent: true}))
	}
	do(t, conn, bridge.FlushGroups(&bridge.GroupFlush{Bridge: br, Port: port0, Permanent: new(true)}))
	var left []int
	for _, g := range groups(t, conn) {
		if g.Addr == ip("239.1.1.1") {
			left = append(left, g.Port)
		}
	}
	if len(left) != 1 || left[0] != port1 {
		t.Errorf("left are ports %v, want %d", left, port1)
	}
}

func TestVXLANGroup(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 4) {
		t.Skip("since Linux 6.4")
	}
	conn := dial(t, &link.Bridge{})
	const vxlan = 30
	do(t, conn, link.Add(&link.Link{Name: "vxlan0", Index: vxlan, Flags: unix.IFF_UP, Data: &link.UnknownKind{
		Name: "vxlan", Data: []byte{8, 0, 1, 0, 42, 0, 0, 0}, // IFLA_VXLAN_ID
	}}))
	want := bridge.Group{Bridge: vxlan, Port: vxlan, Addr: ip("239.1.1.1"), Permanent: true,
		Dst: ip("198.51.100.1"), DstPort: 4790, VNI: new(uint32(200)), OIF: br}
	do(t, conn, bridge.AddGroup(&want))
	list, err := bridge.ListMDBs(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, db := range list {
		if db.Bridge == vxlan && len(db.Groups) == 1 {
			decided := cmpopts.IgnoreFields(bridge.Group{}, "Mode", "Protocol", "Flags")
			if diff := cmp.Diff(want, db.Groups[0], values, decided); diff != "" {
				t.Errorf("(-added +read)\n%s", diff)
			}
			do(t, conn, bridge.DelGroup(&want))
			return
		}
	}
	t.Errorf("read %+v, want one group of the VXLAN", list)
}

func TestVLANsLive(t *testing.T) {
	t.Parallel()
	conn := dial(t, &link.Bridge{VLANFiltering: new(true)})
	forwarding, blocking := new(bridge.StateForwarding), new(bridge.StateBlocking)
	var detected, always *uint8
	if testns.KernelSince(t, 5, 15) {
		detected, always = new(uint8(1)), new(uint8(2))
	}
	do(t, conn, bridge.AddVLANs(port0, bridge.VLAN{ID: 10, PVID: true, Untagged: true}, bridge.VLAN{ID: 100, Last: 200}),
		bridge.SetVLANs(port0, bridge.VLAN{ID: 150, State: blocking, McastRouter: always}),
		bridge.DelVLANs(port0, bridge.VLAN{ID: 1}),
		bridge.AddVLANs(br, bridge.VLAN{ID: 10}))
	if err := conn.Do(bridge.SetVLANs(port0, bridge.VLAN{ID: 300, State: new(bridge.StateBlocking)})); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("options of a VLAN that the port is not in: %v", err)
	}
	list, err := bridge.VLANFilter{Index: port0, Stats: true}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Index != port0 {
		t.Fatalf("read %+v, want one port", list)
	}
	want := []bridge.VLAN{
		{ID: 10, PVID: true, Untagged: true, State: forwarding, McastRouter: detected},
		{ID: 100, Last: 149, State: forwarding, McastRouter: detected},
		{ID: 150, State: blocking, McastRouter: always},
		{ID: 151, Last: 200, State: forwarding, McastRouter: detected},
	}
	// Newer kernels report more.
	later := cmpopts.IgnoreFields(bridge.VLAN{}, "Stats", "McastNGroups", "McastMaxGroups", "NeighSuppress", "NeighForwardGrat")
	// With counters, no VLANs are a range.
	var ids int
	for _, v := range list[0].List {
		if v.Stats == nil {
			t.Errorf("VLAN %v has no counters", v)
		}
		ids++
	}
	if ids != 102 {
		t.Errorf("read %d VLANs with counters, want 102", ids)
	}
	list, err = bridge.VLANFilter{Index: port0}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, list[0].List, later); diff != "" {
		t.Errorf("(-set +read)\n%s", diff)
	}

	all, err := bridge.ListVLANs(conn)
	if err != nil {
		t.Fatal(err)
	}
	var indexes []int
	for _, v := range all {
		indexes = append(indexes, v.Index)
		if v.Index == br && !slices.ContainsFunc(v.List, func(one bridge.VLAN) bool { return one.ID == 10 || one.Last == 10 }) {
			t.Errorf("the bridge is no member of VLAN 10: %v", v.List)
		}
	}
	if diff := cmp.Diff([]int{br, port0, port1}, indexes); diff != "" {
		t.Errorf("interfaces (-want +read)\n%s", diff)
	}
}

func TestVLANOptionsLive(t *testing.T) {
	t.Parallel()
	conn := dial(t, &link.Bridge{VLANFiltering: new(true)})
	if !testns.KernelSince(t, 5, 15) {
		t.Skip("since Linux 5.15")
	}
	want := fullOptions
	want.Last, want.MSTI, want.McastQuerier = 0, nil, new(true)
	do(t, conn, bridge.AddVLANs(br, bridge.VLAN{ID: 10}), bridge.SetVLANOptions(br, want))
	list, err := bridge.VLANFilter{Index: br, Options: true}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		for _, o := range v.Options {
			if o.ID != want.ID {
				continue
			}
			if o.Unknown != nil {
				t.Errorf("%d attributes have no field", len(o.Unknown))
			}
			if diff := cmp.Diff(want, o, values, cmpopts.IgnoreFields(bridge.VLANOptions{}, "Routers", "Querier", "MSTI")); diff != "" {
				t.Errorf("(-set +read)\n%s", diff)
			}
			return
		}
	}
	t.Errorf("read %+v, want options of VLAN %d", list, want.ID)
}

// The routers of a VLAN are in a nest more than those of a database.
func TestVLANRoutersLive(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 15) {
		t.Skip("since Linux 5.15")
	}
	conn := dial(t, &link.Bridge{
		VLANFiltering: new(true), McastSnooping: new(true), BoolOptions: &link.Bits{Value: 2, Mask: 2},
	})
	do(t, conn, bridge.AddVLANs(br, bridge.VLAN{ID: 10}), bridge.AddVLANs(port0, bridge.VLAN{ID: 10}),
		bridge.SetVLANOptions(br, bridge.VLANOptions{ID: 10, McastSnooping: new(true)}),
		bridge.SetVLANs(port0, bridge.VLAN{ID: 10, McastRouter: new(uint8(2))}))
	list, err := bridge.VLANFilter{Index: br, Options: true}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		for _, o := range v.Options {
			if o.ID != 10 {
				continue
			}
			want := []bridge.Router{{Port: port0, VLAN: 10}}
			if diff := cmp.Diff(want, o.Routers, cmpopts.IgnoreFields(bridge.Router{}, "Type")); diff != "" {
				t.Errorf("(-want +read)\n%s", diff)
			}
			return
		}
	}
	t.Errorf("read %+v, want options of VLAN 10", list)
}
