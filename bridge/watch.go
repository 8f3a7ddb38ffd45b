package bridge

import (
	"context"
	"iter"
	"net/netip"
	"reflect"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// WatchGroups yields the entries of all multicast databases, each as
// [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread.
//
// That a Timer runs is no event. A bridge that is deleted takes some entries with
// it without a word of them: all are read again when a link changes.
func WatchGroups(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Group], error] {
	return nlmsg.Watch(ctx, cfg, watchedGroups)
}

var watchedGroups = nlmsg.Watched[groupKey, Group]{
	Op:     "mdb watch",
	Groups: []uint32{linux.RTNLGRP_MDB, linux.RTNLGRP_LINK},
	List:   listGroups,
	Decode: unsure[Group],
	Key:    (*Group).key,
	Equal:  func(a, b *Group) bool { return reflect.DeepEqual(a.timeless(), b.timeless()) },
	Clone:  Group.Clone,
}

// unsure takes a notification for nothing but a reason to read all again: it has
// less than a dump in older kernels, and may tell of several objects, or of a part
// of one.
func unsure[T any](nlmsg.Message) (change nlmsg.Change, none T, err error) {
	return nlmsg.Unsure, none, nil
}

func listGroups(conn *nlmsg.Conn) ([]Group, error) {
	dbs, err := ListMDBs(conn)
	var list []Group
	for _, db := range dbs {
		list = append(list, db.Groups...)
	}
	return list, err
}

// groupKey is what tells entries apart.
type groupKey struct {
	bridge, port      int
	addr, source, dst netip.Addr
	hardware          string
	vlan              uint16
	srcVNI            uint32
}

func (g *Group) key() groupKey {
	k := groupKey{
		bridge: g.Bridge, port: g.Port, addr: g.Addr, source: g.Source, dst: g.Dst,
		hardware: string(g.HardwareAddr), vlan: g.VLAN,
	}
	if g.SrcVNI != nil {
		k.srcVNI = *g.SrcVNI
	}
	return k
}

// timeless returns g without what changes by itself.
func (g Group) timeless() Group {
	g.Timer = 0
	g.Sources = slices.Clone(g.Sources)
	for i := range g.Sources {
		g.Sources[i].Timer = 0
	}
	return g
}

// WatchVLANs yields the VLANs of all bridges and their ports, as [ListVLANs] does,
// each as [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread. That McastNGroups has changed is no event. What ListVLANs says
// of ranges holds for the first events too.
func WatchVLANs(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[VLANs], error] {
	return nlmsg.Watch(ctx, cfg, watchedVLANs)
}

var watchedVLANs = nlmsg.Watched[int, VLANs]{
	Op:     "vlan watch",
	Groups: []uint32{linux.RTNLGRP_BRVLAN, linux.RTNLGRP_LINK},
	List:   ListVLANs,
	Decode: unsure[VLANs],
	Key:    func(v *VLANs) int { return v.Index },
	Equal:  func(a, b *VLANs) bool { return reflect.DeepEqual(a.countless(), b.countless()) },
	Clone:  VLANs.Clone,
}

// countless returns v without what is counted.
func (v VLANs) countless() VLANs {
	v.List = slices.Clone(v.List)
	for i := range v.List {
		v.List[i].McastNGroups = nil
	}
	return v
}
