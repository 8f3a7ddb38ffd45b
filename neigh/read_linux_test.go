package neigh_test

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// several makes neighbours 1 to 5 of both families: 1 to 3 and 4 on veth0, a port
// of br0, and 5 on veth1.
func several(t *testing.T, conn *nlmsg.Conn) {
	t.Helper()
	for _, n := range []neigh.Neigh{
		{Index: veth0, Dst: ip("192.0.2.1"), State: neigh.StatePermanent, LLAddr: someMAC},
		{Index: veth0, Dst: ip("192.0.2.2"), State: neigh.StateStale, LLAddr: someMAC},
		{Index: veth0, Dst: ip("192.0.2.3"), State: neigh.StateNoARP, LLAddr: someMAC},
		{Index: veth0, Dst: ip("2001:db8::4"), State: neigh.StatePermanent, LLAddr: someMAC},
		{Index: veth1, Dst: ip("2001:db8::5"), State: neigh.StatePermanent, LLAddr: someMAC},
		{Index: veth0, Dst: ip("192.0.2.8"), Flags: neigh.FlagProxy},
		{Index: veth1, Dst: ip("2001:db8::9"), Flags: neigh.FlagProxy},
	} {
		do(t, conn, neigh.Add(&n))
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dialBridge(t)
	several(t, conn)
	for _, tt := range []struct {
		name   string
		filter neigh.Filter
		want   string // the last digits of the addresses
		since  [2]int
	}{
		{"all", neigh.Filter{}, "12345", [2]int{}},
		{"IPv4", neigh.Filter{Family: linux.AF_INET}, "123", [2]int{}},
		{"IPv6", neigh.Filter{Family: linux.AF_INET6}, "45", [2]int{}},
		{"an interface", neigh.Filter{Index: veth1}, "5", [2]int{}},
		{"an interface that is not there", neigh.Filter{Index: 99}, "", [2]int{}},
		{"the ports of a bridge", neigh.Filter{Master: br0}, "1234", [2]int{}},
		{"no ports", neigh.Filter{NoMaster: true}, "5", [2]int{5, 15}},
		{"states", neigh.Filter{State: neigh.StatePermanent | neigh.StateStale}, "1245", [2]int{}},
		{"family, interface and state", neigh.Filter{Family: linux.AF_INET, Index: veth0, State: neigh.StateNoARP}, "3", [2]int{}},
		{"proxy entries", neigh.Filter{Proxy: true}, "89", [2]int{}},
		{"proxy entries of a family", neigh.Filter{Proxy: true, Family: linux.AF_INET}, "8", [2]int{}},
		{"proxy entries of an interface", neigh.Filter{Proxy: true, Index: veth1}, "9", [2]int{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !testns.KernelSince(t, tt.since[0], tt.since[1]) {
				t.Skipf("needs Linux %d.%d", tt.since[0], tt.since[1])
			}
			var got []string
			for n, err := range tt.filter.All(conn) {
				if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
					t.Fatal(err)
				}
				if s := n.Dst.String(); strings.HasPrefix(s, "192.0.2.") || strings.HasPrefix(s, "2001:db8::") {
					got = append(got, s[len(s)-1:])
				}
			}
			slices.Sort(got)
			if s := strings.Join(got, ""); s != tt.want {
				t.Errorf("neighbours %q, want %q", s, tt.want)
			}
		})
	}
}

// A loop over a dump may change what it reads.
func TestDeleteInsideTheLoop(t *testing.T) {
	t.Parallel()
	conn, _ := dialBridge(t)
	several(t, conn)
	do(t, conn, neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: someMAC, State: static}))
	for n, err := range (neigh.Filter{Index: veth0}).All(conn) {
		if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
			t.Fatal(err)
		}
		if err == nil && !n.Dst.IsMulticast() {
			do(t, conn, neigh.Del(&n))
		}
	}
	if rest := list(t, conn); len(rest) != 0 {
		t.Errorf("left: %v", rest)
	}
	for f, err := range (neigh.FDBFilter{Index: veth0}).All(conn) {
		if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
			t.Fatal(err)
		}
		if err == nil && f.Master != 0 && f.State != neigh.StatePermanent {
			do(t, conn, neigh.DelFDB(&f))
		}
	}
	if rest := listFDB(t, conn, neigh.FDBFilter{}); len(rest) != 0 {
		t.Errorf("left: %v", rest)
	}
}

// Neighbours can be deleted as they are read.
func TestFlushWhileReading(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	var reqs []nlmsg.Request
	for i := range 1000 {
		reqs = append(reqs, neigh.Add(&neigh.Neigh{Index: veth0, Dst: netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}),
			LLAddr: someMAC, State: neigh.StatePermanent}))
	}
	do(t, conn, reqs...)
	mine := neigh.Filter{Index: veth0, Dst: netip.MustParsePrefix("10.0.0.0/8")}
	err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
		for n, err := range mine.All(conn) {
			if err != nil {
				t.Error(err)
				return
			}
			if !yield(neigh.Del(&n)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := mine.List(conn); err != nil || len(left) != 0 {
		t.Errorf("%d neighbours are left, %v", len(left), err)
	}
}
