package neigh_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// list returns the neighbours of veth0 that the test has made: those of the
// kernel are multicast groups.
func list(t testing.TB, conn *nlmsg.Conn) []neigh.Neigh {
	t.Helper()
	got, err := neigh.Filter{Index: veth0}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, func(n neigh.Neigh) bool { return n.Dst.IsMulticast() })
}

// aged leaves out what depends on when a test runs.
var aged = cmp.Options{values, cmpopts.IgnoreFields(neigh.Neigh{}, "Confirmed", "Used", "Updated", "Refs", "Probes")}

func TestAddedIsRead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		added neigh.Neigh
		since [2]int
	}{
		{"permanent", neigh.Neigh{LLAddr: someMAC, State: neigh.StatePermanent}, [2]int{}},
		{"noarp", neigh.Neigh{LLAddr: someMAC, State: neigh.StateNoARP}, [2]int{}},
		{"stale", neigh.Neigh{LLAddr: someMAC, State: neigh.StateStale}, [2]int{}},
		{"reachable", neigh.Neigh{LLAddr: someMAC, State: neigh.StateReachable}, [2]int{}},
		{"failed", neigh.Neigh{State: neigh.StateFailed}, [2]int{}},
		{"none", neigh.Neigh{}, [2]int{}},
		{"protocol", neigh.Neigh{LLAddr: someMAC, State: neigh.StatePermanent, Protocol: 99}, [2]int{5, 0}},
		{"learned elsewhere", neigh.Neigh{LLAddr: someMAC, State: neigh.StateStale, Flags: neigh.FlagExtLearned}, [2]int{}},
		{"validated elsewhere", neigh.Neigh{LLAddr: someMAC, State: neigh.StateStale,
			Flags: neigh.FlagExtValidated | neigh.FlagExtLearned}, [2]int{6, 17}},
	} {
		for _, dst := range []string{"192.0.2.5", "2001:db8::5"} {
			t.Run(tt.name+" "+dst[:4], func(t *testing.T) {
				t.Parallel()
				if !testns.KernelSince(t, tt.since[0], tt.since[1]) {
					t.Skipf("needs Linux %d.%d", tt.since[0], tt.since[1])
				}
				conn, _ := dial(t)
				added := tt.added
				added.Index, added.Dst = veth0, ip(dst)
				do(t, conn, neigh.Add(&added))
				want := added
				want.Type = linux.RTN_UNICAST
				got := list(t, conn)
				if diff := cmp.Diff([]neigh.Neigh{want}, got, aged); diff != "" {
					t.Fatalf("read (-want +got)\n%s", diff)
				}

				// What is read can be deleted and written back.
				do(t, conn, neigh.Del(&got[0]))
				if rest := list(t, conn); len(rest) != 0 {
					t.Fatalf("left after it was deleted: %v", rest)
				}
				do(t, conn, neigh.Add(&got[0]))
				if diff := cmp.Diff(got, list(t, conn), aged); diff != "" {
					t.Errorf("written back (-want +got)\n%s", diff)
				}
			})
		}
	}
}

// A state that has no address takes none, and neither does a neighbour that the
// kernel keeps reachable or looks for: so such an LLAddr is refused.
func TestAddressWithoutAState(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for i, tt := range []struct {
		state neigh.State
		flags neigh.Flags
	}{
		{0, 0}, {neigh.StateIncomplete, 0}, {neigh.StateFailed, 0},
		{0, neigh.FlagManaged}, {neigh.StateNoARP, neigh.FlagManaged}, {neigh.StatePermanent, neigh.FlagUse},
	} {
		if tt.flags == neigh.FlagManaged && !testns.KernelSince(t, 5, 16) {
			continue
		}
		n := &neigh.Neigh{Index: veth0, Dst: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}), State: tt.state, Flags: tt.flags,
			Unknown: []rtattr.Raw{{Type: linux.NDA_LLADDR, Data: someMAC}}}
		do(t, conn, neigh.Add(n))
		got, err := neigh.Get(conn, n)
		if err != nil {
			t.Fatal(err)
		}
		if got.LLAddr != nil {
			t.Errorf("state %v, link-layer address %v, want none", got.State, got.LLAddr)
		}
	}
}

// A router is one of IPv6 only.
func TestRouter(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	n := &neigh.Neigh{Index: veth0, Dst: ip("2001:db8::5"), LLAddr: someMAC, State: neigh.StateStale, Flags: neigh.FlagRouter}
	do(t, conn, neigh.Add(n))
	got, err := neigh.Get(conn, n)
	if err != nil {
		t.Fatal(err)
	}
	if got.Flags != neigh.FlagRouter {
		t.Errorf("flags %v, want router", got.Flags)
	}
	n.Flags = 0
	do(t, conn, neigh.Replace(n))
	if got, err = neigh.Get(conn, n); err != nil || got.Flags != 0 {
		t.Errorf("flags %v, error %v, want none", got.Flags, err)
	}
}

// The kernel looks for a neighbour by itself, if it is managed.
func TestManaged(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 16) {
		t.Skip("needs Linux 5.16")
	}
	conn, _ := dial(t)
	n := &neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5"), Flags: neigh.FlagManaged}
	do(t, conn, neigh.Add(n))
	got, err := neigh.Get(conn, n)
	if err != nil {
		t.Fatal(err)
	}
	if got.Flags&neigh.FlagManaged == 0 || got.State == 0 {
		t.Errorf("flags %v, state %v, want managed in some state", got.Flags, got.State)
	}
}

func TestProxy(t *testing.T) {
	for _, tt := range []struct {
		name, dst string
		index     int
	}{
		{"IPv4", "192.0.2.8", veth0},
		{"IPv6", "2001:db8::8", veth0},
		{"IPv4 on all interfaces", "192.0.2.8", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			p := &neigh.Neigh{Index: tt.index, Dst: ip(tt.dst), Flags: neigh.FlagProxy}
			refused(t, conn.Do(neigh.Del(p)), fs.ErrNotExist, "neigh del proxy "+tt.dst+" on index ")
			do(t, conn, neigh.Add(p))
			p.Protocol = 99
			do(t, conn, neigh.Add(p)) // changes it
			if !testns.KernelSince(t, 5, 0) {
				p.Protocol = 0
			}

			want := *p
			want.Type = linux.RTN_UNICAST
			got, err := neigh.Filter{Index: tt.index, Proxy: true}.List(conn)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]neigh.Neigh{want}, got, aged); diff != "" {
				t.Errorf("read (-want +got)\n%s", diff)
			}
			if got := list(t, conn); len(got) != 0 {
				t.Errorf("neighbours %v, want none", got)
			}
			one, err := neigh.Get(conn, p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&want, one, aged); diff != "" {
				t.Errorf("got (-want +got)\n%s", diff)
			}
			do(t, conn, neigh.Del(one))
			_, err = neigh.Get(conn, p)
			refused(t, err, fs.ErrNotExist, "neigh get proxy "+tt.dst+" on index ")
		})
	}
}

// IPv6 has no proxy entries of all interfaces.
func TestProxyOfIPv6NeedsAnInterface(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	err := conn.Do(neigh.Add(&neigh.Neigh{Dst: ip("2001:db8::8"), Flags: neigh.FlagProxy}))
	refused(t, err, syscall.ENOBUFS, "neigh add proxy 2001:db8::8 on index 0: ")
}

func TestVerbs(t *testing.T) {
	for _, dst := range []string{"192.0.2.5", "2001:db8::5"} {
		t.Run(dst[:4], func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			n := neigh.Neigh{Index: veth0, Dst: ip(dst), LLAddr: someMAC, State: neigh.StatePermanent}
			of := dst + " on index 2: "

			refused(t, conn.Do(neigh.Change(&n)), fs.ErrNotExist, "neigh change "+of)
			refused(t, conn.Do(neigh.Del(&n)), fs.ErrNotExist, "neigh del "+of)
			_, err := neigh.Get(conn, &n)
			refused(t, err, fs.ErrNotExist, "neigh get "+of)
			refused(t, err, syscall.ENOENT, "neigh get "+of)

			do(t, conn, neigh.Add(&n))
			refused(t, conn.Do(neigh.Add(&n)), fs.ErrExist, "neigh add "+of)
			n.LLAddr = mac("02:00:00:00:00:06")
			do(t, conn, neigh.Change(&n))
			wantLL(t, conn, &n, "02:00:00:00:00:06")
			n.LLAddr = mac("02:00:00:00:00:07")
			do(t, conn, neigh.Replace(&n))
			wantLL(t, conn, &n, "02:00:00:00:00:07")

			// Without an address, it stays.
			n.LLAddr, n.State = nil, neigh.StateStale
			do(t, conn, neigh.Change(&n))
			wantLL(t, conn, &n, "02:00:00:00:00:07")

			do(t, conn, neigh.Del(&n))
			do(t, conn, neigh.Replace(&neigh.Neigh{Index: veth0, Dst: ip(dst), LLAddr: someMAC, State: neigh.StatePermanent}))

			n.Index = 99
			refused(t, conn.Do(neigh.Add(&n)), syscall.ENODEV, "neigh add "+dst+" on index 99: ")
		})
	}
}

func wantLL(t *testing.T, conn *nlmsg.Conn, key *neigh.Neigh, want string) {
	t.Helper()
	got, err := neigh.Get(conn, key)
	if err != nil {
		t.Fatal(err)
	}
	if got.LLAddr.String() != want {
		t.Errorf("link-layer address %v, want %s", got.LLAddr, want)
	}
}

// refused checks an error's kind and how it begins.
func refused(t *testing.T, err, kind error, text string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error %v, want one that is %v", err, kind)
		return
	}
	if !strings.HasPrefix(err.Error(), text) {
		t.Errorf("error %q, want one that begins with %q", err, text)
	}
}

// iproute2 and this package read each other's work.
func TestAgreesWithIproute2(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "ip", "neigh", "add", "2001:db8::5", "lladdr", "02:00:00:00:00:05", "dev", "veth0", "nud", "stale", "router")
	want := []neigh.Neigh{{Index: veth0, Dst: ip("2001:db8::5"), LLAddr: someMAC, State: neigh.StateStale,
		Flags: neigh.FlagRouter, Type: linux.RTN_UNICAST}}
	if diff := cmp.Diff(want, list(t, conn), aged); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	do(t, conn, neigh.Add(&neigh.Neigh{Index: veth1, Dst: ip("192.0.2.9"), LLAddr: someMAC, State: neigh.StatePermanent, Flags: neigh.FlagExtLearned}))
	shown := testns.Command(t, ns, "ip", "neigh", "show", "dev", "veth1")
	if want := "192.0.2.9 lladdr 02:00:00:00:00:05 extern_learn PERMANENT"; !strings.Contains(strings.Join(strings.Fields(shown), " "), want) {
		t.Errorf("ip shows\n%s, want %q in it", shown, want)
	}
}
