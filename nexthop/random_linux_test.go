package nexthop_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomNextHops(t *testing.T) {
	t.Parallel()
	setup, ns := testlink.Dial(t)
	testlink.Address(t, setup, veth0, "192.0.2.1/24", "2001:db8::1/64")
	for _, n := range []nexthop.NextHop{
		{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0}, {ID: 2, Gateway: ip("192.0.2.3"), OIF: veth0},
		{ID: 3, Gateway: ip("2001:db8::2"), OIF: veth0}, {ID: 4, Gateway: ip("192.0.2.4"), OIF: veth0},
		{ID: 5, Gateway: ip("192.0.2.5"), FDB: true}, {ID: 6, Gateway: ip("192.0.2.6"), FDB: true},
	} {
		do(t, setup, nexthop.Add(&n))
	}
	conn := testprop.Dial(t, ns)
	var filter nexthop.Filter
	if testns.KernelSince(t, 6, 9) {
		filter.Stats = nexthop.AllStats // with which HWStats are read
	}
	type n = nexthop.NextHop
	k := testprop.Kernel[n]{
		Conn:    conn,
		Make:    func() n { return randomNextHop(conn.Random) },
		Add:     nexthop.Add,
		Replace: nexthop.Replace,
		Del:     func(x *n) nlmsg.Request { return nexthop.Del(x.ID) },
		Rekey:   func(x, old *n) { x.ID = old.ID },
		List: func() ([]n, error) {
			list, err := filter.List(conn.Conn)
			for i := range list {
				list[i].Stats, list[i].HWStatsUsed = nil, nil
				if r := list[i].Resilient; r != nil {
					r.UnbalancedTime = 0 // which passes
				}
			}
			return list, err
		},
		Differs: []testprop.Difference[n]{
			{Why: "the family is that of the gateway", Apply: func(want *n, _ n) {
				switch {
				case want.Group != nil || want.Family != 0:
				case want.Gateway.Is6():
					want.Family = unix.AF_INET6
				default:
					want.Family = unix.AF_INET
				}
			}},
			{Why: "the kernel finds out the Scope", Apply: func(want *n, read n) { want.Scope = read.Scope }},
			{Why: "one flag is set, and others are the kernel's report", Apply: func(want *n, _ n) {
				if want.Flags &= unix.RTNH_F_ONLINK; want.Group != nil {
					want.Flags = 0
				}
			}},
			{Why: "what is read only is not set", Apply: func(want *n, read n) {
				want.HWStatsUsed, want.Stats = nil, nil
				if want.Resilient != nil {
					want.Resilient.UnbalancedTime = 0
				}
			}},
			{Why: "a group alone has a type, and it says of the hardware's counters", Apply: func(want *n, read n) {
				if want.Group == nil {
					want.Type, want.HWStats = 0, nil
				} else if want.HWStats == nil || filter.Stats == nexthop.NoStats { // which kernels before 6.9 do not know
					want.HWStats = read.HWStats
				}
			}},
			{Why: "a member has a weight", Apply: func(want *n, _ n) {
				for i := range want.Group {
					want.Group[i].Weight = max(want.Group[i].Weight, 1)
				}
			}},
			{Why: "a resilient group is of that type, and has timers", Apply: func(want *n, read n) {
				if r := want.Resilient; r != nil {
					want.Type = nexthop.GroupResilient
					if r.IdleTimer == nil && read.Resilient != nil {
						r.IdleTimer = read.Resilient.IdleTimer
					}
					if r.UnbalancedTimer == nil && read.Resilient != nil {
						r.UnbalancedTimer = read.Resilient.UnbalancedTimer
					}
				}
			}},
			{Why: "tunnels are as the kernel has them", Apply: func(want *n, read n) { testprop.KernelsTunnel(want.Encap, read.Encap) }},
			{Why: "an unspecified gateway is none, but that of an FDB of IPv6, which always has one", Apply: func(want *n, _ n) {
				switch {
				case want.FDB && want.Group == nil && want.Family == unix.AF_INET6:
					if !want.Gateway.IsValid() {
						want.Gateway = netip.IPv6Unspecified()
					}
				case want.Gateway.IsValid() && want.Gateway.IsUnspecified():
					want.Gateway = netip.Addr{}
				}
			}},
		},
		Stays: func(want *n, old n) {
			if want.Group != nil {
				want.Protocol = old.Protocol
			}
			if r := want.Resilient; r != nil && r.Buckets == 0 {
				r.Buckets = old.Resilient.Buckets
			}
		},
		Options: cmp.Options{values, cmp.FilterPath(isTimer, cmp.Comparer(near))},
	}
	k.Check(t)
}

// isTimer says which times the kernel rounds to its own clock.
func isTimer(p cmp.Path) bool {
	name := p.Last().String()
	return name == ".IdleTimer" || name == ".UnbalancedTimer"
}

func near(a, b *time.Duration) bool {
	return a == nil && b == nil || a != nil && b != nil && (*a-*b).Abs() < 2*wiretime.Tick
}
