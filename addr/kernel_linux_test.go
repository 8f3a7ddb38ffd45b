package addr_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// list returns the addresses of veth0 that the test has made.
func list(t testing.TB, conn *nlmsg.Conn) []addr.Addr {
	t.Helper()
	got, err := addr.Filter{Index: veth0}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, ofTheKernel)
}

// ofTheKernel reports whether the kernel has made the address: no test makes a
// link-local one. (Since Linux 5.18 its Protocol says so too.)
func ofTheKernel(a addr.Addr) bool { return a.Prefix.Addr().IsLinkLocalUnicast() }

// do makes requests that must succeed.
var do = testconn.Do

// aged leaves out what depends on when a test runs.
var aged = cmp.Options{values, cmpopts.IgnoreFields(addr.Addr{}, "Created", "Updated")}

func TestAddedIsRead(t *testing.T) {
	const permanent = linux.IFA_F_PERMANENT
	for _, tt := range []struct {
		name        string
		added, want addr.Addr
	}{
		{"IPv4", addr.Addr{Prefix: prefix("192.0.2.1/24")},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Label: "veth0", Flags: permanent}},
		{"broadcast", addr.Addr{Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255")},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255"), Label: "veth0", Flags: permanent}},
		{"label, scope and protocol", addr.Addr{Prefix: prefix("192.0.2.1/24"), Label: "veth0:web", Scope: linux.RT_SCOPE_LINK, Protocol: 99},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Label: "veth0:web", Scope: linux.RT_SCOPE_LINK, Protocol: 99, Flags: permanent}},
		{"IPv4 peer", addr.Addr{Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2")},
			addr.Addr{Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2"), Label: "veth0", Flags: permanent}},
		{"IPv4 peer 0.0.0.0", addr.Addr{Prefix: prefix("10.0.0.1/24"), Peer: ip("0.0.0.0")},
			addr.Addr{Prefix: prefix("10.0.0.1/24"), Peer: ip("0.0.0.0"), Label: "veth0", Flags: permanent}},
		{"flag beyond eight bits, and metric", addr.Addr{Prefix: prefix("192.0.2.1/24"), Flags: linux.IFA_F_NOPREFIXROUTE, Priority: 300},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Flags: permanent | linux.IFA_F_NOPREFIXROUTE, Priority: 300, Label: "veth0"}},
		{"IPv6", addr.Addr{Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD},
			addr.Addr{Prefix: prefix("2001:db8::1/64"), Flags: permanent | linux.IFA_F_NODAD}},
		{"IPv6 peer", addr.Addr{Prefix: prefix("2001:db8::1/128"), Peer: ip("2001:db8::2"), Flags: linux.IFA_F_NODAD},
			addr.Addr{Prefix: prefix("2001:db8::1/128"), Peer: ip("2001:db8::2"), Flags: permanent | linux.IFA_F_NODAD}},
		{"IPv6 flags and metric", addr.Addr{Prefix: prefix("2001:db8::1/64"), Priority: 300, Protocol: 99,
			Flags: linux.IFA_F_NODAD | linux.IFA_F_NOPREFIXROUTE | linux.IFA_F_HOMEADDRESS},
			addr.Addr{Prefix: prefix("2001:db8::1/64"), Priority: 300, Protocol: 99,
				Flags: permanent | linux.IFA_F_NODAD | linux.IFA_F_NOPREFIXROUTE | linux.IFA_F_HOMEADDRESS}},
		{"IPv6 deprecated for ever", addr.Addr{Prefix: prefix("2001:db8::1/64"), Preferred: new(time.Duration(0)), Flags: linux.IFA_F_NODAD},
			addr.Addr{Prefix: prefix("2001:db8::1/64"), Preferred: new(time.Duration(0)),
				Flags: permanent | linux.IFA_F_NODAD | linux.IFA_F_DEPRECATED}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			tt.added.Index, tt.want.Index = veth0, veth0
			do(t, conn, addr.Add(&tt.added))
			if !testns.KernelSince(t, 5, 18) {
				tt.want.Protocol = 0 // older kernels have none
			}
			if diff := cmp.Diff([]addr.Addr{tt.want}, list(t, conn), aged); diff != "" {
				t.Errorf("read (-want +got)\n%s", diff)
			}
			got := list(t, conn)[0]
			if got.Created == 0 || got.Updated < got.Created {
				t.Errorf("created at %v, updated at %v", got.Created, got.Updated)
			}

			// What is read can be deleted and written back.
			do(t, conn, addr.Del(&got))
			if rest := list(t, conn); len(rest) != 0 {
				t.Fatalf("left after it was deleted: %v", rest)
			}
			do(t, conn, addr.Add(&got))
			if diff := cmp.Diff([]addr.Addr{got}, list(t, conn), aged); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

func TestLifetimes(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, p := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		a := &addr.Addr{Index: veth0, Prefix: prefix(p), Flags: linux.IFA_F_NODAD, Valid: time.Hour, Preferred: new(30 * time.Minute)}
		do(t, conn, addr.Add(a))
		got, err := addr.Get(conn, veth0, a.Prefix.Addr())
		if err != nil {
			t.Fatal(err)
		}
		near := func(d, want time.Duration) bool { return d <= want && d > want-time.Minute }
		if got.Preferred == nil || !near(got.Valid, time.Hour) || !near(*got.Preferred, 30*time.Minute) {
			t.Errorf("%s: valid for %v, preferred for %v", p, got.Valid, got.Preferred)
		}
		if got.Flags&linux.IFA_F_PERMANENT != 0 {
			t.Errorf("%s is permanent", p)
		}

		// Replaced, it lives for ever.
		do(t, conn, addr.Replace(&addr.Addr{Index: veth0, Prefix: a.Prefix, Flags: linux.IFA_F_NODAD}))
		got, err = addr.Get(conn, veth0, a.Prefix.Addr())
		if err != nil {
			t.Fatal(err)
		}
		if got.Valid != 0 || got.Preferred != nil || got.Flags&linux.IFA_F_PERMANENT == 0 {
			t.Errorf("%s, replaced: valid for %v, preferred for %v, flags %#x", p, got.Valid, got.Preferred, got.Flags)
		}
	}
}

// What the kernel makes of flags and lifetimes that are not for it.
func TestWhatIsReportedOtherwise(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	const mine = linux.IFA_F_SECONDARY | linux.IFA_F_TENTATIVE | 0x40000000 // which nothing means
	for _, p := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		do(t, conn, addr.Add(&addr.Addr{Index: veth0, Prefix: prefix(p), Flags: mine | linux.IFA_F_NODAD, Preferred: new(time.Duration(0))}))
	}
	const reported = linux.IFA_F_PERMANENT | linux.IFA_F_DEPRECATED
	want := []addr.Addr{
		{Index: veth0, Prefix: prefix("192.0.2.1/24"), Label: "veth0", Flags: reported | 0x40000000},
		{Index: veth0, Prefix: prefix("2001:db8::1/64"), Flags: reported | linux.IFA_F_NODAD, Preferred: new(time.Duration(0))},
	}
	if diff := cmp.Diff(want, list(t, conn), aged); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What Replace changes, and what makes it add.
func TestReplaceChanges(t *testing.T) {
	const permanent = linux.IFA_F_PERMANENT
	for _, tt := range []struct {
		name        string
		first, then addr.Addr
		want        []addr.Addr
	}{
		{"IPv4", addr.Addr{Prefix: prefix("192.0.2.1/24"), Label: "veth0:1"},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Priority: 300, Protocol: 99, Label: "veth0:2"},
			[]addr.Addr{{Prefix: prefix("192.0.2.1/24"), Priority: 300, Protocol: 99, Label: "veth0:1", Flags: permanent}}},
		{"IPv4, what stays", addr.Addr{Prefix: prefix("192.0.2.1/24"), Label: "veth0:1"},
			addr.Addr{Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255"), Scope: linux.RT_SCOPE_LINK, Flags: linux.IFA_F_NOPREFIXROUTE},
			[]addr.Addr{{Prefix: prefix("192.0.2.1/24"), Label: "veth0:1", Flags: permanent}}},
		{"IPv4, another prefix", addr.Addr{Prefix: prefix("192.0.2.1/24")}, addr.Addr{Prefix: prefix("192.0.2.1/25")},
			[]addr.Addr{{Prefix: prefix("192.0.2.1/24"), Label: "veth0", Flags: permanent},
				{Prefix: prefix("192.0.2.1/25"), Label: "veth0", Flags: permanent}}},
		{"IPv6", addr.Addr{Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD},
			addr.Addr{Prefix: prefix("2001:db8::1/64"), Peer: ip("2001:db8::2"), Priority: 300, Protocol: 99,
				Flags: linux.IFA_F_NODAD | linux.IFA_F_NOPREFIXROUTE},
			[]addr.Addr{{Prefix: prefix("2001:db8::1/64"), Peer: ip("2001:db8::2"), Priority: 300, Protocol: 99,
				Flags: permanent | linux.IFA_F_NODAD | linux.IFA_F_NOPREFIXROUTE}}},
		{"IPv6, another prefix", addr.Addr{Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD},
			addr.Addr{Prefix: prefix("2001:db8::1/48"), Flags: linux.IFA_F_NODAD},
			[]addr.Addr{{Prefix: prefix("2001:db8::1/64"), Flags: permanent | linux.IFA_F_NODAD}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			tt.first.Index, tt.then.Index = veth0, veth0
			for i := range tt.want {
				tt.want[i].Index = veth0
			}
			do(t, conn, addr.Add(&tt.first), addr.Replace(&tt.then))
			opts := cmp.Options{aged}
			if is4 := tt.then.Prefix.Addr().Is4(); is4 && !testns.KernelSince(t, 6, 4) || !testns.KernelSince(t, 5, 18) {
				// Older kernels leave it as it is, and still older ones have none.
				opts = append(opts, cmpopts.IgnoreFields(addr.Addr{}, "Protocol"))
			}
			if diff := cmp.Diff(tt.want, list(t, conn), opts); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestVerbs(t *testing.T) {
	for _, p := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		t.Run(p[:strings.IndexAny(p, "/")], func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			a := &addr.Addr{Index: veth0, Prefix: prefix(p), Flags: linux.IFA_F_NODAD}

			refused(t, conn.Do(addr.Del(a)), fs.ErrNotExist, syscall.EADDRNOTAVAIL, "addr del "+p+" on index 2: ")
			do(t, conn, addr.Replace(a)) // adds
			do(t, conn, addr.Replace(a)) // and changes
			refused(t, conn.Do(addr.Add(a)), fs.ErrExist, syscall.EEXIST, "addr add "+p+" on index 2: ")
			if n := len(list(t, conn)); n != 1 {
				t.Errorf("%d addresses, want 1", n)
			}
			do(t, conn, addr.Del(a))

			// This is why there is no Change: without CREATE it is added.
			do(t, conn, change(a))
			if n := len(list(t, conn)); n != 1 {
				t.Errorf("%d addresses after a change, want 1", n)
			}

			nowhere := *a
			nowhere.Index = 99
			refused(t, conn.Do(addr.Add(&nowhere)), fs.ErrNotExist, syscall.ENODEV, "addr add "+p+" on index 99: ")
		})
	}
}

// refused checks an error's kinds and how it begins.
func refused(t *testing.T, err, kind error, errno syscall.Errno, text string) {
	t.Helper()
	if !errors.Is(err, kind) || !errors.Is(err, errno) {
		t.Errorf("error %v, want one that is %v and %v", err, kind, errno)
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
	testns.Command(t, ns, "ip", "addr", "add", "192.0.2.1/24", "brd", "+", "label", "veth0:1", "dev", "veth0", "noprefixroute")
	want := []addr.Addr{{Index: veth0, Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255"), Label: "veth0:1",
		Flags: linux.IFA_F_PERMANENT | linux.IFA_F_NOPREFIXROUTE}}
	if diff := cmp.Diff(want, list(t, conn), aged); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	do(t, conn, addr.Add(&addr.Addr{Index: veth1, Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2"), Scope: linux.RT_SCOPE_LINK}))
	shown := testns.Command(t, ns, "ip", "addr", "show", "dev", "veth1")
	if want := "inet 10.0.0.1 peer 10.0.0.2/32 scope link veth1"; !strings.Contains(shown, want) {
		t.Errorf("ip shows\n%s, want %q in it", shown, want)
	}
}

// The kernel marks the IPv6 addresses that it makes.
func TestProtocolsOfTheKernel(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 18) {
		t.Skip("needs Linux 5.18")
	}
	conn, _ := dial(t)
	do(t, conn, link.SetUp(link.Name("lo")))
	list, err := addr.Filter{Protocol: addr.ProtocolLoopback}.List(conn)
	if err != nil || len(list) != 1 || list[0].Prefix != prefix("::1/128") {
		t.Errorf("%v, %v, want ::1", list, err)
	}
	list, err = addr.Filter{Protocol: addr.ProtocolLinkLocal}.List(conn)
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %v, want link-local addresses", list, err)
	}
	for _, a := range list {
		if !ofTheKernel(a) {
			t.Errorf("%v is not link-local", a)
		}
	}
}
