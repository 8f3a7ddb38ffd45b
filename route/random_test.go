package route_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		x := randomRoute(r)
		return []nlmsg.Request{
			route.Add(&x), route.Replace(&x), route.Change(&x), route.Append(&x), route.Prepend(&x), route.Del(&x),
			testprop.Body(linux.RTM_NEWROUTE, x),
			testprop.Any[route.Filter](r).Request(), testprop.Any[route.Query](r).Request(),
		}
	})
}

// randomIndex is the interface that routes leave by, as a rule.
const randomIndex = 2

// randomRoute returns a route that a namespace as of dial may have, as a rule.
func randomRoute(r *testfill.Random) route.Route {
	x := testprop.Any[route.Route](r)
	if r.IntN(8) == 0 {
		return x
	}
	v4 := r.IntN(2) == 0
	x.Dst, x.Src = randomDst(r, v4), netip.Prefix{}
	x.IIF, x.UID, x.Mark, x.Expires, x.Pref = 0, nil, 0, 0, 0
	x.Protocol = uint8(r.IntN(256))
	x.Scope = 0
	x.TOS, x.Flow = 0, 0
	if v4 {
		x.TOS = testprop.Pick[uint8](r, 0, 0, 4, 8, 0x10)
		x.Flow = testprop.Pick(r, 0, 0, r.Uint32())
	} else {
		x.Expires = testprop.Pick(r, 0, 0, time.Hour+time.Duration(r.Int64N(1<<50)))
		x.Pref = testprop.Pick[uint8](r, 0, 0, 1, 3)
		x.Priority = max(x.Priority, 1)
	}
	x.Flags = testprop.Pick[uint32](r, 0, 0, linux.RTNH_F_ONLINK)
	x.Type = testprop.Pick[uint8](r, 0, 0, 0, linux.RTN_UNICAST, linux.RTN_LOCAL, linux.RTN_BROADCAST, linux.RTN_ANYCAST,
		linux.RTN_BLACKHOLE, linux.RTN_UNREACHABLE, linux.RTN_PROHIBIT, linux.RTN_THROW)
	x.PrefSrc = testprop.Pick(r, netip.Addr{}, netip.Addr{}, own(v4))
	randomWay(r, &x, v4)
	if m := x.Metrics; m != nil {
		m.CongCtl = testprop.Pick(r, "", "", "cubic")
		m.Features &= 1
	}
	testprop.Vary(r, &x)
	return x
}

// randomWay gives x what says where packets go.
func randomWay(r *testfill.Random, x *route.Route, v4 bool) {
	tunnel := x.Encap
	x.Gateway, x.OIF, x.MultiPath, x.NHID, x.Encap = netip.Addr{}, 0, nil, 0, nil
	switch x.Type {
	case linux.RTN_BLACKHOLE, linux.RTN_UNREACHABLE, linux.RTN_PROHIBIT, linux.RTN_THROW:
		x.Flags = 0
		return
	}
	gateway := func() netip.Addr {
		if v4 && r.IntN(4) > 0 {
			return netip.AddrFrom4([4]byte{192, 0, 2, 2 + byte(r.IntN(100))})
		}
		return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 2 + byte(r.IntN(100))})
	}
	switch r.IntN(5) {
	case 0:
		x.OIF, x.Flags, x.Encap = testprop.Pick(r, randomIndex, randomIndex+1), 0, tunnel
	case 1:
		x.Flags, x.Flow = 0, 0
		for range 1 + r.IntN(4) {
			hop := testprop.Any[route.NextHop](r)
			hop.Gateway, hop.OIF, hop.Weight, hop.Flags = gateway(), randomIndex, r.IntN(257), 0
			if hop.Flow = 0; v4 {
				hop.Flow = testprop.Pick(r, 0, r.Uint32())
			}
			x.MultiPath = append(x.MultiPath, hop)
		}
	case 2:
		x.NHID, x.Flags = uint32(1+r.IntN(3)), 0
	default:
		x.Gateway, x.OIF, x.Encap = gateway(), testprop.Pick(r, 0, randomIndex), tunnel
		if x.Flags != 0 {
			x.OIF = testprop.Pick(r, randomIndex, randomIndex+1)
		}
	}
}

func randomDst(r *testfill.Random, v4 bool) netip.Prefix {
	if v4 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, byte(r.IntN(4)), byte(r.Uint32())}), testprop.Pick(r, r.IntN(33), 24, 32)).Masked()
	}
	a := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 5, byte(r.IntN(4)), 14: byte(r.Uint32()), 15: byte(r.Uint32())})
	return netip.PrefixFrom(a, testprop.Pick(r, r.IntN(129), 48, 128)).Masked()
}

// own returns an address of that interface.
func own(v4 bool) netip.Addr {
	if v4 {
		return ip("192.0.2.1")
	}
	return ip("2001:db8::1")
}
