package neigh_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What the wire cannot carry is named before anything is sent.
func TestRequestsRefuse(t *testing.T) {
	with := func(change func(n *neigh.Neigh)) nlmsg.Request {
		n := neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: someMAC, State: neigh.StatePermanent}
		change(&n)
		return neigh.Add(&n)
	}
	fdb := func(change func(f *neigh.FDB)) nlmsg.Request {
		f := neigh.FDB{Index: 3, MAC: someMAC, State: neigh.StatePermanent}
		change(&f)
		return neigh.AddFDB(&f)
	}
	params := func(change func(p *neigh.Params)) nlmsg.Request {
		x := neigh.Table{Name: "arp_cache", Params: &neigh.Params{}}
		change(x.Params)
		return neigh.SetTable(&x)
	}
	one := 1
	beyond := one << 31 // the largest index and one, or the least int
	const (
		add    = "neigh add 192.0.2.5 on index 3: "
		entry  = "fdb add 02:00:00:00:00:05 on index 3: "
		bridge = "a bridge ignores it: it is for an entry with FlagSelf"

		table = `neighbour table set "arp_cache": `
	)
	for _, tt := range []struct {
		name    string
		request nlmsg.Request
		want    string
	}{
		{"nil to add", neigh.Add(nil), "neigh add: at offset 16: the neighbour is nil"},
		{"nil to get", neigh.GetRequest(nil), "neigh get: at offset 16: the neighbour is nil"},
		{"no address", neigh.Del(&neigh.Neigh{Index: 3}), "neigh del invalid IP on index 3: NDA_DST at offset 16: no valid address"},
		{"no address to get", neigh.GetRequest(&neigh.Neigh{Index: 3}), "neigh get invalid IP on index 3: NDA_DST at offset 16: no valid address"},
		{"mapped address", with(func(n *neigh.Neigh) { n.Dst = ip("::ffff:192.0.2.5") }),
			"neigh add ::ffff:192.0.2.5 on index 3: NDA_DST at offset 16: ::ffff:192.0.2.5 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"address with a zone", with(func(n *neigh.Neigh) { n.Dst = ip("fe80::1%veth0") }),
			"neigh add fe80::1%veth0 on index 3: NDA_DST at offset 28: fe80::1%veth0: a zone cannot be sent, give the interface's index instead"},
		{"no interface", with(func(n *neigh.Neigh) { n.Index = 0 }),
			"neigh add 192.0.2.5 on index 0: at offset 16: ndm_ifindex: 0 is the index of no interface"},
		{"proxy of a negative interface", with(func(n *neigh.Neigh) { n.Index, n.Flags = -1, neigh.FlagProxy }),
			"neigh add proxy 192.0.2.5 on index -1: at offset 16: ndm_ifindex: -1 is the index of no interface"},
		{"index beyond 31 bits", with(func(n *neigh.Neigh) { n.Index = beyond }),
			fmt.Sprintf("neigh add 192.0.2.5 on index %[1]d: at offset 16: ndm_ifindex: %[1]d is the index of no interface", beyond)},
		{"link-layer address of 33 bytes", with(func(n *neigh.Neigh) { n.LLAddr = make([]byte, 33) }),
			add + "NDA_LLADDR at offset 36: link-layer address of 33 bytes, at most 32 fit"},
		{"link-layer address without a state", with(func(n *neigh.Neigh) { n.State = 0 }),
			add + "NDA_LLADDR at offset 16: the kernel takes it only with a State such as StatePermanent, not with none"},
		{"link-layer address that does not answer", with(func(n *neigh.Neigh) { n.State = neigh.StateIncomplete | neigh.StateFailed }),
			add + "NDA_LLADDR at offset 16: the kernel takes it only with a State such as StatePermanent, not with incomplete|failed"},
		{"link-layer address of a managed neighbour", with(func(n *neigh.Neigh) { n.State, n.Flags = 0, neigh.FlagManaged }),
			add + "NDA_LLADDR at offset 16: the kernel takes it only with a State such as StatePermanent, not with none"},
		{"link-layer address of a proxy entry", with(func(n *neigh.Neigh) { n.Flags = neigh.FlagProxy }),
			"neigh add proxy 192.0.2.5 on index 3: NDA_LLADDR at offset 16: a proxy entry has none"},
		{"flags beyond the attribute", with(func(n *neigh.Neigh) { n.Flags = 1 << 40 }),
			add + "NDA_FLAGS_EXT at offset 48: flags 0x10000000000 do not fit"},
		{"unknown attribute of 64 KiB", with(func(n *neigh.Neigh) { n.Unknown = []rtattr.Raw{{Type: 99, Data: make([]byte, 1<<16)}} }),
			add + "attribute 99 at offset 48: payload of 65536 bytes, at most 65531 fit"},
		{"filter by family", neigh.Filter{Family: linux.AF_BRIDGE}.Request(),
			"neigh list: at offset 16: ndm_family: 7 is neither AF_INET nor AF_INET6"},
		{"filter by index", neigh.Filter{Index: -3}.Request(),
			"neigh list of index -3: NDA_IFINDEX at offset 28: interface index -3 is out of range"},
		{"filter by master and none", neigh.Filter{Master: 4, NoMaster: true}.Request(),
			"neigh list: NDA_MASTER at offset 28: both index 4 and no master at all are asked for"},
		{"filter by negative master", neigh.Filter{Master: -1}.Request(),
			"neigh list: NDA_MASTER at offset 28: interface index -1 is out of range"},

		{"nil entry", neigh.AddFDB(nil), "fdb add: at offset 16: the forwarding entry is nil"},
		{"nil entry to get", neigh.GetFDBRequest(nil), "fdb get: at offset 16: the forwarding entry is nil"},
		{"no MAC", fdb(func(f *neigh.FDB) { f.MAC = nil }), "fdb add no address on index 3: NDA_LLADDR at offset 16: no address"},
		{"no MAC to get", neigh.GetFDBRequest(&neigh.FDB{Index: 3}), "fdb get no address on index 3: NDA_LLADDR at offset 16: no address"},
		{"MAC of 8 bytes", fdb(func(f *neigh.FDB) { f.MAC = append(f.MAC[:6:6], 1, 2) }),
			"fdb add 02:00:00:00:00:05:01:02 on index 3: NDA_LLADDR at offset 28: address of 8 bytes, want 6"},
		{"no interface of an entry", fdb(func(f *neigh.FDB) { f.Index = 0 }),
			"fdb add 02:00:00:00:00:05 on index 0: at offset 16: ndm_ifindex: 0 is the index of no interface"},
		{"VLAN 4095", fdb(func(f *neigh.FDB) { f.VLAN = 4095 }),
			"fdb add 02:00:00:00:00:05 vlan 4095 on index 3: NDA_VLAN at offset 28: VLAN 4095, the last is 4094"},
		{"VNI of 25 bits", fdb(func(f *neigh.FDB) { f.VNI = new(uint32(1 << 24)) }),
			entry + "NDA_VNI at offset 28: VNI 16777216 does not fit 24 bits"},
		{"mapped endpoint", fdb(func(f *neigh.FDB) { f.Dst = ip("::ffff:192.0.2.5") }),
			"fdb add 02:00:00:00:00:05 dst ::ffff:192.0.2.5 on index 3: NDA_DST at offset 28: ::ffff:192.0.2.5 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"negative way", fdb(func(f *neigh.FDB) { f.Via = -1 }), entry + "NDA_IFINDEX at offset 40: interface index -1 is out of range"},
		{"endpoint of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.Dst = neigh.FlagMaster, ip("192.0.2.9") }),
			"fdb add 02:00:00:00:00:05 dst 192.0.2.9 on index 3: NDA_DST at offset 16: " + bridge},
		{"UDP port of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.Port = neigh.FlagMaster, 4790 }),
			entry + "NDA_PORT at offset 16: " + bridge},
		{"VNI of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.VNI = neigh.FlagMaster|neigh.FlagSticky, new(uint32(0)) }),
			entry + "NDA_VNI at offset 16: " + bridge},
		{"source VNI of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.SrcVNI = neigh.FlagMaster, new(uint32(0)) }),
			"fdb add 02:00:00:00:00:05 src_vni 0 on index 3: NDA_SRC_VNI at offset 16: " + bridge},
		{"nexthops of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.NHID = neigh.FlagMaster, 102 }),
			entry + "NDA_NH_ID at offset 16: " + bridge},
		{"way of a bridge's entry", fdb(func(f *neigh.FDB) { f.Flags, f.Via = neigh.FlagMaster, 4 }),
			entry + "NDA_IFINDEX at offset 16: " + bridge},
		{"endpoint of a bridge's entry to delete", neigh.DelFDB(&neigh.FDB{Index: 3, MAC: someMAC, Flags: neigh.FlagMaster, Dst: ip("192.0.2.9")}),
			"fdb del 02:00:00:00:00:05 dst 192.0.2.9 on index 3: NDA_DST at offset 16: " + bridge},
		{"entry of no state", fdb(func(f *neigh.FDB) { f.State = 0 }),
			entry + "at offset 16: ndm_state: none is none of StatePermanent, StateNoARP and StateReachable"},
		{"entry of a state that is only read", fdb(func(f *neigh.FDB) { f.State = neigh.StateStale }),
			entry + "at offset 16: ndm_state: stale is none of StatePermanent, StateNoARP and StateReachable"},
		{"nil to append", neigh.AppendFDB(nil), "fdb append: at offset 16: the forwarding entry is nil"},
		{"no MAC to append", neigh.AppendFDB(&neigh.FDB{Index: 3, State: permanent}),
			"fdb append no address on index 3: NDA_LLADDR at offset 16: no address"},
		{"get by a negative index", neigh.GetFDBRequest(&neigh.FDB{Index: -1, MAC: someMAC}),
			"fdb get 02:00:00:00:00:05 on index -1: at offset 16: ndm_ifindex: -1 is the index of no interface"},
		{"list of a negative index", neigh.FDBFilter{Index: -1}.Request(),
			"fdb list of index -1: at offset 16: ndm_ifindex: -1 is the index of no interface"},
		{"list of a negative bridge", neigh.FDBFilter{Master: -1}.Request(),
			"fdb list of bridge -1: NDA_MASTER at offset 28: interface index -1 is out of range"},

		{"nil flush", neigh.FlushFDB(nil), "fdb flush: at offset 16: what to flush is nil"},
		{"flush of nothing", neigh.FlushFDB(&neigh.FDBFlush{}), "fdb flush of index 0: at offset 16: ndm_ifindex: 0 is the index of no interface"},
		{"flush by a flag beyond the header", neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagLocked}),
			"fdb flush of index 4: NDA_NDM_FLAGS_MASK at offset 16: locked: only flags of the header can be asked for"},
		{"flush by a flag without a mask", neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagSelf | neigh.FlagSticky}),
			"fdb flush of index 4: NDA_NDM_FLAGS_MASK at offset 16: the mask 0 lacks some of the flags self|sticky"},
		{"flush by a state that is not in the mask", neigh.FlushFDB(&neigh.FDBFlush{Index: 4, State: permanent, StateMask: neigh.StateNoARP}),
			"fdb flush of index 4: NDA_NDM_STATE_MASK at offset 16: the mask noarp lacks some of the state noarp|permanent"},

		{"nil table", neigh.SetTable(nil), "neighbour table set: at offset 16: the table is nil"},
		{"no name", neigh.SetTable(&neigh.Table{}), `neighbour table set "": NDTA_NAME at offset 20: the name is empty`},
		{"name with NUL", neigh.SetTable(&neigh.Table{Name: "a\x00b"}), `neighbour table set "a\x00b": NDTA_NAME at offset 20: "a\x00b" holds a NUL`},
		{"time below zero", params(func(p *neigh.Params) { p.RetransTime = new(-time.Second) }),
			table + "NDTA_PARMS/NDTPA_RETRANS_TIME at offset 40: time -1s is below zero"},
		{"time between milliseconds", params(func(p *neigh.Params) { p.LockTime = new(1500 * time.Microsecond) }),
			table + "NDTA_PARMS/NDTPA_LOCKTIME at offset 40: time 1.5ms is no multiple of 1ms"},
		{"time of 33 bits", params(func(p *neigh.Params) { p.GCStaleTime = new(1 << 32 * time.Millisecond) }),
			table + "NDTA_PARMS/NDTPA_GC_STALETIME at offset 40: time 1193h2m47.296s is longer than 1193h2m47.295s"},
		{"negative interface of a table", params(func(p *neigh.Params) { p.Index = -1 }),
			`neighbour table set "arp_cache" of index -1: NDTA_PARMS/NDTPA_IFINDEX at offset 40: interface index -1 is out of range`},
		{"tables of a family", neigh.TableFilter{Family: linux.AF_BRIDGE}.Request(),
			"neighbour table list: at offset 16: ndtm_family: 7 is neither AF_INET nor AF_INET6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := tt.request.AppendBinary(nil)
			if len(b) != 0 {
				t.Errorf("%d bytes in spite of the error", len(b))
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
			if _, ok := errors.AsType[*rtattr.Error](err); !ok {
				t.Errorf("%T, want an *rtattr.Error in it", err)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	neighbour := func(m nlmsg.Message) error { _, err := neigh.Decode(m); return err }
	entry := func(m nlmsg.Message) error { _, err := neigh.DecodeFDB(m); return err }
	table := func(m nlmsg.Message) error { _, err := neigh.DecodeTable(m); return err }
	for _, tt := range []struct {
		name   string
		decode func(nlmsg.Message) error
		typ    uint16
		bytes  string
		want   string
	}{
		{"another message", neighbour, linux.RTM_NEWLINK, "", "neighbour: message of type 16, want RTM_NEWNEIGH, RTM_DELNEIGH or RTM_GETNEIGH"},
		{"header cut short", neighbour, linux.RTM_NEWNEIGH, "0200", "fixed header of 2 bytes, want 12"},
		{"forwarding entry", neighbour, linux.RTM_NEWNEIGH, "07000000 03000000 00000000", "ndm_family: AF_BRIDGE is that of a forwarding entry"},
		{"address of another family", neighbour, linux.RTM_NEWNEIGH, "0a000000 03000000 00000000 08000100 c0000205",
			"neighbour on index 3: NDA_DST at offset 28: an address of another family than the message"},
		{"address of three bytes", neighbour, linux.RTM_NEWNEIGH, "02000000 03000000 00000000 07000100 c0000200",
			"neighbour on index 3: NDA_DST at offset 28: IP address of 3 bytes, want 4 or 16"},
		{"another message for an entry", entry, linux.RTM_NEWROUTE, "", "forwarding entry: message of type 24"},
		{"neighbour", entry, linux.RTM_NEWNEIGH, "02000000 03000000 00000000", "ndm_family: 2, want AF_BRIDGE"},
		{"port of four bytes", entry, linux.RTM_NEWNEIGH, "07000000 03000000 00000000 08000600 000012b6",
			"forwarding entry on index 3: NDA_PORT at offset 28: 4 bytes, want 2"},
		{"negative master", entry, linux.RTM_NEWNEIGH, "07000000 03000000 00000000 08000900 ffffffff",
			"forwarding entry on index 3: NDA_MASTER at offset 28: not the index of an interface"},
		{"damage in a nest", entry, linux.RTM_NEWNEIGH, "07000000 03000000 00000000 08000e00 09000100",
			"NDA_FDB_EXT_ATTRS/NFEA_ACTIVITY_NOTIFY at offset 32: attribute of 9 bytes where 4 are left"},
		{"another message for a table", table, linux.RTM_SETNEIGHTBL, "", "neighbour table: message of type 67, want RTM_NEWNEIGHTBL"},
		{"time of two bytes", table, linux.RTM_NEWNEIGHTBL, "02000000 0c000600 07000500 01020300",
			`neighbour table "": NDTA_PARMS/NDTPA_RETRANS_TIME at offset 24: 3 bytes, want 8`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.decode(message(t, tt.typ, tt.bytes))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}
