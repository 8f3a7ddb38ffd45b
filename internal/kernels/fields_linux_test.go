package kernels_test

import (
	"net"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// reportEach reports what becomes of each field of full, set in base alone. The
// function add makes the object and returns it as read; after that it is gone.
func reportEach[T any](t *testing.T, object string, base, full T, add func(*T) (*T, error)) {
	t.Helper()
	for _, f := range kernels.Fields(&full) {
		v := base
		f.Of(&v).Set(f.Of(&full))
		answer := "ignored"
		if got, err := add(&v); err != nil {
			answer = kernels.Refused(t, err)
		} else if cmp.Equal(f.Of(&full).Interface(), f.Of(got).Interface(), cmpopts.EquateComparable(netip.Addr{}),
			cmpopts.IgnoreFields(bridge.Source{}, "Timer")) {
			answer = "yes"
		}
		kernels.Report(t, "objects", object+" `"+f.Name+"`", answer)
	}
}

// once returns a function for reportEach that makes an object, reads all there
// are, deletes it and returns it.
func once[T any](conn *nlmsg.Conn, add, del func(*T) nlmsg.Request, list func(*nlmsg.Conn) ([]T, error), same func(*T) bool) func(*T) (*T, error) {
	return func(v *T) (*T, error) {
		if err := conn.Do(add(v)); err != nil {
			return nil, err
		}
		all, err := list(conn)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if same(&all[i]) {
				return &all[i], conn.Do(del(&all[i]))
			}
		}
		return new(T), conn.Do(del(v))
	}
}

func TestReportAddresses(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, a := range []addr.Addr{
		{Index: veth1, Prefix: prefix("198.51.100.1/24"), Label: "veth1:x", Broadcast: ip("198.51.100.255"), Scope: unix.RT_SCOPE_LINK},
		{Index: veth1, Prefix: prefix("2001:db8:1::1/64")},
	} {
		family := "IPv4 address"
		if a.Prefix.Addr().Is6() {
			family = "IPv6 address"
		}
		full := a
		full.Index, full.Prefix, full.Priority, full.Protocol = 0, netip.Prefix{}, 77, 99
		base := addr.Addr{Index: a.Index, Prefix: a.Prefix}
		reportEach(t, family, base, full, once(conn, addr.Add, addr.Del, addr.List,
			func(b *addr.Addr) bool { return b.Prefix == a.Prefix }))
	}
}

func TestReportRules(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	priority := new(uint32(500))
	add := once(conn, rule.Add, rule.Del, rule.List,
		func(r *rule.Rule) bool { return r.Priority != nil && *r.Priority == *priority })
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		object := map[uint8]string{unix.AF_INET: "IPv4 rule", unix.AF_INET6: "IPv6 rule"}[family]
		base := rule.Rule{Family: family, Priority: priority, Table: 100}
		full := rule.Rule{
			IIF: "in0", OIF: "out0", TOS: 0x10, DSCP: new(uint8(8)), FWMark: new(uint32(7)), TunID: 7, UIDs: &rule.UIDRange{First: 1, Last: 2},
			IPProto: 6, SrcPorts: rule.PortRange{First: 1, Last: 2}, DstPorts: rule.Port(80), Flow: 7, Protocol: 99,
			SuppressPrefixLen: new(int32(0)), SuppressIfGroup: new(uint32(5)),
		}
		if family == unix.AF_INET6 {
			full.Flow = 0
		}
		reportEach(t, object, base, full, add)
		// Masks, of what is there.
		base.DSCP, base.SrcPorts, base.DstPorts = new(uint8(8)), rule.Port(8), rule.Port(16)
		reportEach(t, object, base, rule.Rule{DSCPMask: new(uint8(0x38)), SrcPortMask: 0xff, DstPortMask: 0xfff0}, add)
		if family == unix.AF_INET6 {
			base = rule.Rule{Family: family, Priority: priority, Table: 100, FlowLabel: new(uint32(0x12300))}
			reportEach(t, object, base, rule.Rule{FlowLabelMask: new(uint32(0xfff00))}, add)
		}
	}
}

func TestReportNeighbours(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	base := neigh.Neigh{Index: veth0, Dst: ip("192.0.2.9"), LLAddr: mac(9), State: neigh.StatePermanent}
	add := once(conn, neigh.Add, neigh.Del, neigh.List, func(n *neigh.Neigh) bool { return n.Dst == base.Dst })
	reportEach(t, "neighbour", base, neigh.Neigh{Protocol: 99, Flags: neigh.FlagExtLearned}, add)
	for name, flag := range map[string]neigh.Flags{"FlagManaged": neigh.FlagManaged, "FlagExtValidated": neigh.FlagExtValidated} {
		n := base
		n.Flags, n.State = flag|neigh.FlagExtLearned, neigh.StateStale
		got, err := add(&n)
		answer := done(t, err)
		if err == nil && got.Flags&flag == 0 {
			answer = "ignored"
		}
		kernels.Report(t, "objects", "neighbour `"+name+"`", answer)
	}
}

func TestReportNexthops(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	base := nexthop.NextHop{ID: 9, Family: unix.AF_INET, Gateway: ip("192.0.2.9"), OIF: veth0}
	add := once(conn, nexthop.Add, func(n *nexthop.NextHop) nlmsg.Request { return nexthop.Del(n.ID) },
		nexthop.List, func(n *nexthop.NextHop) bool { return n.ID == 9 })
	reportEach(t, "nexthop", base, nexthop.NextHop{Protocol: 99, Flags: unix.RTNH_F_ONLINK}, add)
	base.OIF = 0
	reportEach(t, "nexthop", base, nexthop.NextHop{FDB: true}, add)

	must(t, conn, nexthop.Add(&nexthop.NextHop{ID: 1, OIF: veth0, Family: unix.AF_INET}))
	members := []nexthop.Member{{ID: 1, Weight: 1}}
	base = nexthop.NextHop{ID: 9, Group: members}
	reportEach(t, "nexthop group", base, nexthop.NextHop{HWStats: new(true)}, func(n *nexthop.NextHop) (*nexthop.NextHop, error) {
		if err := conn.Do(nexthop.Add(n)); err != nil {
			return nil, err
		}
		got, err := nexthop.GetStats(conn, n.ID, nexthop.KernelStats)
		if err != nil {
			return nil, err
		}
		return got, conn.Do(nexthop.Del(n.ID))
	})
	reportEach(t, "nexthop group with a weight above 256:", base, nexthop.NextHop{Group: []nexthop.Member{{ID: 1, Weight: 1000}}}, add)
	base.Type = nexthop.GroupResilient
	reportEach(t, "nexthop group", base, nexthop.NextHop{Resilient: &nexthop.Resilient{
		Buckets: 4, IdleTimer: new(time.Minute), UnbalancedTimer: new(time.Duration(0)),
	}}, add)
}

// What a link can be given that belongs to no kind.
func TestReportLinks(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	full := link.Link{
		MTU: 1400, TxQLen: new(uint32(7)), Group: new(uint32(7)),
		NumTxQueues: 2, NumRxQueues: 2, GSOMaxSegs: new(uint32(100)), GSOMaxSize: new(uint32(30000)), GROMaxSize: new(uint32(30000)),
		GSOIPv4MaxSize: new(uint32(30000)), GROIPv4MaxSize: new(uint32(30000)), LinkMode: new(uint8(1)),
		HardwareAddr: mac(7),
	}
	reportEach(t, "link", link.Link{Name: "new0", Data: &link.Bridge{}}, full, func(l *link.Link) (*link.Link, error) {
		if err := conn.Do(link.Add(l)); err != nil {
			return nil, err
		}
		got, err := link.Get(conn, link.Name("new0"))
		if err != nil {
			return nil, err
		}
		return got, conn.Do(link.Del(got))
	})
}

func TestReportVLANs(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	withBridge(t, conn)
	must(t, conn, link.SetPort(link.Index(veth0), &link.BridgePort{VLANTunnel: new(true)}),
		bridge.AddVLANs(veth0, bridge.VLAN{ID: 10}), bridge.AddVLANs(br, bridge.VLAN{ID: 10}))
	set := func(v *bridge.VLAN) (*bridge.VLAN, error) {
		if err := conn.Do(bridge.SetVLANs(veth0, *v)); err != nil {
			return nil, err
		}
		list, err := bridge.VLANFilter{Index: veth0}.List(conn)
		for _, l := range list {
			for _, v := range l.List {
				if v.ID == 10 {
					return &v, err
				}
			}
		}
		return new(bridge.VLAN), err
	}
	reportEach(t, "VLAN of a bridge's port", bridge.VLAN{ID: 10}, bridge.VLAN{
		State: new(bridge.StateBlocking), TunnelID: new(uint32(7)), McastRouter: new(uint8(2)), McastMaxGroups: new(uint32(7)),
		NeighSuppress: new(true), NeighForwardGrat: new(false),
	}, set)

	reportEach(t, "VLAN of a bridge", bridge.VLANOptions{ID: 10}, bridge.VLANOptions{
		MSTI: new(uint16(7)), McastSnooping: new(false), McastQuerier: new(true), McastIGMPVersion: 3, McastMLDVersion: 2,
		McastLastMemberCount: new(uint32(7)), McastLastMemberInterval: new(7 * time.Second),
		McastStartupQueryCount: new(uint32(7)), McastStartupQueryInterval: new(7 * time.Second),
		McastQueryInterval: new(7 * time.Second), McastQueryResponseInterval: new(6 * time.Second),
		McastMembershipInterval: new(700 * time.Second), McastQuerierInterval: new(70 * time.Second),
	}, func(v *bridge.VLANOptions) (*bridge.VLANOptions, error) {
		if err := conn.Do(bridge.SetVLANOptions(br, *v)); err != nil {
			return nil, err
		}
		list, err := bridge.VLANFilter{Index: br, Options: true}.List(conn)
		for _, l := range list {
			for _, o := range l.Options {
				if o.ID <= 10 && max(o.ID, o.Last) >= 10 {
					return &o, err
				}
			}
		}
		return new(bridge.VLANOptions), err
	})
}

func TestReportGroups(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	withBridge(t, conn)
	base := bridge.Group{Bridge: br, Port: veth0, Addr: ip("239.1.1.1"), Permanent: true}
	groups := func(conn *nlmsg.Conn) (all []bridge.Group, err error) {
		dbs, err := bridge.ListMDBs(conn)
		for _, db := range dbs {
			all = append(all, db.Groups...)
		}
		return all, err
	}
	add := once(conn, bridge.AddGroup, bridge.DelGroup, groups, func(g *bridge.Group) bool { return g.Addr == base.Addr })
	reportEach(t, "multicast group of a bridge", base, bridge.Group{
		VLAN: 1, Source: ip("192.0.2.7"), Protocol: 99, Mode: new(uint8(0)),
	}, add)
	base.Mode = new(uint8(1))
	reportEach(t, "multicast group of a bridge", base, bridge.Group{Sources: []bridge.Source{{Addr: ip("192.0.2.7")}}},
		once(conn, bridge.AddGroup, bridge.DelGroup, groups, func(g *bridge.Group) bool { return g.Addr == base.Addr && !g.Source.IsValid() }))
	base = bridge.Group{Bridge: br, Port: veth0, Permanent: true}
	reportEach(t, "multicast group of a bridge", base, bridge.Group{HardwareAddr: net.HardwareAddr{1, 0, 0x5e, 0, 1, 1}},
		once(conn, bridge.AddGroup, bridge.DelGroup, groups, func(g *bridge.Group) bool { return g.HardwareAddr != nil }))
}

// The settings of interfaces that the kernel tells.
func TestReportSettings(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for family, name := range map[uint8]string{unix.AF_INET: "IPv4", unix.AF_INET6: "IPv6"} {
		c, err := netconf.Get(conn, family, veth0)
		if err != nil {
			t.Fatal(err)
		}
		told := make(map[string]bool)
		for _, f := range kernels.Fields(c) {
			told[f.Name] = true
		}
		for f := range reflect.TypeFor[netconf.Conf]().Fields() {
			if f.Type == reflect.TypeFor[*int32]() {
				kernels.Report(t, "told", name+" settings `"+f.Name+"`", yes(told[f.Name]))
			}
		}
	}
}

func mac(last byte) net.HardwareAddr { return net.HardwareAddr{2, 0, 0, 0, 0, last} }
