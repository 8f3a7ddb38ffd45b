package mpls_test

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		x := randomRoute(r)
		return []nlmsg.Request{
			mpls.Add(&x), mpls.Replace(&x), mpls.Change(&x), mpls.Del(x.Label), testprop.Body(linux.RTM_NEWROUTE, x),
			testprop.Any[mpls.Filter](r).Request(), testprop.Any[mpls.Query](r).Request(),
		}
	})
}

// randomRoute returns a route that leaves by an interface with index 2, as a rule.
func randomRoute(r *testfill.Random) mpls.Route {
	x := testprop.Any[mpls.Route](r)
	if r.IntN(8) == 0 {
		return x
	}
	x.Label = 16 + r.Uint32N(984)
	if x.MultiPath = nil; r.IntN(3) == 0 {
		x.NewLabels, x.Gateway, x.HardwareAddr, x.OIF = nil, netip.Addr{}, nil, 0
		for range 1 + r.IntN(4) {
			hop := mpls.NextHop{OIF: testprop.Pick(r, 0, 2)}
			hop.NewLabels, hop.Gateway, hop.HardwareAddr = randomWay(r)
			if hop.HardwareAddr != nil {
				hop.OIF = 2
			}
			x.MultiPath = append(x.MultiPath, hop)
		}
	} else {
		x.OIF = 2
		x.NewLabels, x.Gateway, x.HardwareAddr = randomWay(r)
	}
	testprop.Vary(r, &x)
	return x
}

func randomWay(r *testfill.Random) (stack []uint32, gateway netip.Addr, hardware []byte) {
	for range r.IntN(4) {
		stack = append(stack, 16+r.Uint32N(1<<20-16))
	}
	switch r.IntN(3) {
	case 0:
		gateway = netip.AddrFrom4([4]byte{192, 0, 2, 2 + byte(r.IntN(100))})
	case 1:
		gateway = netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 2 + byte(r.IntN(100))})
	default:
		hardware = []byte{2, 0, 0, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())}
	}
	return stack, gateway, hardware
}
