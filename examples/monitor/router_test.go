//go:build linux

package main

import (
	"errors"
	"io/fs"
	"math"
	"net/netip"
	"os"
	"regexp"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// linked returns a namespace that is quiet, with a pair of links that are up.
func linked(t *testing.T) *os.File {
	t.Helper()
	ns := testns.New(t)
	quiet(t, ns)
	for _, s := range []step{
		sysctl("ipv6/conf/default/autoconf", "0"), // no addresses of advertised prefixes
		requests("links", veth(), link.SetUp(link.Index(veth0)), link.SetUp(link.Index(veth1)),
			addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")}),
			addr.Add(&addr.Addr{Index: veth1, Prefix: prefix("fe80::1/64"), Flags: unix.IFA_F_NODAD})),
	} {
		if err := s.do(ns); err != nil {
			t.Fatal(err)
		}
	}
	return ns
}

// besideIP starts both programs.
func besideIP(t *testing.T, ns *os.File) *programs {
	t.Helper()
	return start(t, linkMarker(dial(t, ns)), theirs(t, ns, "ip", "monitor", "all"), ours(t, ns, time.Now, ipObjects...))
}

func TestMulticastRoutesLikeIP(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		family        int
		rules         uint8 // the family of the rules that choose a table
		source, group netip.Addr
	}{
		"IPv4": {unix.AF_INET, rule.FamilyIPMR, ip("192.0.2.9"), ip("233.252.0.1")},
		"IPv6": {unix.AF_INET6, rule.FamilyIP6MR, ip("2001:db8::9"), ip("ff3e::1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ns := linked(t)
			r := testlink.NewMulticastRouter(t, ns, c.family, veth0, veth1)
			compare(t, besideIP(t, ns), ns, []step{
				{name: "add", do: func(*os.File) error { return r.Add(c.source, c.group, 7) }},
				{name: "change", do: func(*os.File) error { return r.Add(c.source, c.group, 1) }},
				{name: "any source", do: func(*os.File) error { return r.Add(unspecified(c.source), c.group, 2) }},
				{name: "del", do: func(*os.File) error { return r.Del(c.source, c.group) }},
				requests("rule", rule.Add(&rule.Rule{Family: c.rules, Priority: new(uint32(900)), IIF: "veth0", Table: 100})),
			})
		})
	}
}

func unspecified(x netip.Addr) netip.Addr {
	if x.Is4() {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

func TestAdvertisedPrefixesLikeIP(t *testing.T) {
	t.Parallel()
	ns := linked(t)
	advertised := func(name string, p string, flags uint8, valid, preferred uint32, words string) step {
		s := step{name: name, do: func(ns *os.File) error {
			return testlink.Advertise(ns, veth1, prefix(p), flags, valid, preferred)
		}}
		s.differs = []difference{
			{regexp.MustCompile(`(\[PREFIX\]prefix \S+)dev `), "${1} dev ", "ip leaves out a space"},
			{regexp.MustCompile(`(\[PREFIX\].* dev veth0 )(onlink )?(autoconf )?valid`), "${1}" + words + "valid",
				"ip does not know the flags of new kernels"},
		}
		return s
	}
	compare(t, besideIP(t, ns), ns, []step{
		advertised("on the link", "2001:db8:1::/64", 0x80, 3600, 1800, "onlink "),
		advertised("for addresses", "2001:db8:2::/64", 0x40, math.MaxUint32, math.MaxUint32, "autoconf "),
		advertised("no longer", "2001:db8:1::/64", 0xc0, 0, 0, "onlink autoconf "),
	})
}

func TestLabelsLikeIP(t *testing.T) {
	t.Parallel()
	ns := linked(t)
	// The kernel loads what forwards labels together with what puts them on.
	_ = requests("load", route.Add(&route.Route{Dst: prefix("10.0.0.0/8"), OIF: veth0, Encap: &encap.MPLS{Labels: []uint32{16}}})).do(ns)
	err := sysctl("mpls/platform_labels", "1000").do(ns)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		t.Skipf("needs CONFIG_MPLS_ROUTING, and to configure it: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	one := &mpls.Route{Label: 100, NewLabels: []uint32{200, 300}, Gateway: ip("192.0.2.2")}
	compare(t, besideIP(t, ns), ns, []step{
		requests("add", mpls.Add(one)),
		requests("replace", mpls.Replace(&mpls.Route{Label: 100, HardwareAddr: mac(2), OIF: veth0, TTLPropagate: new(false), Protocol: unix.RTPROT_STATIC})),
		requests("several ways", mpls.Add(&mpls.Route{Label: 101, MultiPath: []mpls.NextHop{
			{NewLabels: []uint32{201}, Gateway: ip("192.0.2.2"), OIF: veth0}, {Gateway: ip("192.0.2.3"), OIF: veth0}}})),
		sysctl("mpls/conf/veth0/input", "1"),
		requests("del", mpls.Del(100)),
		requests("down", link.SetDown(link.Index(veth1))),
	})
}
