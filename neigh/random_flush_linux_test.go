package neigh_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/neigh"
)

// Of random entries those are deleted in bulk that match what is random too, and no
// others. A request that is refused deletes nothing.
func TestRandomFlushFDB(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 7) {
		t.Skip("of a VXLAN since Linux 6.7")
	}
	conn, read := dialFDB(t)
	list := func() []neigh.FDB {
		t.Helper()
		list, err := read()
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for range testprop.Structs() {
		for len(list()) < 6 {
			x := randomFDB(conn.Random)
			for ownAddresses(x) {
				x = randomFDB(conn.Random)
			}
			conn.Try(t, neigh.AddFDB(&x))
		}
		f := randomFlush(conn.Random)
		f.FlagsMask &^= neigh.FlagUse | neigh.FlagSelf | neigh.FlagMaster // no flags that are read of an entry
		f.Flags &^= neigh.FlagUse
		f.SrcVNI = nil // nor is this, of a VXLAN of one network
		want := list()
		if outcome := conn.Try(t, neigh.FlushFDB(&f)); outcome == testprop.Accepted {
			want = slices.DeleteFunc(want, func(x neigh.FDB) bool { return matches(&f, &x) })
		}
		if diff := cmp.Diff(want, list(), values); diff != "" {
			t.Fatalf("%+v (-want +left)\n%s", f, diff)
		}
	}
}

// matches reports whether an entry is one that f says.
func matches(f *neigh.FDBFlush, x *neigh.FDB) bool {
	self := f.Flags&neigh.FlagSelf != 0
	if f.Flags&(neigh.FlagSelf|neigh.FlagMaster) == 0 {
		self = f.Dst.IsValid() || f.UDPPort != 0 || f.VNI != nil || f.NHID != 0
	}
	var of bool
	state := x.State & (neigh.StatePermanent | neigh.StateNoARP)
	switch {
	case x.Index == vxlan0:
		state = x.State
		of = f.Index == vxlan0 && self
	case f.Index == br0:
		of = self
	default:
		of = f.Index == x.Index && f.Flags&neigh.FlagSelf == 0
	}
	if x.Index != vxlan0 && state == neigh.StatePermanent {
		state |= neigh.StateNoARP // which does not age either
	}
	if x.Flags&neigh.FlagExtLearned != 0 && x.Index != vxlan0 {
		state &^= neigh.StateNoARP
	}
	return of &&
		(x.Flags^f.Flags)&f.FlagsMask == 0 && (state^f.State)&f.StateMask == 0 &&
		(f.VLAN == 0 || f.VLAN == x.VLAN) && (f.Port == 0 || f.Port == x.Index) &&
		(!f.Dst.IsValid() || f.Dst == x.Dst) && (f.UDPPort == 0 || f.UDPPort == x.Port) &&
		(f.VNI == nil || x.VNI != nil && *f.VNI == *x.VNI) && (f.NHID == 0 || f.NHID == x.NHID)
}
