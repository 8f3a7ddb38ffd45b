//go:build linux

package main

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// far0 is the index of the other end of a pair, in the other namespace.
const far0 = 21

// across adds a pair of links, one end of which is in far.
func across(far *os.File) nlmsg.Request {
	return link.Add(&link.Link{Name: "veth0", Index: veth0, HardwareAddr: mac(1), Data: &link.Veth{
		Peer: &link.Link{Name: "far0", Index: far0, HardwareAddr: mac(2), NetNS: link.NSFile(far)}}})
}

// in is a step that is taken in another namespace.
func in(far *os.File, s step) step {
	do := s.do
	s.do = func(*os.File) error { return do(far) }
	return s
}

// What happens in other namespaces is told with their ids.
func TestLikeIPMonitorAllNSID(t *testing.T) {
	t.Parallel()
	near, far := testns.New(t), testns.New(t)
	quiet(t, near)
	quiet(t, far)
	added := requests("veth add", across(far))
	added.differs = []difference{{regexp.MustCompile(`(\[nsid 10\]\[NETCONF\]\w+ )if21 `), "${1}far0 ",
		"ip does not ask other namespaces for the names of links"}}
	p := start(t, linkMarker(dial(t, near)), theirs(t, near, "ip", "monitor", "all", "all-nsid"),
		ours(t, near, time.Now, append([]string{"-all-nsid"}, ipObjects...)...))
	compare(t, p, near, []step{
		requests("id", netns.SetID(netns.File(far), 10)),
		added,
		requests("up", link.SetUp(link.Index(veth0))),
		in(far, requests("far up", link.SetUp(link.Index(far0)))),
		in(far, requests("far address", addr.Add(&addr.Addr{Index: far0, Prefix: prefix("192.0.2.2/24")}))),
		in(far, requests("far route", route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), Gateway: ip("192.0.2.1")}))),
		in(far, requests("far neighbour", neigh.Add(&neigh.Neigh{Index: far0, Dst: ip("192.0.2.1"), LLAddr: mac(1), State: neigh.StatePermanent}))),
		in(far, requests("far rule", rule.Add(&rule.Rule{Family: unix.AF_INET6, Priority: new(uint32(9)), Table: 9}))),
		in(far, sysctl("ipv4/conf/far0/forwarding", "1")),
		in(far, requests("far del", link.Del(link.Index(far0)))),
	})
}

// Namespaces that have a name are shown with it, and the program finds one by its
// name.
func TestNamesOfNamespaces(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	near, err := netns.Create("monitor-near")
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	defer netns.Delete("monitor-near")
	far, err := netns.Create("monitor-far")
	if err != nil {
		t.Fatal(err)
	}
	defer netns.Delete("monitor-far")
	quiet(t, near)
	quiet(t, far)
	p := start(t, linkMarker(dial(t, near)), theirs(t, near, "ip", "monitor", "all"),
		ours(t, testns.New(t), time.Now, append([]string{"-n", "monitor-near"}, ipObjects...)...))
	compare(t, p, near, []step{
		requests("id", netns.SetID(netns.File(far), 10)),
		requests("veth add", across(far)),
	})

	if err := netns.Delete("monitor-far"); err != nil {
		t.Fatal(err)
	}
	far.Close()
	const end = "[NSID]Deleted nsid 10 (iproute2 netns name: monitor-far)"
	if diff := cmp.Diff(p.texts[0].until(t, end), p.texts[1].until(t, end)); diff != "" {
		t.Errorf("namespace del (-ip +monitor):\n%s", diff)
	}
}
