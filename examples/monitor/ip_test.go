//go:build linux

package main

import (
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// ipObjects are those that "ip monitor all" shows and this library knows.
var ipObjects = []string{"link", "address", "route", "mroute", "prefix", "neigh", "rule", "nexthop", "netconf", "stats", "nsid"}

// A difference is what ip(8) shows in another way.
type difference struct {
	theirs *regexp.Regexp
	ours   string
	why    string
}

// forwarding is why what ip(8) shows of a forwarding database is left out.
var forwarding = difference{regexp.MustCompile(`(?m)^(.*)\[NEIGH\](Deleted )?dev \S+ lladdr .*\n`), "",
	"ip takes the entry of a bridge for a neighbour without an address; fdb shows it as bridge(8) does"}

// oldName is why a link that was renamed has another name.
var oldName = difference{regexp.MustCompile(`\bveth1\b`), "eth1",
	"ip keeps the name by which it first knew a link, except in what is about the link itself"}

// A step is a change, and how ip(8) shows it in another way.
type step struct {
	name    string
	do      func(ns *os.File) error
	differs []difference
	since   [2]int // the first Linux that can do it, if there is an older one here
}

// requests is a step of requests.
func requests(name string, list ...nlmsg.Request) step {
	return step{name: name, do: func(ns *os.File) error {
		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
		if err != nil {
			return err
		}
		defer conn.Close()
		return conn.Do(list...)
	}}
}

// sysctl is a step that writes a setting below net.
func sysctl(name, value string) step {
	return step{name: name + "=" + value, do: func(ns *os.File) error {
		return netns.Do(ns, func() error { return os.WriteFile("/proc/sys/net/"+name, []byte(value), 0) })
	}}
}

// quiet makes the kernel do less of itself in ns: links get no IPv6 addresses. It
// sets lo up, without which the kernel does not tell of its groups.
func quiet(t *testing.T, ns *os.File) {
	t.Helper()
	for _, s := range []step{
		sysctl("ipv6/conf/default/addr_gen_mode", "1"),
		requests("lo", link.SetUp(link.Name("lo"))),
	} {
		if err := s.do(ns); err != nil {
			t.Fatal(err)
		}
	}
}

// settled is a step at whose end the addresses are in the local table. The kernel
// tells of new IPv6 addresses when it has found out that they can be used, which
// takes no time if it is not to look for duplicates, but happens on another thread.
func settled(s step, addrs ...netip.Prefix) step {
	do := s.do
	s.do = func(ns *os.File) error {
		if err := do(ns); err != nil {
			return err
		}
		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
		if err != nil {
			return err
		}
		defer conn.Close()
		for _, a := range addrs {
			for found := false; !found; {
				routes, err := route.Filter{Family: unix.AF_INET6, Table: unix.RT_TABLE_LOCAL}.List(conn)
				if err != nil {
					return err
				}
				found = slices.ContainsFunc(routes, func(r route.Route) bool { return r.Dst.Addr() == a.Addr() && r.Type == unix.RTN_LOCAL })
			}
		}
		return nil
	}
	return s
}

// compare takes the steps one by one, and compares what the two programs say of
// each, that of iproute2 first.
func compare(t *testing.T, p *programs, ns *os.File, steps []step) {
	t.Helper()
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			if !testns.KernelSince(t, s.since[0], s.since[1]) {
				t.Skipf("since Linux %d.%d", s.since[0], s.since[1])
			}
			err := s.do(ns)
			said := p.next(t)
			if errors.Is(err, errors.ErrUnsupported) {
				t.Skipf("the kernel lacks it: %v", err)
			} else if err != nil {
				t.Fatal(err)
			}
			s.compare(t, said[0], said[1])
		})
	}
}

// compare compares what ip(8) or bridge(8) says of a step with what this program
// says.
func (s step) compare(t *testing.T, theirs, ours string) {
	t.Helper()
	if theirs == "" {
		t.Error("nothing is said")
	}
	for _, d := range s.differs {
		if !d.theirs.MatchString(theirs) {
			t.Errorf("no longer %q (%s):\n%s", d.theirs, d.why, theirs)
		}
		theirs = d.theirs.ReplaceAllString(theirs, d.ours)
	}
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("-iproute2 +monitor:\n%s", diff)
	}
}

const veth0, veth1, br0 = 10, 11, 12 // indexes

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }
func addrs(list ...string) (out []netip.Addr) {
	for _, s := range list {
		out = append(out, ip(s))
	}
	return out
}

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

// mac returns a link-layer address.
func mac(last byte) net.HardwareAddr { return net.HardwareAddr{2, 0, 0, 0, 0, last} }

// veth adds a pair of links, whose addresses are not random.
func veth() nlmsg.Request {
	return link.Add(&link.Link{Name: "veth0", Index: veth0, HardwareAddr: mac(1),
		Data: &link.Veth{Peer: &link.Link{Name: "veth1", Index: veth1, HardwareAddr: mac(2)}}})
}

// want sends a packet to an address whose neighbour nobody knows, after which the
// kernel asks programs of it.
func want(to netip.Addr) func(ns *os.File) error {
	return func(ns *os.File) error {
		for _, set := range []step{
			sysctl("ipv4/neigh/veth0/app_solicit", "1"),
			// Else the kernel gives up in some seconds, while it tells of another step.
			sysctl("ipv4/neigh/veth0/retrans_time_ms", "3600000"),
		} {
			if err := set.do(ns); errors.Is(err, fs.ErrNotExist) {
				return errors.ErrUnsupported // in user namespaces of older kernels
			} else if err != nil {
				return err
			}
		}
		return netns.Do(ns, func() error {
			conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(to, 9)))
			if err != nil {
				return err
			}
			defer conn.Close()
			_, err = conn.Write([]byte("hello"))
			return err
		})
	}
}

// steps are changes of all that "ip monitor" tells of.
func steps() []step {
	v4, v6 := &addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255")},
		&addr.Addr{Index: veth0, Prefix: prefix("2001:db8::1/64"), Flags: unix.IFA_F_NODAD, Valid: 1000 * time.Second, Preferred: new(500 * time.Second)}
	home := &addr.Addr{Index: veth0, Prefix: prefix("2001:db8:1::1/64"),
		Flags: unix.IFA_F_NOPREFIXROUTE | unix.IFA_F_NODAD | unix.IFA_F_HOMEADDRESS}
	way := &route.Route{Dst: prefix("198.51.100.0/24"), Gateway: ip("192.0.2.2"), Priority: 7, Flow: 5<<16 | 6,
		Metrics: &route.Metrics{MTU: 1400, Lock: 1 << unix.RTAX_MTU, RTT: 1500 * time.Millisecond, RTOMin: 20 * time.Millisecond, CongCtl: "reno"}}
	hole := &route.Route{Dst: prefix("10.1.0.0/16"), Type: unix.RTN_BLACKHOLE, Table: 100, Protocol: unix.RTPROT_BGP}
	policy := &rule.Rule{Priority: new(uint32(900)), Src: prefix("10.0.0.0/8"), Table: 1000, IIF: "nobody", FWMark: new(uint32(16)), FWMask: new(uint32(255))}
	hop, group := &nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0},
		&nexthop.NextHop{ID: 2, Group: []nexthop.Member{{ID: 1, Weight: 3}}}

	bridged := requests("bridge add", link.Add(&link.Link{Name: "br0", Index: br0, HardwareAddr: mac(9), Data: &link.Bridge{}}))
	port := requests("port", link.SetMaster(link.Index(veth1), link.Index(br0)))
	noPort := requests("no port", link.SetNoMaster(link.Index(veth1)))
	noBridge := requests("bridge del", link.Del(link.Index(br0)))
	for _, s := range []*step{&bridged, &port, &noPort, &noBridge} {
		s.differs = []difference{forwarding}
	}

	resilient := requests("resilient group", nexthop.Add(&nexthop.NextHop{ID: 4, OIF: veth0}),
		nexthop.Add(&nexthop.NextHop{ID: 5, Group: []nexthop.Member{{ID: 4}}, Resilient: &nexthop.Resilient{Buckets: 8, IdleTimer: new(90 * time.Second)}}))
	resilient.since = [2]int{5, 13}
	end := requests("segments end", route.Add(&route.Route{Dst: prefix("2001:db8:b::1/128"), OIF: veth0,
		Encap: &encap.Seg6Local{Action: encap.Seg6EndDX2, OIF: veth1, Counters: new(encap.Seg6Counters)}}))
	end.since = [2]int{5, 13}
	hardware := requests("counters in hardware", link.SetL3Stats(veth0, true), link.SetL3Stats(veth0, false))
	hardware.since = [2]int{5, 18}
	renamed := requests("rename", link.SetName(link.Index(veth1), "eth1"), addr.Add(&addr.Addr{Index: veth1, Prefix: prefix("203.0.113.1/24")}))
	gone := requests("link del", link.Del(link.Index(veth0)))
	renamed.differs, gone.differs = []difference{oldName}, []difference{oldName}
	return []step{
		requests("veth add", veth()),
		requests("up", link.SetUp(link.Index(veth1)), link.SetUp(link.Index(veth0))),
		requests("mtu, group, altname", link.SetMTU(link.Index(veth0), 1400), link.SetGroup(link.Index(veth0), 5),
			link.AddAltNames(link.Index(veth0), "a-name-of-more-than-15-bytes")),
		requests("IPv4 addresses", addr.Add(v4), addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.3/24"), Label: "veth0:1",
			Valid: time.Hour, Preferred: new(time.Duration(0))}),
			addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.9/32"), Peer: ip("10.9.9.9"), Priority: 3, Scope: unix.RT_SCOPE_LINK})),
		settled(requests("IPv6 address", addr.Add(v6)), v6.Prefix),
		settled(requests("IPv6 address with flags", addr.Add(home)), home.Prefix),
		requests("route add", route.Add(way)),
		requests("route replace", route.Replace(&route.Route{Dst: way.Dst, Priority: 7, OIF: veth0, Scope: route.ScopeUniverse})),
		requests("default routes", route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: ip("192.0.2.2"), PrefSrc: ip("192.0.2.1"), Protocol: unix.RTPROT_STATIC}),
			route.Add(&route.Route{Dst: prefix("::/0"), Gateway: ip("2001:db8::2"), Pref: 1, Expires: time.Hour})),
		requests("multipath", route.Add(&route.Route{Dst: prefix("203.0.114.0/24"), MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2"), Weight: 2}, {Gateway: ip("fe80::2"), OIF: veth0, Flags: unix.RTNH_F_ONLINK}}})),
		requests("blackhole", route.Add(hole), route.Del(hole)),
		requests("unreachable", route.Add(&route.Route{Dst: prefix("2001:db8:9::/48"), Type: unix.RTN_UNREACHABLE})),
		requests("neighbours", neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5"), LLAddr: mac(5), State: neigh.StatePermanent, Protocol: unix.RTPROT_STATIC}),
			neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("2001:db8::5"), LLAddr: mac(5), State: neigh.StateNoARP, Flags: neigh.FlagRouter}),
			neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.6"), LLAddr: mac(6), State: neigh.StateStale, Flags: neigh.FlagExtLearned})),
		{name: "neighbour wanted", do: want(ip("192.0.2.77"))},
		requests("neighbour del", neigh.Del(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5")})),
		requests("rule", rule.Add(policy), rule.Del(policy)),
		requests("rules", rule.Add(&rule.Rule{Priority: new(uint32(901)), Family: unix.AF_INET6, Goto: 30000, Flags: unix.FIB_RULE_INVERT, DstPorts: rule.Port(22)}),
			rule.Add(&rule.Rule{Priority: new(uint32(902)), Dst: prefix("192.0.2.0/25"), Table: unix.RT_TABLE_MAIN, SuppressPrefixLen: new(int32(0)), Flow: 7})),
		requests("nexthops", nexthop.Add(hop), nexthop.Add(group), nexthop.Add(&nexthop.NextHop{ID: 3, Blackhole: true, Protocol: unix.RTPROT_BGP})),
		requests("route by nexthop", route.Add(&route.Route{Dst: prefix("203.0.115.0/24"), NHID: 2})),
		requests("nexthop del", nexthop.Del(hop.ID)),
		sysctl("ipv4/conf/veth0/forwarding", "1"),
		sysctl("ipv4/conf/veth0/rp_filter", "2"),
		sysctl("ipv4/conf/all/proxy_arp", "1"),
		sysctl("ipv6/conf/default/forwarding", "1"),
		bridged, port, noPort, noBridge,
		requests("tunnel", link.Add(&link.Link{Name: "gre1", Index: 30, Data: &link.GRE{Local: ip("192.0.2.1"), Remote: ip("192.0.2.2")}})),
		requests("tunnel over IPv6", link.Add(&link.Link{Name: "tun6", Index: 31, Data: &link.IP6Tnl{Local: ip("2001:db8::1"), Remote: ip("2001:db8::2")}})),
		requests("route in IP", route.Add(&route.Route{Dst: prefix("203.0.116.0/24"), OIF: veth0,
			Encap: &encap.IP{ID: 7, Dst: ip("192.0.2.2"), TTL: 5, Flags: encap.FlagKey}})),
		requests("route in IPv6", route.Add(&route.Route{Dst: prefix("203.0.117.0/24"), OIF: veth0,
			Encap: &encap.IP6{ID: 7, Dst: ip("2001:db8::2"), HopLimit: 5, Flags: encap.FlagChecksum}})),
		requests("labels", route.Add(&route.Route{Dst: prefix("203.0.118.0/24"), Gateway: ip("192.0.2.2"),
			Encap: &encap.MPLS{Labels: []uint32{100, 200}, TTL: new(uint8(9))}})),
		requests("segments", route.Add(&route.Route{Dst: prefix("2001:db8:a::/48"), OIF: veth0,
			Encap: &encap.Seg6{Mode: encap.Seg6Encap, SRH: encap.SRH{Segments: addrs("2001:db8:b::1", "2001:db8:b::2")}}})),
		end, hardware, resilient,
		requests("address del", addr.Del(v4), addr.Del(v6)),
		requests("down", link.SetDown(link.Index(veth0)), link.SetDown(link.Index(veth1))),
		renamed, gone,
	}
}

// All that happens in a namespace is told in the words of ip.
func TestLikeIPMonitor(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	likeIP(t, ns)
}

// So it is for an ordinary user.
func TestLikeIPMonitorForAnOrdinaryUser(t *testing.T) {
	if !testns.UserNamespace(t) {
		return
	}
	likeIP(t, testns.New(t))
}

func likeIP(t *testing.T, ns *os.File) {
	t.Helper()
	quiet(t, ns)
	p := start(t, linkMarker(dial(t, ns)), theirs(t, ns, "ip", "monitor", "all"), ours(t, ns, time.Now, ipObjects...))
	compare(t, p, ns, steps())
}
