package kernels_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// behaviours are questions to a kernel, each in a namespace of its own.
var behaviours = map[string]func(*testing.T, *nlmsg.Conn, *os.File) string{
	"A new link is returned (`NLM_F_ECHO`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		add := link.Add(&link.Link{Name: "new0", Data: &link.Bridge{}})
		add.Flags |= unix.NLM_F_ECHO
		_, err := conn.Get(add)
		if errors.Is(err, nlmsg.ErrNoReply) {
			return "no"
		}
		return done(t, err)
	},
	"A link is changed by an alternative name": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		must(t, conn, link.AddAltNames(link.Index(veth0), "another-name-of-veth0"))
		return done(t, conn.Do(link.SetMTU(link.Name("another-name-of-veth0"), 1400)))
	},
	"A link gets the index that is asked for in another namespace": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		ns := testns.New(t)
		there, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
		if err != nil {
			t.Fatal(err)
		}
		defer there.Close()
		must(t, conn, link.Set(link.Index(veth0), &link.Link{NetNS: link.NSFile(ns), NewIndex: 50}))
		l, err := link.Get(there, link.Name("veth0"))
		if err != nil {
			t.Fatal(err)
		}
		return yes(l.Index == 50)
	},
	"A dump of links with an index in its header is refused (`NETLINK_GET_STRICT_CHK`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		header := make([]byte, unix.SizeofIfInfomsg)
		header[4] = veth0
		for _, err := range conn.Dump(nlmsg.Request{Op: "test dump", Type: unix.RTM_GETLINK, Flags: unix.NLM_F_DUMP, Body: body(header)}) {
			if err != nil {
				return kernels.Refused(t, err)
			}
		}
		return "no"
	},
	"Groups of IPv4 multicast are listed": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		list, err := addr.Filter{Kind: addr.Multicast, Family: unix.AF_INET}.List(conn)
		if err != nil {
			return kernels.Refused(t, err)
		}
		return yes(len(list) > 0)
	},
	"Routes may be asked for with a flow label": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		_, err := route.Get(conn, route.Query{Dst: ip("2001:db8::9"), FlowLabel: 7})
		return done(t, err)
	},
	"An IPv4 route may have an IPv6 gateway": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		return done(t, conn.Do(route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), OIF: veth0, Gateway: ip("2001:db8::9")})))
	},
	"Forwarding entries of a bridge are deleted in bulk (`NLM_F_BULK`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withBridge(t, conn)
		return done(t, conn.Do(neigh.FlushFDB(&neigh.FDBFlush{Index: br, Flags: neigh.FlagSelf})))
	},
	"Forwarding entries of a VXLAN are deleted in bulk": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withVXLAN(t, conn)
		return done(t, conn.Do(neigh.FlushFDB(&neigh.FDBFlush{Index: vx, Dst: ip("192.0.2.9")})))
	},
	"Multicast groups of a bridge are deleted in bulk": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withBridge(t, conn)
		return done(t, conn.Do(bridge.FlushGroups(&bridge.GroupFlush{Bridge: br})))
	},
	"A multicast group of a bridge is got alone": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withBridge(t, conn)
		must(t, conn, bridge.AddGroup(&bridge.Group{Bridge: br, Port: veth0, Addr: ip("239.1.1.1"), Permanent: true}))
		_, err := bridge.GetGroup(conn, bridge.GroupQuery{Bridge: br, Addr: ip("239.1.1.1"), VLAN: 1})
		return done(t, err)
	},
	"A VXLAN has multicast groups": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withVXLAN(t, conn)
		return done(t, conn.Do(bridge.AddGroup(&bridge.Group{Bridge: vx, Port: vx, Addr: ip("239.1.1.1"), Permanent: true, Dst: ip("192.0.2.9"), SrcVNI: new(uint32(7))})))
	},
	"A VXLAN takes the networks that it is told (`RTM_NEWTUNNEL`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		err := conn.Do(link.Add(&link.Link{Name: "vx0", Index: vx, Data: &link.VXLAN{CollectMetadata: new(true), VNIFilter: new(true)}}))
		if err == nil {
			err = conn.Do(link.AddVNIs(link.Index(vx), link.VNIRange{First: 7}))
		}
		return done(t, err)
	},
	"VLANs of bridges are changed and listed (`RTM_NEWVLAN`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withBridge(t, conn)
		return done(t, conn.Do(bridge.AddVLANs(veth0, bridge.VLAN{ID: 10})))
	},
	"VLANs of bridges have options (`RTM_NEWVLAN`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		withBridge(t, conn)
		must(t, conn, bridge.AddVLANs(br, bridge.VLAN{ID: 10}))
		return done(t, conn.Do(bridge.SetVLANOptions(br, bridge.VLANOptions{ID: 10, McastSnooping: new(true)})))
	},
	"A nexthop object (`RTM_NEWNEXTHOP`)": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		return done(t, conn.Do(nexthop.Add(&nexthop.NextHop{ID: 1, OIF: veth0, Family: unix.AF_INET})))
	},
	"Nexthop groups count packets": func(t *testing.T, conn *nlmsg.Conn, _ *os.File) string {
		must(t, conn, nexthop.Add(&nexthop.NextHop{ID: 1, OIF: veth0, Family: unix.AF_INET}),
			nexthop.Add(&nexthop.NextHop{ID: 2, Group: []nexthop.Member{{ID: 1, Weight: 1}}}))
		n, err := nexthop.GetStats(conn, 2, nexthop.KernelStats)
		if err != nil {
			return kernels.Refused(t, err)
		}
		return yes(n.Stats != nil)
	},
}

func TestReportBehaviours(t *testing.T) {
	t.Parallel()
	for question, answer := range behaviours {
		t.Run(strings.ReplaceAll(question, " ", "_"), func(t *testing.T) {
			t.Parallel()
			conn, ns := dial(t)
			kernels.Report(t, "behaviours", question, answer(t, conn, ns))
		})
	}
}

// What the answers to a dump that asks for a part of all are marked with, which
// says that the kernel has left out the rest.
func TestReportFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	withBridge(t, conn)
	withVXLAN(t, conn)
	must(t, conn,
		route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), OIF: veth0, Protocol: 99, Table: 100}),
		route.Add(&route.Route{Dst: prefix("2001:db8:9::/64"), OIF: veth0, Protocol: 99, Table: 100}),
		rule.Add(&rule.Rule{Family: unix.AF_INET, Table: 100, Protocol: 99}),
		neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.9"), LLAddr: mac(9), State: neigh.StatePermanent, Protocol: 99}),
		nexthop.Add(&nexthop.NextHop{ID: 1, OIF: veth0, Family: unix.AF_INET}))
	for question, dump := range map[string]nlmsg.Request{
		"links of a kind":                       link.Filter{Kind: "vxlan"}.Request(),
		"links of a master":                     link.Filter{Master: br}.Request(),
		"IPv4 addresses of an interface":        addr.Filter{Family: unix.AF_INET, Index: veth0}.Request(),
		"IPv6 addresses of an interface":        addr.Filter{Family: unix.AF_INET6, Index: veth0}.Request(),
		"addresses of an interface":             addr.Filter{Index: veth0}.Request(),
		"IPv4 routes of a table":                route.Filter{Family: unix.AF_INET, Table: 100}.Request(),
		"IPv6 routes of a table":                route.Filter{Family: unix.AF_INET6, Table: 100}.Request(),
		"routes of a table":                     route.Filter{Table: 100}.Request(),
		"IPv4 routes of a protocol":             route.Filter{Family: unix.AF_INET, Protocol: 99}.Request(),
		"IPv6 routes of an interface":           route.Filter{Family: unix.AF_INET6, OIF: veth0}.Request(),
		"neighbours of an interface":            neigh.Filter{Index: veth0}.Request(),
		"neighbours on ports of a master":       neigh.Filter{Master: br}.Request(),
		"forwarding entries of a bridge":        neigh.FDBFilter{Master: br}.Request(),
		"nexthop objects of an interface":       nexthop.Filter{OIF: veth0}.Request(),
		"VLANs of a bridge's port":              bridge.VLANFilter{Index: veth0}.Request(),
		"IPv4 multicast groups of an interface": addr.Filter{Kind: addr.Multicast, Family: unix.AF_INET, Index: veth1}.Request(),
	} {
		answer := "no answers"
		for m, err := range conn.Dump(dump) {
			if err != nil {
				answer = kernels.Refused(t, err)
				break
			}
			answer = yes(m.Flags&unix.NLM_F_DUMP_FILTERED != 0)
		}
		kernels.Report(t, "behaviours", "The kernel says that it filters: "+question+" (`NLM_F_DUMP_FILTERED`)", answer)
	}
}

type body []byte

func (b body) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }
