package neigh_test

import (
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// vxlan0 is a VXLAN with VNI 100 and UDP port 4789.
const vxlan0 = 5

// IFLA_VXLAN_* of linux/if_link.h.
const (
	vxlanID              = 1
	vxlanLocal           = 4
	vxlanPort            = 15
	vxlanLocal6          = 17
	vxlanCollectMetadata = 25
)

// dialVXLAN makes vxlan0, with one VNI or, if it is external, many.
func dialVXLAN(t testing.TB, local string, external bool) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := dial(t)
	e := rtattr.NewEncoder(nil)
	e.Uint16BE(vxlanPort, 4789)
	if x := netip.MustParseAddr(local); x.Is4() {
		e.Addr(vxlanLocal, x)
	} else {
		e.Addr(vxlanLocal6, x)
	}
	if external {
		e.Bool(vxlanCollectMetadata, true)
	} else {
		e.Uint32(vxlanID, 100)
	}
	data, err := e.Result()
	if err != nil {
		t.Fatal(err)
	}
	do(t, conn, link.Add(&link.Link{Name: "vxlan0", Index: vxlan0, Data: &link.UnknownKind{Name: "vxlan", Data: data}}),
		link.SetUp(link.Index(vxlan0)))
	return conn, ns
}

var zeroMAC = mac("00:00:00:00:00:00")

// listVXLAN returns the entries of vxlan0, without the addresses that any
// interface takes frames for.
func listVXLAN(t testing.TB, conn *nlmsg.Conn) []neigh.FDB {
	t.Helper()
	got, err := neigh.FDBFilter{Index: vxlan0}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, func(f neigh.FDB) bool { return !f.Dst.IsValid() && f.NHID == 0 })
}

func TestAddedVXLANEntryIsRead(t *testing.T) {
	for _, tt := range []struct {
		name     string
		local    string
		external bool
		entry    neigh.FDB
	}{
		{"endpoint", "192.0.2.1", false, neigh.FDB{MAC: someMAC, State: permanent, Dst: ip("192.0.2.9")}},
		{"IPv6 endpoint", "2001:db8::1", false, neigh.FDB{MAC: someMAC, State: permanent, Dst: ip("2001:db8::9")}},
		{"what ages", "192.0.2.1", false, neigh.FDB{MAC: someMAC, State: neigh.StateReachable, Dst: ip("192.0.2.9")}},
		{"everything of an endpoint", "192.0.2.1", false, neigh.FDB{MAC: someMAC, State: permanent,
			Flags: neigh.FlagRouter | neigh.FlagExtLearned,
			Dst:   ip("192.0.2.9"), Port: 4790, VNI: new(uint32(200)), Via: veth0}},
		{"VNI of zero", "192.0.2.1", false, neigh.FDB{MAC: someMAC, State: permanent, Dst: ip("192.0.2.9"), VNI: new(uint32(0))}},
		{"for everything else", "192.0.2.1", false, neigh.FDB{MAC: zeroMAC, State: permanent, Dst: ip("192.0.2.9")}},
		{"many VNIs", "192.0.2.1", true, neigh.FDB{MAC: someMAC, State: permanent, Dst: ip("192.0.2.9"),
			SrcVNI: new(uint32(300)), VNI: new(uint32(200))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dialVXLAN(t, tt.local, tt.external)
			want := tt.entry
			want.Index = vxlan0
			want.Flags |= neigh.FlagSelf
			want.Type = 1 // RTN_UNICAST
			do(t, conn, neigh.AddFDB(&want))
			got := listVXLAN(t, conn)
			if diff := cmp.Diff([]neigh.FDB{want}, got, agedFDB); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}
			one, err := neigh.GetFDB(conn, &got[0])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&got[0], one, agedFDB); diff != "" {
				t.Errorf("got (-want +got)\n%s", diff)
			}
			do(t, conn, neigh.DelFDB(&got[0]))
			if rest := listVXLAN(t, conn); len(rest) != 0 {
				t.Fatalf("left after it was deleted: %v", rest)
			}
			_, err = neigh.GetFDB(conn, &got[0])
			refused(t, err, fs.ErrNotExist, "fdb get ")
			do(t, conn, neigh.AddFDB(&got[0]))
			if diff := cmp.Diff(got, listVXLAN(t, conn), agedFDB); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

// What only a VXLAN knows makes an entry the VXLAN's own, even if that is the port
// of a bridge, which has entries of its port.
func TestVXLANOnABridge(t *testing.T) {
	t.Parallel()
	conn, _ := dialVXLAN(t, "192.0.2.1", false)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: br0, Data: noVLANs}), link.SetUp(link.Index(br0)),
		link.SetMaster(link.Index(vxlan0), link.Index(br0)))
	own := neigh.FDB{Index: vxlan0, MAC: someMAC, State: neigh.StatePermanent, Dst: ip("192.0.2.9")}
	ofBridge := neigh.FDB{Index: vxlan0, MAC: someMAC, State: static}
	do(t, conn, neigh.AddFDB(&own), neigh.AddFDB(&ofBridge))
	filter := neigh.FDBFilter{Index: vxlan0, MAC: someMAC}
	wantOwn, wantBridge := own, ofBridge
	wantOwn.Flags, wantOwn.Type = neigh.FlagSelf, 1
	wantBridge.State, wantBridge.Master = neigh.StateNoARP, br0
	for _, tt := range []struct {
		name  string
		flags neigh.Flags
		want  neigh.FDB
	}{
		{"the VXLAN's", neigh.FlagSelf, wantOwn},
		{"the bridge's", neigh.FlagMaster, wantBridge},
	} {
		filter.Flags = tt.flags
		got, err := filter.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]neigh.FDB{tt.want}, got, agedFDB); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
	if got, err := neigh.GetFDB(conn, &own); err != nil || got.Dst != own.Dst {
		t.Errorf("got %v, %v, want the VXLAN's", got, err)
	}
	do(t, conn, neigh.DelFDB(&own))
	filter.Flags = 0
	if got, err := filter.List(conn); err != nil || len(got) != 1 || got[0].Master != br0 {
		t.Errorf("left: %v, %v, want the bridge's", got, err)
	}
}

func TestVXLANEndpoints(t *testing.T) {
	t.Parallel()
	conn, _ := dialVXLAN(t, "192.0.2.1", false)
	entry := func(m, dst string) *neigh.FDB {
		return &neigh.FDB{Index: vxlan0, MAC: mac(m), State: permanent, Flags: neigh.FlagSelf, Dst: ip(dst)}
	}
	const all, group, host = "00:00:00:00:00:00", "01:00:5e:00:00:01", "02:00:00:00:00:05"
	for _, m := range []string{all, group} {
		do(t, conn, neigh.AppendFDB(entry(m, "192.0.2.8")), neigh.AppendFDB(entry(m, "192.0.2.9")),
			neigh.AppendFDB(entry(m, "192.0.2.9"))) // once more
		refused(t, conn.Do(neigh.ReplaceFDB(entry(m, "192.0.2.7"))), syscall.EOPNOTSUPP, "fdb replace "+m)
	}
	do(t, conn, neigh.AddFDB(entry(host, "192.0.2.8")), neigh.ReplaceFDB(entry(host, "192.0.2.9")))
	refused(t, conn.Do(neigh.AddFDB(entry(host, "192.0.2.7"))), fs.ErrExist, "fdb add "+host)
	endpoints := func() map[string][]string {
		out := make(map[string][]string)
		for _, f := range listVXLAN(t, conn) {
			out[f.MAC.String()] = append(out[f.MAC.String()], f.Dst.String())
		}
		for _, list := range out {
			slices.Sort(list)
		}
		return out
	}
	both := []string{"192.0.2.8", "192.0.2.9"}
	want := map[string][]string{all: both, group: both, host: {"192.0.2.9"}}
	if diff := cmp.Diff(want, endpoints()); diff != "" {
		t.Errorf("endpoints (-want +got)\n%s", diff)
	}

	// One endpoint, or all of an address.
	do(t, conn, neigh.DelFDB(entry(all, "192.0.2.8")),
		neigh.DelFDB(&neigh.FDB{Index: vxlan0, MAC: mac(group), Flags: neigh.FlagSelf}))
	want = map[string][]string{all: {"192.0.2.9"}, host: {"192.0.2.9"}}
	if diff := cmp.Diff(want, endpoints()); diff != "" {
		t.Errorf("endpoints, after some were deleted (-want +got)\n%s", diff)
	}
}

// An entry may take its endpoints from a nexthop group.
func TestVXLANNexthops(t *testing.T) {
	t.Parallel()
	conn, ns := dialVXLAN(t, "192.0.2.1", false)
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "101", "via", "192.0.2.9", "fdb")
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "102", "group", "101", "fdb")
	f := &neigh.FDB{Index: vxlan0, MAC: someMAC, State: permanent, Flags: neigh.FlagSelf, Type: 1, NHID: 102}
	do(t, conn, neigh.AddFDB(f))
	if diff := cmp.Diff([]neigh.FDB{*f}, listVXLAN(t, conn), agedFDB); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFlushVXLAN(t *testing.T) {
	for _, tt := range []struct {
		name     string
		external bool
		flush    neigh.FDBFlush
		left     string // the last digits of the addresses
	}{
		{"all", false, neigh.FDBFlush{}, ""},
		{"an endpoint", false, neigh.FDBFlush{Dst: ip("192.0.2.8")}, "345"},
		{"a port", false, neigh.FDBFlush{UDPPort: 4790}, "1245"},
		{"a VNI", false, neigh.FDBFlush{VNI: new(uint32(200))}, "1235"},
		{"what ages", false, neigh.FDBFlush{StateMask: permanent}, "1345"},
		{"routers", false, neigh.FDBFlush{Flags: neigh.FlagRouter, FlagsMask: neigh.FlagRouter}, "1234"},
		{"entries for a VNI", true, neigh.FDBFlush{SrcVNI: new(uint32(304))}, "1235"},
		{"a nexthop group that nothing has", false, neigh.FDBFlush{NHID: 102}, "12345"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !testns.KernelSince(t, 6, 7) {
				t.Skip("needs Linux 6.7")
			}
			conn, _ := dialVXLAN(t, "192.0.2.1", tt.external)
			for i, f := range []neigh.FDB{
				{State: permanent, Dst: ip("192.0.2.8")},
				{State: neigh.StateReachable, Dst: ip("192.0.2.8")},
				{State: permanent, Dst: ip("192.0.2.9"), Port: 4790},
				{State: permanent, Dst: ip("192.0.2.9"), VNI: new(uint32(200))},
				{State: permanent, Dst: ip("192.0.2.9"), Flags: neigh.FlagRouter},
			} {
				f.Index, f.MAC = vxlan0, []byte{2, 0, 0, 0, 0, byte(i + 1)}
				f.Flags |= neigh.FlagSelf
				if tt.external {
					f.SrcVNI = new(uint32(301 + i))
				}
				do(t, conn, neigh.AddFDB(&f))
			}
			tt.flush.Index = vxlan0
			tt.flush.Flags |= neigh.FlagSelf
			do(t, conn, neigh.FlushFDB(&tt.flush))
			if left := digits(t, conn, neigh.FDBFilter{Index: vxlan0}); left != tt.left {
				t.Errorf("left are %q, want %q", left, tt.left)
			}
		})
	}
}
