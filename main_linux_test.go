package rawnl_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestMain(m *testing.M) { testns.Main(m) }

// The examples that need the kernel, run.
func TestExamplesDoWhatTheySay(t *testing.T) {
	a, b := testns.New(t), testns.New(t)
	if err := pair(a, b); err != nil {
		t.Fatal(err)
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: b})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := configure(conn); err != nil {
		t.Fatal(err)
	}
	routes, err := route.Filter{Table: unix.RT_TABLE_MAIN, Family: unix.AF_INET}.List(conn)
	if err != nil || len(routes) != 2 {
		t.Fatalf("routes %v, %v, want the default and that of the prefix", routes, err)
	}
	if r := routes[0]; r.Dst != route.DefaultIPv4() || r.Gateway != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("the first route is %+v, want the default by 192.0.2.1", r)
	}
}

func TestOverlayLeadsToTheHost(t *testing.T) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: testns.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	remote, host := netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("10.0.0.9")
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 9}
	if err := overlay(conn, remote, host, mac); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("this kernel has no VXLANs: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	entries, err := neigh.ListFDB(conn)
	if err != nil || len(entries) != 1 || entries[0].Dst != remote || !bytes.Equal(entries[0].MAC, mac) {
		t.Errorf("entries %v, %v, want that of %v at %v", entries, err, mac, remote)
	}
	n, err := neigh.Get(conn, &neigh.Neigh{Index: entries[0].Index, Dst: host})
	if err != nil || !bytes.Equal(n.LLAddr, mac) {
		t.Errorf("neighbour %v, %v, want %v at %v", n, err, host, mac)
	}
}

func TestFollowSeesALinkChange(t *testing.T) {
	a, b := testns.New(t), testns.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &waiter{word: `"veth0"`, found: cancel}
	if err := pair(a, b); err != nil {
		t.Fatal(err)
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: a})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	following := make(chan error, 1)
	go func() { following <- netns.Do(a, func() error { return follow(ctx, out) }) }()
	for mtu := 1400; ctx.Err() == nil; mtu++ { // until follow has joined, and has seen a change
		if err := conn.Do(link.SetMTU(link.Name("veth0"), 1400+mtu%2)); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-following; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// waiter calls found when it is told of word.
type waiter struct {
	word  string
	found func()
}

func (w *waiter) Write(b []byte) (int, error) {
	if strings.Contains(string(b), w.word) {
		w.found()
	}
	return len(b), nil
}

// The errors that README.md shows are those that requests meet.
func TestReadmeShowsTrueErrors(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: testns.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	prefix := netip.MustParsePrefix("192.0.2.0/24")
	for _, r := range []nlmsg.Request{
		link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "much-too-long-a-name"}}}),
		route.Add(&route.Route{Dst: prefix, Gateway: netip.MustParseAddr("10.0.0.1")}),
		addr.Add(&addr.Addr{Index: 99, Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
	} {
		err := conn.Do(r)
		if err == nil {
			t.Errorf("%v: no error", r)
			continue
		}
		// The kernel's own words are its own matter, and other versions have others.
		said, _, _ := strings.Cut(err.Error(), ": ipv4")
		said = strings.TrimSuffix(said, ": Nexthop has invalid gateway")
		if !strings.Contains(string(readme), "    "+said) {
			t.Errorf("README.md does not show %q", err)
		}
	}
}
