package neigh

import (
	"context"
	"iter"
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// WatchFDB yields the forwarding entries of the bridges and VXLANs of a
// namespace, each as [nlmsg.Added], then [nlmsg.Synced], and from then on what
// changes: see [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the
// namespace of the calling thread.
//
// It leaves out the addresses that interfaces take frames for, such as those of
// multicast groups, which change without a word. They have FlagSelf and no Used
// or Updated.
//
// A host that moves to another port or endpoint is [nlmsg.Changed], and so is an
// entry with other Flags or State. That an entry was used is no event. The
// kernel is silent about the entries of a VXLAN that comes from another namespace
// or leaves for one, and about those that go with their nexthop group, so WatchFDB
// reads all entries again after each notification of a link, and after each of a
// nexthop object that is gone. What it does not tell either is that a bridge's
// entry gets into StateStale, shortly before it goes, or that hardware has taken
// it (FlagOffloaded).
func WatchFDB(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[FDB], error] {
	return nlmsg.Watch(ctx, cfg, watchedFDB)
}

var watchedFDB = nlmsg.Watched[fdbKey, FDB]{
	Op:     "fdb watch",
	Groups: []uint32{linux.RTNLGRP_NEIGH, linux.RTNLGRP_LINK, linux.RTNLGRP_NEXTHOP},
	List:   listWatchedFDB,
	Decode: decodeFDBChange,
	Key:    (*FDB).key,
	Equal:  (*FDB).equal,
	Clone:  FDB.Clone,
}

// fdbKey is what tells a forwarding entry from others.
type fdbKey struct {
	owner  int // the bridge or the interface
	mac    [sizeofMAC]byte
	vlan   uint16
	srcVNI uint32

	// Which of the endpoints of a VXLAN it is, if there may be several.
	dst  netip.Addr
	port uint16
	vni  uint32
	via  int
}

// key returns the key of f. A bridge's entry keeps it when the host moves to
// another port. A VXLAN's does so when the host moves to another endpoint: only
// multicast addresses and the zero address have several.
func (f *FDB) key() fdbKey {
	k := fdbKey{owner: f.Index, vlan: f.VLAN}
	copy(k.mac[:], f.MAC)
	if f.Master != 0 {
		k.owner = f.Master
		return k
	}
	if f.SrcVNI != nil {
		k.srcVNI = *f.SrcVNI + 1
	}
	if k.mac[0]&1 != 0 || k.mac == [sizeofMAC]byte{} {
		k.dst, k.port, k.via = f.Dst, f.Port, f.Via
		if f.VNI != nil {
			k.vni = *f.VNI + 1
		}
	}
	return k
}

// equal reports whether a and b are the same, whatever time it is.
func (f *FDB) equal(b *FDB) bool {
	x, y := f.timeless(), b.timeless()
	return reflect.DeepEqual(x, y)
}

// timeless returns f without what changes by itself.
func (f *FDB) timeless() FDB {
	c := *f
	c.Confirmed, c.Used, c.Updated, c.Refs = 0, 0, 0, 0
	return c
}

// listWatchedFDB returns the entries of bridges and VXLANs: these come with
// NDA_CACHEINFO.
func listWatchedFDB(conn *nlmsg.Conn) ([]FDB, error) {
	r := streamReader()
	return nlmsg.List(conn, FDBFilter{}.Request(), func(m *nlmsg.Message, f *FDB) (bool, error) {
		err := r.decodeFDB(m, f)
		return r.cached, err
	})
}

// decodeFDBChange says what a notification means for the forwarding entries.
func decodeFDBChange(m nlmsg.Message) (nlmsg.Change, FDB, error) {
	switch {
	case m.Type == linux.RTM_NEWLINK || m.Type == linux.RTM_DELLINK || m.Type == linux.RTM_DELNEXTHOP:
		return nlmsg.Unsure, FDB{}, nil
	case m.Type != linux.RTM_NEWNEIGH && m.Type != linux.RTM_DELNEIGH,
		len(m.Data) > 0 && m.Data[0] != linux.AF_BRIDGE: // a neighbour
		return nlmsg.Ignored, FDB{}, nil
	}
	r := readers.Get().(*reader)
	defer r.release()
	var f FDB
	err := r.decodeFDB(&m, &f)
	switch {
	case err != nil || !r.cached:
		return nlmsg.Ignored, FDB{}, err
	case m.Type == linux.RTM_DELNEIGH:
		return nlmsg.Delete, f.Clone(), nil
	}
	return nlmsg.Replace, f.Clone(), nil
}
