package route_test

import (
	"math"
	"net/netip"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestRandomRoutes(t *testing.T) {
	t.Parallel()
	setup, ns := dial(t)
	conn := testprop.Dial(t, ns)
	for _, n := range []nexthop{
		{id: 1, gateway: ip("192.0.2.2"), oif: veth0}, {id: 2, gateway: ip("2001:db8::2"), oif: veth0}, {id: 3, blackhole: true},
	} {
		// Kernels without nexthop objects refuse routes by them.
		_ = setup.Do(nlmsg.Request{Type: linux.RTM_NEWNEXTHOP, Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE, Body: n})
	}
	k := testprop.Kernel[route.Route]{
		Conn: conn,
		Make: func() route.Route {
			r := randomRoute(conn.Random)
			for kernels(r) {
				r = randomRoute(conn.Random)
			}
			if 0 < r.Expires && r.Expires < 10*time.Hour { // during the test
				r.Expires += 10 * time.Hour
			}
			if len(r.MultiPath) > 0 {
				// IPv6 gives hops what they lack of it.
				r.Gateway, r.OIF, r.Encap = netip.Addr{}, 0, nil
			}
			return r
		},
		Add:     route.Add,
		Replace: route.Replace,
		Del:     route.Del,
		Rekey: func(x, old *route.Route) {
			x.Dst, x.Src, x.TOS, x.Table, x.Priority = old.Dst, old.Src, old.TOS, old.Table, old.Priority
		},
		List: func() ([]route.Route, error) {
			list, err := route.List(conn.Conn)
			for i := range list {
				list[i].Cache = nil
			}
			return slices.DeleteFunc(list, kernels), err
		},
		Differs: routeDiffers(t),
		Options: gocmp.Options{values, gocmp.FilterPath(func(p gocmp.Path) bool { return p.Last().String() == ".Expires" }, gocmp.Comparer(near))},
	}
	k.Check(t)
}

// routeDiffers says what routes are not read back as they were set.
func routeDiffers(t *testing.T) []testprop.Difference[route.Route] {
	type r = route.Route
	is4 := func(x *r) bool { return x.Dst.Addr().Is4() }
	return []testprop.Difference[r]{
		{Why: "the Protocol of a new route is RTPROT_BOOT", Apply: func(want *r, _ r) {
			if want.Protocol == 0 {
				want.Protocol = linux.RTPROT_BOOT
			}
		}},
		{Why: "the Type of a new route is RTN_UNICAST", Apply: func(want *r, _ r) {
			if want.Type == 0 {
				want.Type = linux.RTN_UNICAST
			}
		}},
		{Why: "the Table goes with the Type", Apply: func(want *r, _ r) {
			switch {
			case want.Table != 0:
			case slices.Contains([]uint8{linux.RTN_LOCAL, linux.RTN_BROADCAST, linux.RTN_ANYCAST, linux.RTN_NAT}, want.Type):
				want.Table = linux.RT_TABLE_LOCAL
			default:
				want.Table = linux.RT_TABLE_MAIN
			}
		}},
		{Why: "the Scope goes with the rest", Apply: func(want *r, read r) {
			if want.Scope == 0 {
				want.Scope = read.Scope
			}
		}},
		{Why: "IPv6 has one Scope", Apply: func(want *r, _ r) {
			if !is4(want) {
				want.Scope = 0
			}
		}},
		{Why: "the interface is that of the gateway", Apply: func(want *r, read r) {
			if want.OIF == 0 && want.Gateway.IsValid() {
				want.OIF = read.OIF
			}
		}},
		{Why: "IPv6 has 1024 for a Priority of zero", Apply: func(want *r, _ r) {
			if !is4(want) && want.Priority == 0 {
				want.Priority = 1024
			}
		}},
		{Why: "the way is that of the nexthop object", Apply: func(want *r, read r) {
			if want.NHID != 0 {
				want.Gateway, want.OIF, want.MultiPath, want.Encap = read.Gateway, read.OIF, read.MultiPath, read.Encap
				want.Flow = 0
				if want.NHID == 3 {
					want.Type = linux.RTN_BLACKHOLE
				}
			}
		}},
		{Why: "one flag is set, of the only way or of each, and others are the kernel's report", Apply: func(want *r, _ r) {
			set := want.Flags & linux.RTNH_F_ONLINK
			switch {
			case want.NHID != 0:
				want.Flags = 0
			case len(want.MultiPath) == 0:
				want.Flags = set
			case is4(want) && len(want.MultiPath) > 1:
				want.Flags &^= state // IPv4 has a word for the flags of the whole
			case is4(want):
				want.Flags = uint32(want.MultiPath[0].Flags) & linux.RTNH_F_ONLINK
			case len(want.MultiPath) > 1:
				want.Flags = 0
				for i := range want.MultiPath {
					want.MultiPath[i].Flags |= uint8(set)
				}
			default:
				want.Flags = set | uint32(want.MultiPath[0].Flags)&linux.RTNH_F_ONLINK
			}
		}},
		{Why: "a single one of several ways is one", Apply: func(want *r, _ r) {
			if len(want.MultiPath) == 1 {
				hop := want.MultiPath[0]
				want.Gateway, want.OIF, want.Encap, want.Flow = hop.Gateway, hop.OIF, hop.Encap, hop.Flow
				want.MultiPath = nil
			}
		}},
		{Why: "a way has a weight and an interface, and no state that is set", Apply: func(want *r, read r) {
			for i := range want.MultiPath {
				hop := &want.MultiPath[i]
				hop.Weight = max(hop.Weight, 1)
				hop.Flags &= linux.RTNH_F_ONLINK
				if hop.OIF == 0 && i < len(read.MultiPath) {
					hop.OIF = read.MultiPath[i].OIF
				}
			}
		}},
		{Why: "an IPv6 route that rejects packets leaves by the loopback, and neither ends nor has anything else", Apply: func(want *r, _ r) {
			switch want.Type {
			case linux.RTN_BLACKHOLE, linux.RTN_UNREACHABLE, linux.RTN_PROHIBIT, linux.RTN_THROW:
				if !is4(want) && want.NHID == 0 {
					want.Gateway, want.OIF, want.Encap, want.Pref, want.Expires = netip.Addr{}, lo, nil, 0, 0
				}
			}
		}},
		{Why: "an unspecified address is none", Apply: func(want *r, _ r) {
			for _, x := range []*netip.Addr{&want.Gateway, &want.PrefSrc} {
				if x.IsValid() && x.IsUnspecified() {
					*x = netip.Addr{}
				}
			}
		}},
		{Why: "IPv4 has no Pref", Apply: func(want *r, _ r) {
			if is4(want) {
				want.Pref = 0
			}
		}},
		{Why: "IPv6 has no Flow", Apply: func(want *r, _ r) {
			if !is4(want) {
				want.Flow = 0
				for i := range want.MultiPath {
					want.MultiPath[i].Flow = 0
				}
			}
		}},
		{Why: "IPv6 takes any other Pref for the medium one", Apply: func(want *r, _ r) {
			if want.Pref != uint8(route.PrefHigh) && want.Pref != uint8(route.PrefLow) {
				want.Pref = 0
			}
		}},
		{Why: "what answers alone have is not set", Apply: func(want *r, _ r) {
			want.IIF, want.Mark, want.UID, want.Cache = 0, 0, nil, nil
		}},
		{Why: "IPv6 routes expire, and say for up to 248 days when", Apply: func(want *r, _ r) {
			if want.Expires = min(want.Expires, math.MaxInt32*wiretime.Tick); is4(want) {
				want.Expires = 0
			}
		}},
		{Why: "metrics have units and limits", Apply: func(want *r, _ r) {
			if m := want.Metrics; m != nil {
				roundUp(&m.RTT, time.Millisecond/8)
				roundUp(&m.RTTVar, time.Millisecond/4)
				roundUp(&m.RTOMin, time.Millisecond)
				m.MTU, m.AdvMSS, m.HopLimit = min(m.MTU, 65520), min(m.AdvMSS, 65495), min(m.HopLimit, 255)
			}
		}},
		{Why: "tunnels are as the kernel has them", Apply: func(want *r, read r) {
			testprop.KernelsTunnel(want.Encap, read.Encap)
			for i := range min(len(want.MultiPath), len(read.MultiPath)) {
				testprop.KernelsTunnel(want.MultiPath[i].Encap, read.MultiPath[i].Encap)
			}
		}},
	}
}

// state are flags that requests do not send.
const state = linux.RTNH_F_DEAD | linux.RTNH_F_OFFLOAD | linux.RTNH_F_LINKDOWN | linux.RTNH_F_UNRESOLVED | linux.RTNH_F_TRAP |
	linux.RTM_F_CLONED | linux.RTM_F_OFFLOAD | linux.RTM_F_TRAP | linux.RTM_F_OFFLOAD_FAILED

// near allows for the time that passes meanwhile.
func near(a, b time.Duration) bool { return (a == 0) == (b == 0) && (a-b).Abs() < time.Hour }

func roundUp(d *time.Duration, unit time.Duration) { *d = (*d + unit - 1) / unit * unit }
