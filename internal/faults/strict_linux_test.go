package faults_test

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// br0 is the bridge whose port veth0 is.
const br0 = 10

// A kernel without strict checking does not look at most filters and lists all.
// What a filter returns is the same.
func TestFiltersWithoutStrictChecking(t *testing.T) {
	t.Parallel()
	for name, l := range listings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			strict, ns := testlink.Dial(t)
			testconn.Do(t, strict,
				link.Add(&link.Link{Name: "br0", Index: br0, Flags: unix.IFF_UP, Data: &link.Bridge{}}),
				link.SetMaster(link.Index(testlink.Veth0), link.Index(br0)))
			testlink.Address(t, strict, br0, "192.0.2.1/24", "2001:db8::1/64")
			testlink.Address(t, strict, testlink.Veth1, "198.51.100.1/24", "2001:db8:1::1/64")
			if err := strict.Do(l.some...); errors.Is(err, unix.EOPNOTSUPP) {
				t.Skipf("not in this kernel: %v", err)
			} else if err != nil {
				t.Fatal(err)
			}
			lenient := testconn.DialWithout(t, []uint32{unix.NETLINK_GET_STRICT_CHK}, nlmsg.Config{NetNS: ns})
			l.check(t, strict, lenient)
		})
	}
}

// lists are the listings of one family.
type lists struct {
	some  []nlmsg.Request // what adds some of its objects to those of the addresses
	all   listing
	these []listing // with filters that let some of the objects pass
}

func (l lists) check(t *testing.T, strict, lenient *nlmsg.Conn) {
	for i, these := range append([]listing{l.all}, l.these...) {
		want := these.must(t, strict)
		got := these.must(t, lenient)
		// The kernel goes on adding what the interfaces need.
		for again := these.must(t, strict); !slices.Equal(again, want); again = these.must(t, strict) {
			want, got = again, these.must(t, lenient)
		}
		if !slices.Equal(got, want) {
			t.Errorf("filter %d, without strict checking:\n%q, with it\n%q", i, got, want)
		}
		all := l.all.must(t, strict)
		if i > 0 && (len(want) == 0 || len(want) >= len(all)) {
			t.Errorf("filter %d: %d of %d pass, which shows nothing", i, len(want), len(all))
		}
	}
}

// listing lists what a filter lets pass, as text.
type listing func(*nlmsg.Conn) ([]string, error)

func (list listing) must(t *testing.T, conn *nlmsg.Conn) []string {
	t.Helper()
	texts, err := list(conn)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// listed is the listing of a filter's List.
func listed[T any](list func(*nlmsg.Conn) ([]T, error)) listing {
	return func(conn *nlmsg.Conn) (texts []string, err error) {
		all, err := list(conn)
		for _, x := range all {
			texts = append(texts, fmt.Sprint(x))
		}
		return texts, err
	}
}

var listings = map[string]lists{
	"links": {
		all: listed(link.List),
		these: []listing{
			listed(link.Filter{Kind: "veth"}.List),
			listed(link.Filter{PortKind: "bridge"}.List),
			listed(link.Filter{Master: br0}.List),
			listed(link.Filter{NoMaster: true}.List),
			listed(link.Filter{BridgePorts: true}.List),
		},
	},
	"addresses": {
		all: listed(addr.List),
		these: []listing{
			listed(addr.Filter{Index: br0}.List),
			listed(addr.Filter{Family: unix.AF_INET6}.List),
			listed(addr.Filter{Index: testlink.Veth1, Family: unix.AF_INET}.List),
			listed(addr.Filter{Prefix: prefix("198.51.100.0/24")}.List),
		},
	},
	"routes": {
		some: []nlmsg.Request{
			route.Add(&route.Route{Dst: prefix("203.0.113.0/24"), OIF: br0, Table: 100, Protocol: unix.RTPROT_BIRD}),
			route.Add(&route.Route{Dst: prefix("203.0.113.0/24"), Type: unix.RTN_BLACKHOLE}),
			route.Add(&route.Route{Dst: prefix("2001:db8:2::/64"), OIF: br0, Table: 100, Protocol: unix.RTPROT_BIRD}),
		},
		all: listed(route.List),
		these: []listing{
			listed(route.Filter{Family: unix.AF_INET}.List),
			listed(route.Filter{Family: unix.AF_INET6}.List),
			listed(route.Filter{Table: 100}.List),
			listed(route.Filter{Family: unix.AF_INET6, Table: 100}.List),
			listed(route.Filter{Protocol: unix.RTPROT_BIRD}.List),
			listed(route.Filter{Type: unix.RTN_BLACKHOLE}.List),
			listed(route.Filter{OIF: br0}.List),
		},
	},
	"neighbours": {
		some: []nlmsg.Request{
			neigh.Add(&neigh.Neigh{Index: br0, Dst: ip("192.0.2.8"), LLAddr: mac(8), State: neigh.StatePermanent, Protocol: unix.RTPROT_BIRD}),
			neigh.Add(&neigh.Neigh{Index: testlink.Veth0, Dst: ip("192.0.2.9"), LLAddr: mac(8), State: neigh.StatePermanent}),
			neigh.Add(&neigh.Neigh{Index: br0, Dst: ip("2001:db8::8"), LLAddr: mac(8), State: neigh.StateNoARP}),
		},
		all: listed(neigh.List),
		these: []listing{
			listed(neigh.Filter{Family: unix.AF_INET}.List),
			listed(neigh.Filter{Index: br0}.List),
			listed(neigh.Filter{Master: br0}.List),
			listed(neigh.Filter{Dst: prefix("192.0.2.8/32")}.List),
			listed(neigh.Filter{State: neigh.StatePermanent}.List),
			listed(neigh.Filter{Protocol: unix.RTPROT_BIRD}.List),
		},
	},
	"forwarding entries": {
		some: []nlmsg.Request{
			neigh.AddFDB(&neigh.FDB{Index: testlink.Veth0, MAC: mac(9), State: neigh.StatePermanent, Flags: neigh.FlagMaster}),
			neigh.AddFDB(&neigh.FDB{Index: testlink.Veth1, MAC: mac(10), State: neigh.StatePermanent, Flags: neigh.FlagSelf}),
			link.Add(&link.Link{Name: "br1", Index: br0 + 1, Data: &link.Bridge{}}),
			link.SetMaster(link.Index(testlink.Veth1), link.Index(br0+1)),
		},
		all: listed(neigh.ListFDB),
		these: []listing{
			listed(neigh.FDBFilter{Index: testlink.Veth0}.List),
			listed(neigh.FDBFilter{Master: br0, Flags: neigh.FlagMaster}.List),
			listed(neigh.FDBFilter{MAC: mac(9)}.List),
			listed(neigh.FDBFilter{Flags: neigh.FlagSelf}.List),
		},
	},
	"forwarding entries of VLANs": {
		some: []nlmsg.Request{
			link.Set(link.Index(br0), &link.Link{Data: &link.Bridge{VLANFiltering: new(true)}}),
			neigh.AddFDB(&neigh.FDB{Index: testlink.Veth0, MAC: mac(9), State: neigh.StatePermanent, Flags: neigh.FlagMaster, VLAN: 1}),
		},
		all:   listed(neigh.ListFDB),
		these: []listing{listed(neigh.FDBFilter{VLAN: 1}.List)},
	},
	"neighbour tables": {
		all: listed(neigh.ListTables),
		these: []listing{
			listed(neigh.TableFilter{Family: unix.AF_INET}.List),
			listed(neigh.TableFilter{Index: br0}.List),
			listed(neigh.TableFilter{Name: "arp_cache"}.List),
		},
	},
	"rules": {
		some: []nlmsg.Request{
			rule.Add(&rule.Rule{Family: unix.AF_INET, Priority: new(uint32(5)), Table: 100, Protocol: unix.RTPROT_BIRD}),
			rule.Add(&rule.Rule{Family: unix.AF_INET6, Priority: new(uint32(6)), FWMark: new(uint32(7)), Table: 100}),
		},
		all: listed(rule.List),
		these: []listing{
			listed(rule.Filter{Family: unix.AF_INET6}.List),
			listed(rule.Filter{Priority: new(uint32(0))}.List),
			listed(rule.Filter{Table: 100}.List),
			listed(rule.Filter{FWMark: new(uint32(7))}.List),
			listed(rule.Filter{Protocol: unix.RTPROT_BIRD}.List),
		},
	},
	"nexthop objects": {
		some: []nlmsg.Request{
			nexthop.Add(&nexthop.NextHop{ID: 1, OIF: testlink.Veth1, Family: unix.AF_INET, Protocol: unix.RTPROT_BIRD}),
			nexthop.Add(&nexthop.NextHop{ID: 2, OIF: testlink.Veth0, Family: unix.AF_INET6}),
			nexthop.Add(&nexthop.NextHop{ID: 3, Group: []nexthop.Member{{ID: 1, Weight: 1}}}),
		},
		all: listed(nexthop.List),
		these: []listing{
			listed(nexthop.Filter{Family: unix.AF_INET6}.List),
			listed(nexthop.Filter{OIF: testlink.Veth1}.List),
			listed(nexthop.Filter{Master: br0}.List),
			listed(nexthop.Filter{Groups: true}.List),
			listed(nexthop.Filter{Protocol: unix.RTPROT_BIRD}.List),
		},
	},
	"VLANs": {
		some: []nlmsg.Request{
			link.Set(link.Index(br0), &link.Link{Data: &link.Bridge{VLANFiltering: new(true)}}),
		},
		all:   listed(bridge.ListVLANs),
		these: []listing{listed(bridge.VLANFilter{Index: br0}.List)},
	},
	"settings": {
		all: listed(netconf.List),
		these: []listing{
			listed(netconf.Filter{Family: unix.AF_INET6}.List),
			listed(netconf.Filter{Index: br0}.List),
		},
	},
}

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func mac(last byte) net.HardwareAddr { return net.HardwareAddr{2, 0, 0, 0, 0, last} }
