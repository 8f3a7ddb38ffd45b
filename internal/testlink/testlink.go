//go:build linux

// Package testlink gives the tests of addresses, routes and neighbours interfaces
// to work with, so that packages addr, route and neigh need not know package link.
package testlink

import (
	"net/netip"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// The indexes of the interfaces: the loopback, and the ends of a veth pair.
const (
	Lo    = 1
	Veth0 = 2
	Veth1 = 3
)

// Dial opens a connection in a namespace of the test's own, in which lo, veth0
// and veth1 are up.
func Dial(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	conn := testconn.Dial(t, nlmsg.Config{NetNS: ns})
	pair := &link.Link{Name: "veth0", Index: Veth0, Data: &link.Veth{Peer: &link.Link{Name: "veth1", Index: Veth1}}}
	err := conn.Do(link.Add(pair),
		link.SetUp(link.Index(Lo)), link.SetUp(link.Index(Veth0)), link.SetUp(link.Index(Veth1)))
	if err != nil {
		t.Fatal(err)
	}
	return conn, ns
}

// Address gives an interface addresses, those of IPv6 without detection of
// duplicates.
func Address(t testing.TB, conn *nlmsg.Conn, index int, prefixes ...string) {
	t.Helper()
	for _, p := range prefixes {
		a := &addr.Addr{Index: index, Prefix: netip.MustParsePrefix(p)}
		if a.Prefix.Addr().Is6() {
			a.Flags = unix.IFA_F_NODAD
		}
		if err := conn.Do(addr.Add(a)); err != nil {
			t.Fatal(err)
		}
	}
}

// Listen opens a connection for the notifications of groups.
func Listen(t testing.TB, ns *os.File, groups ...uint32) *nlmsg.Conn {
	t.Helper()
	return testconn.Dial(t, nlmsg.Config{NetNS: ns, Groups: groups})
}
