package neigh_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestStrings(t *testing.T) {
	n := neigh.Neigh{Index: 3, Dst: ip("192.0.2.5")}
	known := neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:05"), State: neigh.StatePermanent}
	proxy := neigh.Neigh{Index: 3, Dst: ip("2001:db8::5"), Flags: neigh.FlagProxy | neigh.FlagRouter}
	f := neigh.FDB{Index: 4, MAC: mac("02:00:00:00:00:05"), VLAN: 10}
	remote := neigh.FDB{Index: 4, MAC: mac("00:00:00:00:00:00"), SrcVNI: new(uint32(0)), Dst: ip("192.0.2.9")}
	table := neigh.Table{Name: "arp_cache", Params: &neigh.Params{Index: 3}}
	for _, tt := range []struct {
		got  any
		want string
	}{
		{n, "192.0.2.5 on index 3"},
		{known, "192.0.2.5 on index 3 lladdr 02:00:00:00:00:05 permanent"},
		{neigh.Add(&known), "neigh add 192.0.2.5 on index 3"},
		{proxy, "proxy 2001:db8::5 on index 3"},
		{f, "02:00:00:00:00:05 vlan 10 on index 4"},
		{remote, "00:00:00:00:00:00 src_vni 0 dst 192.0.2.9 on index 4"},
		{table, `"arp_cache" of index 3`},
		{neigh.Table{Name: "arp_cache"}, `"arp_cache"`},
		{neigh.State(0), "none"},
		{neigh.StateReachable, "reachable"},
		{permanent, "noarp|permanent"},
		{neigh.State(0x102), "reachable|0x100"},
		{neigh.Flags(0), "0"},
		{neigh.FlagUse | neigh.FlagRouter | neigh.FlagManaged, "use|router|managed"},
		{neigh.FlagExtValidated | 1<<39, "ext_validated|0x8000000000"},

		{neigh.Add(&n), "neigh add 192.0.2.5 on index 3"},
		{neigh.Replace(&n), "neigh replace 192.0.2.5 on index 3"},
		{neigh.Change(&n), "neigh change 192.0.2.5 on index 3"},
		{neigh.Del(&proxy), "neigh del proxy 2001:db8::5 on index 3"},
		{neigh.GetRequest(&n), "neigh get 192.0.2.5 on index 3"},
		{neigh.Filter{Index: 3}.Request(), "neigh list of index 3"},
		{neigh.AddFDB(&f), "fdb add 02:00:00:00:00:05 vlan 10 on index 4"},
		{neigh.ChangeFDB(&f), "fdb change 02:00:00:00:00:05 vlan 10 on index 4"},
		{neigh.FlushFDB(&neigh.FDBFlush{Index: 4}), "fdb flush of index 4"},
		{neigh.FDBFilter{Index: 3, Master: 4}.Request(), "fdb list of index 3 of bridge 4"},
		{neigh.SetTable(&table), `neighbour table set "arp_cache" of index 3`},
	} {
		if got := fmt.Sprint(tt.got); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestDecode(t *testing.T) {
	testDecode(t, []decodeTest{
		{"header alone", "02 00 0000 03000000 0200 80 01",
			neigh.Neigh{Index: 3, State: neigh.StateReachable, Flags: neigh.FlagRouter, Type: linux.RTN_UNICAST}},
		{"times", "02 00 0000 03000000 0200 00 01 1400 0300 01000000 02000000 03000000 04000000 0800 0400 05000000",
			neigh.Neigh{Index: 3, State: neigh.StateReachable, Type: linux.RTN_UNICAST, Probes: 5, Refs: 4,
				Confirmed: 10 * time.Millisecond, Used: 20 * time.Millisecond, Updated: 30 * time.Millisecond}},
		{"no link-layer address", "02 00 0000 03000000 4000 00 01 0400 0200",
			neigh.Neigh{Index: 3, State: neigh.StateNoARP, Type: linux.RTN_UNICAST}},
		{"address of a tunnel", "02 00 0000 03000000 4000 00 01 0800 0200 c0000201",
			neigh.Neigh{Index: 3, State: neigh.StateNoARP, Type: linux.RTN_UNICAST, LLAddr: []byte{192, 0, 2, 1}}},
		{"a VXLAN's search, with what neighbours have not", "02 00 0000 03000000 0400 00 01 0800 0700 00000001",
			neigh.Neigh{Index: 3, State: neigh.StateStale, Type: linux.RTN_UNICAST,
				Unknown: []rtattr.Raw{{Type: linux.NDA_VNI, Data: []byte{0, 0, 0, 1}}}}},
	})
}

// decodeTest says what neighbour the body of a message is about.
type decodeTest struct {
	name, bytes string
	want        neigh.Neigh
}

func testDecode(t *testing.T, tests []decodeTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := neigh.Decode(message(t, linux.RTM_GETNEIGH, tt.bytes))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDecodeFDB(t *testing.T) {
	got, err := neigh.DecodeFDB(message(t, linux.RTM_NEWNEIGH,
		"07 00 0000 03000000 4000 00 00 0a00 0200 020000000001 0000 0600 0600 12b6 0000"+
			"0800 0900 04000000 1000 0e80 0500 0100 01000000 0400 0200 0800 0f00 02000000"))
	if err != nil {
		t.Fatal(err)
	}
	want := &neigh.FDB{Index: 3, State: neigh.StateNoARP, MAC: mac("02:00:00:00:00:01"), Port: 4790, Master: 4,
		Flags: neigh.FlagLocked, Ext: &neigh.FDBExt{ActivityNotify: new(uint8(linux.FDB_NOTIFY_BIT)), DontRefresh: true}}
	if diff := cmp.Diff(want, got, values); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// message is one of a little-endian machine.
func message(t *testing.T, typ uint16, bytes string) nlmsg.Message {
	t.Helper()
	skipBigEndian(t)
	data, err := hex.DecodeString(strings.ReplaceAll(bytes, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: data}
}

// What is read of a bridge has no flag that says so, which the kernel needs to
// find it again.
func TestReadEntriesNameTheirOwner(t *testing.T) {
	for _, tt := range []struct {
		entry neigh.FDB
		want  neigh.Flags
	}{
		{neigh.FDB{Index: 4, Master: 4}, neigh.FlagSelf},
		{neigh.FDB{Index: 4, Master: 4, Flags: neigh.FlagExtLearned}, neigh.FlagSelf | neigh.FlagExtLearned},
		{neigh.FDB{Index: 4, Master: 4, Flags: neigh.FlagMaster}, neigh.FlagMaster},
		{neigh.FDB{Index: 3, Master: 4}, neigh.FlagMaster},
		{neigh.FDB{Index: 3, Master: 4, Flags: neigh.FlagSticky}, neigh.FlagMaster | neigh.FlagSticky},
		{neigh.FDB{Index: 3}, neigh.FlagMaster},
		{neigh.FDB{Index: 3, Dst: ip("192.0.2.9")}, neigh.FlagSelf},
		{neigh.FDB{Index: 3, Port: 4790}, neigh.FlagSelf},
		{neigh.FDB{Index: 3, VNI: new(uint32(0))}, neigh.FlagSelf},
		{neigh.FDB{Index: 3, SrcVNI: new(uint32(0)), Flags: neigh.FlagRouter}, neigh.FlagSelf | neigh.FlagRouter},
		{neigh.FDB{Index: 3, NHID: 102}, neigh.FlagSelf},
		{neigh.FDB{Index: 3, Via: 4}, neigh.FlagSelf},
		{neigh.FDB{Index: 3, Dst: ip("192.0.2.9"), Flags: neigh.FlagSelf | neigh.FlagMaster}, neigh.FlagSelf | neigh.FlagMaster},
		{neigh.FDB{Index: 3, Flags: neigh.FlagSelf | neigh.FlagRouter}, neigh.FlagSelf | neigh.FlagRouter},
	} {
		tt.entry.MAC = mac("02:00:00:00:00:05")
		for m := range nlmsg.Messages(encode(t, neigh.DelFDB(&tt.entry))) {
			got, err := neigh.DecodeFDB(m)
			if err != nil {
				t.Fatal(err)
			}
			if got.Flags != tt.want {
				t.Errorf("%v with master %d: flags %v are sent, want %v", tt.entry, tt.entry.Master, got.Flags, tt.want)
			}
		}
	}
}

func TestGolden(t *testing.T) {
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, encode(t, tt.request))
		})
	}
}
