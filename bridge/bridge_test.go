package bridge_test

import (
	"encoding"
	"net"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func mac(s string) net.HardwareAddr {
	a, err := net.ParseMAC(s)
	if err != nil {
		panic(err)
	}
	return a
}

// values compares addresses as values.
var values = cmpopts.EquateComparable(netip.Addr{})

var fullOptions = bridge.VLANOptions{
	ID: 10, Last: 12, MSTI: new(uint16(5)), McastSnooping: new(true), McastQuerier: new(false),
	McastIGMPVersion: 3, McastMLDVersion: 2, McastLastMemberCount: new(uint32(3)), McastStartupQueryCount: new(uint32(4)),
	McastLastMemberInterval: new(time.Second), McastStartupQueryInterval: new(2 * time.Second),
	McastQueryInterval: new(3 * time.Second), McastQueryResponseInterval: new(4 * time.Second),
	McastMembershipInterval: new(5 * time.Second), McastQuerierInterval: new(6 * time.Second),
}

var goldens = []struct {
	file, comment string
	request       nlmsg.Request
}{
	{"vlan-add", "bridge vlan add dev veth0 vid 10 pvid untagged; bridge vlan add dev veth0 vid 100-200",
		bridge.AddVLANs(3, bridge.VLAN{ID: 10, PVID: true, Untagged: true}, bridge.VLAN{ID: 100, Last: 200})},
	{"vlan-set", "bridge vlan set dev veth0 vid 10-12, with every option\nThe flag says that only options change.",
		bridge.SetVLANs(3, bridge.VLAN{
			ID: 10, Last: 12, State: new(uint8(3)), TunnelID: new(uint32(1000)), McastRouter: new(uint8(1)),
			McastMaxGroups: new(uint32(50)), NeighSuppress: new(true), NeighForwardGrat: new(false),
		})},
	{"vlan-del-tunnel", "bridge vlan del dev veth0 vid 10 tunnel_info id 1000, as RTM_NEWVLAN has it",
		bridge.SetVLANs(3, bridge.VLAN{ID: 10, DelTunnel: true})},
	{"vlan-del", "bridge vlan del dev veth0 vid 100-200",
		bridge.DelVLANs(3, bridge.VLAN{ID: 100, Last: 200})},
	{"vlan-options", "bridge vlan global set dev br0 vid 10-12, with every option",
		bridge.SetVLANOptions(4, fullOptions)},
	{"vlan-list-stats", "bridge -s vlan show dev veth0",
		bridge.VLANFilter{Index: 3, Stats: true}.Request()},
	{"vlan-list-options", "bridge vlan global show",
		bridge.VLANFilter{Options: true}.Request()},

	{"mdb-add", "bridge mdb add dev br0 port veth0 grp 239.1.1.1 vid 10 permanent filter_mode include \\\n" +
		"    source_list 192.0.2.1,192.0.2.2 proto zebra",
		bridge.AddGroup(&bridge.Group{
			Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), VLAN: 10, Permanent: true, Mode: new(uint8(1)),
			Sources: []bridge.Source{{Addr: ip("192.0.2.1")}, {Addr: ip("192.0.2.2")}}, Protocol: 11,
		})},
	{"mdb-add-l2", "bridge mdb add dev br0 port veth0 grp 01:00:5e:00:01:01 permanent",
		bridge.AddGroup(&bridge.Group{Bridge: 4, Port: 3, HardwareAddr: mac("01:00:5e:00:01:01"), Permanent: true})},
	{"mdb-add-vxlan", "bridge mdb add dev vxlan0 port vxlan0 grp 239.1.1.1 src 192.0.2.1 permanent \\\n" +
		"    dst 198.51.100.1 dst_port 4790 vni 200 src_vni 100 via veth0",
		bridge.AddGroup(&bridge.Group{
			Bridge: 5, Port: 5, Addr: ip("239.1.1.1"), Source: ip("192.0.2.1"), Permanent: true,
			Dst: ip("198.51.100.1"), DstPort: 4790, VNI: new(uint32(200)), SrcVNI: new(uint32(100)), OIF: 3,
		})},
	{"mdb-replace", "bridge mdb replace dev br0 port veth0 grp ff0e::1 permanent",
		bridge.ReplaceGroup(&bridge.Group{Bridge: 4, Port: 3, Addr: ip("ff0e::1"), Permanent: true})},
	{"mdb-flush", "bridge mdb flush dev br0 port veth0 vid 10 nopermanent proto static",
		bridge.FlushGroups(&bridge.GroupFlush{Bridge: 4, Port: 3, VLAN: 10, Permanent: new(false), Protocol: linux.RTPROT_STATIC})},
}

func TestGolden(t *testing.T) {
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, encode(t, tt.request))
		})
	}
}

func encode(t testing.TB, v encoding.BinaryAppender) []byte {
	t.Helper()
	b, err := v.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", map[string]nlmsg.Request{
		"own-vlan-set-range":  bridge.SetVLANs(3, bridge.VLAN{ID: 10, Last: 20, State: new(uint8(3)), McastRouter: new(uint8(0))}),
		"own-vlan-set-state0": bridge.SetVLANs(3, bridge.VLAN{ID: 1, State: new(uint8(0))}),
		"own-vlan-global-intervals": bridge.SetVLANOptions(4, bridge.VLANOptions{
			ID: 10, Last: 12, McastLastMemberInterval: new(time.Second), McastMembershipInterval: new(260 * time.Second),
			McastQuerierInterval: new(255 * time.Second), McastQueryInterval: new(125 * time.Second),
			McastQueryResponseInterval: new(10 * time.Second), McastStartupQueryInterval: new(31250 * time.Millisecond),
		}),
		"own-vlan-global-counts": bridge.SetVLANOptions(4, bridge.VLANOptions{
			ID: 10, McastSnooping: new(false), McastQuerier: new(false), McastIGMPVersion: 2, McastMLDVersion: 2,
			McastLastMemberCount: new(uint32(0)), McastStartupQueryCount: new(uint32(3)),
		}),
		// bridge(8) lists all, and shows one.
		"own-vlan-global-show":        bridge.VLANFilter{Options: true}.Request(),
		"own-vlan-global-show-dev":    bridge.VLANFilter{Options: true}.Request(),
		"own-vlan-show-details-dev":   bridge.VLANFilter{}.Request(),
		"own-vlan-show-details-stats": bridge.VLANFilter{Stats: true}.Request(),
		"vlan-show-details":           bridge.VLANFilter{}.Request(),
		"vlan-set-state":              bridge.SetVLANs(3, bridge.VLAN{ID: 1, State: new(bridge.StateForwarding), McastRouter: new(uint8(1))}),
		"vlan-global-set": bridge.SetVLANOptions(4, bridge.VLANOptions{
			ID: 1, McastSnooping: new(true), McastQuerier: new(true), McastIGMPVersion: 3,
		}),
		"mdb-add": bridge.AddGroup(&bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Permanent: true}),
		"mdb-add-source": bridge.AddGroup(&bridge.Group{
			Bridge: 4, Port: 3, Addr: ip("ff02::1:2"), Source: ip("2001:db8::9"),
		}),
		"mdb-del":  bridge.DelGroup(&bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1")}),
		"mdb-show": bridge.MDBsRequest(),
	}, nil)
}

func vlansMessage(t testing.TB, v *bridge.VLANs) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWVLAN}, Data: encode(t, v)}
}

func mdbMessage(t testing.TB, db *bridge.MDB) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWMDB}, Data: encode(t, db)}
}

// full returns a T of which every field has a value.
func full[T any]() *T {
	v := new(T)
	f := testfill.Filler{}
	f.Fill(reflect.ValueOf(v).Elem())
	return v
}

func fullMDB() *bridge.MDB {
	db := full[bridge.MDB]()
	for i := range db.Groups {
		db.Groups[i].Bridge = db.Bridge
	}
	db.Groups[0].Addr = ip("239.1.1.1")
	db.Groups[1].Addr = netip.Addr{}
	for i := range db.Groups {
		if i != 1 {
			db.Groups[i].HardwareAddr = nil
		}
	}
	return db
}

func TestEveryFieldComesBack(t *testing.T) {
	vlans := full[bridge.VLANs]()
	for i := range vlans.List {
		vlans.List[i].Flags &^= 6 // PVID and Untagged
	}
	m := vlansMessage(t, vlans)
	gotVLANs, err := bridge.DecodeVLANs(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vlans, gotVLANs, values); diff != "" {
		t.Errorf("VLANs (-written +read)\n%s", diff)
	}
	cloneVLANs := gotVLANs.Clone()
	testfill.Scramble(reflect.ValueOf(gotVLANs).Elem())
	clear(m.Data)
	if diff := cmp.Diff(*vlans, cloneVLANs, values); diff != "" {
		t.Errorf("VLANs (-written +cloned)\n%s", diff)
	}

	db := fullMDB()
	m = mdbMessage(t, db)
	gotDB, err := bridge.DecodeMDB(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(db, gotDB, values); diff != "" {
		t.Errorf("MDB (-written +read)\n%s", diff)
	}
	cloneDB := gotDB.Clone()
	testfill.Scramble(reflect.ValueOf(gotDB).Elem())
	clear(m.Data)
	if diff := cmp.Diff(*db, cloneDB, values); diff != "" {
		t.Errorf("MDB (-written +cloned)\n%s", diff)
	}
}
