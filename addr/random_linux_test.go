package addr_test

import (
	"cmp"
	"net/netip"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
)

func TestRandomAddrs(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	testprop.Sysctl(t, ns, "net/ipv4/conf/all/promote_secondaries", "1") // else they go with the address that is deleted
	for _, dev := range []string{"all", "veth0", "veth1"} {
		testprop.Sysctl(t, ns, "net/ipv6/conf/"+dev+"/accept_dad", "0") // else duplicates go
	}
	conn := testprop.Dial(t, ns)
	k := testprop.Kernel[addr.Addr]{
		Conn: conn,
		Make: func() addr.Addr {
			a := randomAddr(conn.Random)
			for ofTheKernel(a) {
				a = randomAddr(conn.Random)
			}
			later(&a.Valid)
			if a.Preferred != nil {
				later(a.Preferred)
			}
			return a
		},
		Add:     addr.Add,
		Replace: addr.Replace,
		Del:     addr.Del,
		Rekey: func(x, old *addr.Addr) {
			x.Index, x.Prefix, x.Peer = old.Index, old.Prefix, old.Peer
		},
		List: func() ([]addr.Addr, error) {
			list, err := addr.List(conn.Conn)
			for i := range list {
				list[i].Flags &^= state
			}
			return slices.DeleteFunc(list, ofTheKernel), err
		},
		Differs: addrDiffers(t),
		Stays: func(want *addr.Addr, old addr.Addr) {
			if !want.Prefix.Addr().Is4() {
				want.Priority = cmp.Or(want.Priority, old.Priority)
				want.Flags |= old.Flags & linux.IFA_F_MCAUTOJOIN
				return
			}
			const changes = linux.IFA_F_PERMANENT | linux.IFA_F_DEPRECATED
			want.Label, want.Broadcast, want.Scope = old.Label, old.Broadcast, old.Scope
			want.Flags = old.Flags&^changes | want.Flags&changes
			if !testns.KernelSince(t, 6, 4) {
				want.Protocol = old.Protocol
			}
		},
		Options: gocmp.Options{aged, gocmp.FilterPath(isLifetime, gocmp.Comparer(near))},
	}
	k.Check(t)
}

func TestRandomLabels(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	conn := testprop.Dial(t, ns)
	k := testprop.Kernel[addr.Label]{
		Conn:    conn,
		Make:    func() addr.Label { return randomLabel(conn.Random) },
		Add:     addr.AddLabel,
		Replace: addr.ReplaceLabel,
		Del:     addr.DelLabel,
		Rekey:   func(x, old *addr.Label) { x.Prefix, x.Index = old.Prefix, old.Index },
		List: func() ([]addr.Label, error) {
			list, err := addr.ListLabels(conn.Conn)
			for i := range list {
				list[i].Seq = 0 // which counts changes
			}
			return list, err
		},
		Differs: []testprop.Difference[addr.Label]{
			{Why: "the number of changes is the kernel's report", Apply: func(want *addr.Label, _ addr.Label) { want.Seq = 0 }},
		},
		Options: gocmp.Options{values},
	}
	k.Check(t)
}

// state are flags of an address that change by themselves.
const state = linux.IFA_F_SECONDARY | linux.IFA_F_TENTATIVE | linux.IFA_F_OPTIMISTIC

// later makes a time that would end during the test longer.
func later(d *time.Duration) {
	if 0 < *d && *d < 10*time.Hour {
		*d += 10 * time.Hour
	}
}

func isLifetime(p gocmp.Path) bool {
	return len(p) > 1 && (p.Index(1).String() == ".Valid" || p.Index(1).String() == ".Preferred")
}

func near(a, b time.Duration) bool { return (a == 0) == (b == 0) && (a-b).Abs() < time.Minute }

func roundUp(d time.Duration) time.Duration { return (d + time.Second - 1).Truncate(time.Second) }

// addrDiffers says what addresses are not read back as they were set.
func addrDiffers(t *testing.T) []testprop.Difference[addr.Addr] {
	const (
		ipv6only = linux.IFA_F_NODAD | linux.IFA_F_OPTIMISTIC | linux.IFA_F_DADFAILED | linux.IFA_F_HOMEADDRESS |
			linux.IFA_F_TENTATIVE | linux.IFA_F_MANAGETEMPADDR | linux.IFA_F_STABLE_PRIVACY
		ipv6 = linux.IFA_F_NODAD | linux.IFA_F_OPTIMISTIC | linux.IFA_F_HOMEADDRESS | linux.IFA_F_MANAGETEMPADDR |
			linux.IFA_F_NOPREFIXROUTE | linux.IFA_F_MCAUTOJOIN
	)
	type a = addr.Addr
	is4 := func(x *a) bool { return x.Prefix.Addr().Is4() }
	differs := []testprop.Difference[a]{
		{Why: "whether an address is permanent and deprecated follows from its lifetimes", Apply: func(want *a, _ a) {
			want.Flags &^= linux.IFA_F_PERMANENT | linux.IFA_F_DEPRECATED
			if want.Valid == 0 {
				want.Flags |= linux.IFA_F_PERMANENT
			}
			if want.Preferred != nil && *want.Preferred == 0 {
				want.Flags |= linux.IFA_F_DEPRECATED
			}
		}},
		{Why: "an IPv4 address for ever says nothing else of Preferred than the flag", Apply: func(want *a, _ a) {
			if is4(want) && want.Valid == 0 {
				want.Preferred = nil
			}
		}},
		{Why: "a Preferred of as many seconds as Valid is none", Apply: func(want *a, _ a) {
			if p := want.Preferred; p != nil && want.Valid != 0 && roundUp(*p) == roundUp(want.Valid) {
				want.Preferred = nil
			}
		}},
		{Why: "IPv4 has none of the flags of IPv6", Apply: func(want *a, _ a) {
			if is4(want) {
				want.Flags &^= ipv6only
			}
		}},
		{Why: "IPv6 takes some flags only", Apply: func(want *a, _ a) {
			if !is4(want) {
				want.Flags &= ipv6 | linux.IFA_F_PERMANENT | linux.IFA_F_DEPRECATED
			}
		}},
		{Why: "that an address is secondary, or tentative still, is the kernel's report", Apply: func(want *a, _ a) { want.Flags &^= state }},
		{Why: "without a Label an IPv4 address has the interface's name", Apply: func(want *a, _ a) {
			if is4(want) && want.Label == "" {
				want.Label = map[int]string{lo: "lo", veth0: "veth0", veth1: "veth1"}[want.Index]
			}
		}},
		{Why: "IPv6 has neither Label nor Broadcast", Apply: func(want *a, _ a) {
			if !is4(want) {
				want.Label, want.Broadcast = "", netip.Addr{}
			}
		}},
		{Why: "IPv6 finds out the Scope", Apply: func(want *a, read a) {
			if !is4(want) {
				want.Scope = read.Scope
			}
		}},
		{Why: "a Peer that is the own address, or :: of IPv6, is none", Apply: func(want *a, _ a) {
			if want.Peer == want.Prefix.Addr() || want.Peer == netip.IPv6Unspecified() {
				want.Peer = netip.Addr{}
			}
		}},
		{Why: "a Broadcast of 0.0.0.0 is none", Apply: func(want *a, _ a) {
			if want.Broadcast == netip.IPv4Unspecified() {
				want.Broadcast = netip.Addr{}
			}
		}},
		{Why: "an anycast address and a multicast group are not for addresses", Apply: func(want *a, _ a) {
			want.Anycast, want.Multicast, want.Users = netip.Addr{}, netip.Addr{}, 0
		}},
	}
	if !testns.KernelSince(t, 5, 18) {
		differs = append(differs, testprop.Difference[a]{Why: "older kernels have no Protocol", Apply: func(want *a, _ a) { want.Protocol = 0 }})
	}
	return differs
}
