package addr_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		a, l, p := randomAddr(r), randomLabel(r), testprop.Any[addr.RAPrefix](r)
		return []nlmsg.Request{
			addr.Add(&a), addr.Replace(&a), addr.Del(&a), testprop.Body(linux.RTM_NEWADDR, a),
			addr.AddLabel(&l), addr.ReplaceLabel(&l), addr.DelLabel(&l), testprop.Body(linux.RTM_NEWADDRLABEL, l),
			testprop.Body(linux.RTM_NEWPREFIX, p),
			addr.GetLabelRequest(a.Index, r.Addr()), testprop.Any[addr.Filter](r).Request(),
		}
	})
}

// randomAddr returns an address of an interface with index 2 or 3, as a rule.
func randomAddr(r *testfill.Random) addr.Addr {
	a := testprop.Any[addr.Addr](r)
	if r.IntN(8) == 0 {
		return a
	}
	a.Index = 2 + r.IntN(2)
	a.TargetNetNSID = nil
	a.Protocol |= 4 // the kernel keeps those below for itself
	if a.Valid = time.Duration(r.Int64N(1<<40)) * 4; r.IntN(2) == 0 {
		a.Valid = 0
	}
	if a.Preferred != nil {
		*a.Preferred = time.Duration(r.Int64N(1 << 40))
	}
	if r.IntN(2) == 0 {
		a.Prefix = netip.PrefixFrom(ip4(r), r.IntN(33))
		a.Peer = testprop.Pick(r, netip.Addr{}, netip.Addr{}, ip4(r))
		a.Broadcast = testprop.Pick(r, netip.Addr{}, addr.Broadcast(a.Prefix), ip4(r))
		a.Label = testprop.Pick(r, "", "", fmt.Sprintf("veth0:%x", r.Uint32N(1<<16)))
	} else {
		a.Prefix = netip.PrefixFrom(ip6(r), 1+r.IntN(128))
		a.Peer = testprop.Pick(r, netip.Addr{}, netip.Addr{}, ip6(r))
		a.Broadcast = netip.Addr{}
		a.Label = ""
	}
	a.Anycast, a.Multicast = netip.Addr{}, netip.Addr{}
	testprop.Vary(r, &a)
	return a
}

func ip4(r *testfill.Random) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(r.IntN(2)), byte(r.IntN(2)), byte(1 + r.IntN(100))})
}

func ip6(r *testfill.Random) netip.Addr {
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: byte(1 + r.IntN(100))})
}

func randomLabel(r *testfill.Random) addr.Label {
	l := testprop.Any[addr.Label](r)
	if r.IntN(8) == 0 {
		return l
	}
	l.Index = testprop.Pick(r, 0, 2, 3)
	l.Prefix = netip.PrefixFrom(ip6(r), r.IntN(129)).Masked()
	testprop.Vary(r, &l)
	return l
}
