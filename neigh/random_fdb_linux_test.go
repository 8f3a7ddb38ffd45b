package neigh_test

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Entries of a bridge and of a VXLAN.
func TestRandomFDB(t *testing.T) {
	t.Parallel()
	conn, list := dialFDB(t)
	type f = neigh.FDB
	k := testprop.Kernel[f]{
		Conn: conn,
		Make: func() f {
			x := randomFDB(conn.Random)
			for ownAddresses(x) {
				x = randomFDB(conn.Random)
			}
			x.Flags &^= neigh.FlagUse // which is for entries that there are
			if x.Index != vxlan0 {
				// A bridge itself ignores them, and those of a port are not listed.
				x.Dst, x.Port, x.VNI, x.NHID, x.Via = netip.Addr{}, 0, nil, 0, 0
			}
			x.SrcVNI = nil // which the kernel keeps and does not report, of a VXLAN of one network
			return x
		},
		Add:     neigh.AddFDB,
		Replace: func(x *f) nlmsg.Request { return testprop.Pick(conn.Random, neigh.ReplaceFDB, neigh.ChangeFDB)(x) },
		Del:     neigh.DelFDB,
		Rekey: func(x, old *f) {
			x.MAC, x.VLAN = old.MAC, old.VLAN
			if (x.Index == vxlan0) != (old.Index == vxlan0) { // of the other there would be a second one
				*x = old.Clone()
			}
		},
		List:    list,
		Differs: fdbDiffers(),
		Stays: func(want *f, old f) {
			switch {
			case want.Index != vxlan0 && want.Flags&neigh.FlagExtLearned != 0:
				want.Flags |= old.Flags & neigh.FlagSticky
			case want.Index != vxlan0: // what was learned elsewhere stays that
				want.Flags |= old.Flags & neigh.FlagExtLearned
			case want.Flags&neigh.FlagExtLearned != 0: // which does not take over what a user has added
				want.Flags, want.State = old.Flags, old.State
			}
		},
		Options: cmp.Options{values},
	}
	k.Check(t)
}

// dialFDB opens a connection to a bridge and a VXLAN, and returns with it what lists
// the entries that a test has made of these.
func dialFDB(t *testing.T) (*testprop.Conn, func() ([]neigh.FDB, error)) {
	t.Helper()
	setup, ns := dialBridge(t)
	do(t, setup, link.Add(&link.Link{Name: "vxlan0", Index: vxlan0, Data: &link.VXLAN{ID: new(uint32(100)), Port: 4789}}),
		link.SetUp(link.Index(vxlan0)))
	far, err := link.Get(setup, link.Index(veth1))
	if err != nil {
		t.Fatal(err)
	}
	conn := testprop.Dial(t, ns)
	return conn, func() ([]neigh.FDB, error) {
		list, err := neigh.ListFDB(conn.Conn)
		for i := range list {
			x := &list[i]
			x.Confirmed, x.Used, x.Updated, x.Refs = 0, 0, 0, 0
			if x.State == neigh.StateStale { // in time
				x.State = neigh.StateReachable
			}
		}
		return slices.DeleteFunc(list, func(x neigh.FDB) bool {
			return ownAddresses(x) || bytes.Equal(x.MAC, far.HardwareAddr) // which the bridge learns
		}), err
	}
}

// ownAddresses reports whether an entry may be one of the addresses that an
// interface takes frames for, which the kernel keeps for multicast groups.
func ownAddresses(x neigh.FDB) bool {
	return len(x.MAC) > 0 && x.MAC[0]&1 != 0 || x.Index != vxlan0 && x.Index != br0 && x.Flags&neigh.FlagSelf != 0
}

// fdbDiffers says what forwarding entries are not read back as they were set.
func fdbDiffers() []testprop.Difference[neigh.FDB] {
	type f = neigh.FDB
	isVXLAN := func(x *f) bool { return x.Index == vxlan0 }
	return []testprop.Difference[f]{
		{Why: "an entry of a bridge has one state", Apply: func(want *f, read f) {
			switch {
			case isVXLAN(want):
			case want.Flags&neigh.FlagExtLearned != 0:
				want.State = read.State // older kernels have one for all of these
			case want.State&neigh.StatePermanent != 0:
				want.State = neigh.StatePermanent
			case want.State&neigh.StateNoARP != 0:
				want.State = neigh.StateNoARP
			default:
				want.State = neigh.StateReachable
			}
		}},
		{Why: "a bridge says that it is the master, and not whose entry it is", Apply: func(want *f, _ f) {
			if want.Master = 0; !isVXLAN(want) {
				want.Master = br0
				want.Flags &= neigh.FlagExtLearned | neigh.FlagSticky
			}
		}},
		{Why: "a VXLAN says that the entry is its own, and has eight flags", Apply: func(want *f, _ f) {
			if isVXLAN(want) {
				want.Flags = want.Flags&0xff | neigh.FlagSelf
			}
		}},
		{Why: "a VXLAN has no VLANs", Apply: func(want *f, _ f) {
			if isVXLAN(want) {
				want.VLAN = 0
			}
		}},
		{Why: "the namespace is the kernel's report", Apply: func(want *f, _ f) { want.LinkNetNSID = nil }},
		{Why: "of further settings a bridge reports one, if it is on", Apply: func(want *f, _ f) {
			switch x := want.Ext; {
			case x == nil:
			case isVXLAN(want) || x.ActivityNotify == nil || *x.ActivityNotify&linux.FDB_NOTIFY_BIT == 0:
				want.Ext = nil
			default:
				x.DontRefresh = false
			}
		}},
		{Why: "ages and counts are the kernel's report", Apply: func(want *f, _ f) {
			want.Confirmed, want.Used, want.Updated, want.Refs = 0, 0, 0, 0
		}},
		{Why: "the Type is the kernel's report", Apply: func(want *f, _ f) {
			if want.Type = 0; isVXLAN(want) {
				want.Type = linux.RTN_UNICAST
			}
		}},
	}
}
