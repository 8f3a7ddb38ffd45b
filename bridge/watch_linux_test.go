package bridge_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestWatchGroups(t *testing.T) {
	t.Parallel()
	conn, ns := dialNS(t, &link.Bridge{McastSnooping: new(true)})
	if _, err := bridge.ListMDBs(conn); err != nil {
		t.Skipf("not in this kernel: %v", err)
	}
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[bridge.Group], error] {
			return bridge.WatchGroups(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]bridge.Group, error) {
			var list []bridge.Group
			for db, err := range bridge.AllMDBs(conn) {
				if err != nil {
					return nil, err
				}
				list = append(list, db.Clone().Groups...)
			}
			return list, nil
		},
		func(g *bridge.Group) {
			g.Timer = 0
			for i := range g.Sources {
				g.Sources[i].Timer = 0
			}
		}, values)
	w.Sync()
	g := bridge.Group{Bridge: br, Port: port0, Addr: ip("239.1.1.1"), Permanent: true}
	other := g
	other.Port = port1
	event := func(kind nlmsg.EventKind, port int) func(nlmsg.Event[bridge.Group]) bool {
		return func(ev nlmsg.Event[bridge.Group]) bool {
			is := func(x *bridge.Group) bool { return x != nil && x.Addr == g.Addr && x.Port == port }
			return ev.Kind == kind && (is(ev.New) || is(ev.Old))
		}
	}
	do(t, conn, bridge.AddGroup(&g))
	w.Until(event(nlmsg.Added, port0))
	do(t, conn, bridge.AddGroup(&other))
	w.Until(event(nlmsg.Added, port1))
	do(t, conn, bridge.DelGroup(&g))
	w.Until(event(nlmsg.Removed, port0))
	if testns.KernelSince(t, 6, 3) {
		other.Protocol = 99
		do(t, conn, bridge.ReplaceGroup(&other))
		w.Until(event(nlmsg.Changed, port1))
	}
	// Nothing tells that the last is gone, but that the bridge is.
	do(t, conn, bridge.AddGroup(&bridge.Group{Bridge: br, Port: br, Addr: g.Addr}))
	w.Until(event(nlmsg.Added, br))
	do(t, conn, bridge.DelGroup(&other))
	w.Until(event(nlmsg.Removed, port1))
	do(t, conn, link.Del(link.Index(br)))
	w.Until(event(nlmsg.Removed, br))
	w.Converge()
}

func TestWatchVLANs(t *testing.T) {
	t.Parallel()
	conn, ns := dialNS(t, &link.Bridge{VLANFiltering: new(true)})
	do(t, conn, bridge.AddVLANs(port0, bridge.VLAN{ID: 5}))
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[bridge.VLANs], error] {
			return bridge.WatchVLANs(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]bridge.VLANs, error) {
			var list []bridge.VLANs
			for v, err := range bridge.AllVLANs(conn) {
				if err != nil {
					return nil, err
				}
				list = append(list, v.Clone())
			}
			return list, nil
		},
		func(v *bridge.VLANs) {
			for i := range v.List {
				v.List[i].McastNGroups = nil
			}
		}, values)
	w.Sync()
	changed := func(fits func(v bridge.VLAN) bool) func(nlmsg.Event[bridge.VLANs]) bool {
		return func(ev nlmsg.Event[bridge.VLANs]) bool {
			return ev.Kind == nlmsg.Changed && ev.New.Index == port0 && slices.ContainsFunc(ev.New.List, fits)
		}
	}
	do(t, conn, bridge.AddVLANs(port0, bridge.VLAN{ID: 10, Last: 20}))
	w.Until(changed(func(v bridge.VLAN) bool { return v.ID == 10 && v.Last == 20 }))
	do(t, conn, bridge.SetVLANs(port0, bridge.VLAN{ID: 15, State: new(uint8(4))}))
	w.Until(changed(func(v bridge.VLAN) bool { return v.ID == 15 && v.State != nil && *v.State == 4 }))
	do(t, conn, bridge.DelVLANs(port0, bridge.VLAN{ID: 10, Last: 20}))
	w.Until(func(ev nlmsg.Event[bridge.VLANs]) bool {
		return ev.Kind == nlmsg.Changed && !slices.ContainsFunc(ev.New.List, func(v bridge.VLAN) bool { return v.ID >= 10 })
	})
	do(t, conn, link.SetNoMaster(link.Index(port0)))
	w.Until(func(ev nlmsg.Event[bridge.VLANs]) bool { return ev.Kind == nlmsg.Removed && ev.Old.Index == port0 })
	w.Converge()
}
