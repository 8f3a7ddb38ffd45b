package nexthop_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		n, b := randomNextHop(r), testprop.Any[nexthop.Bucket](r)
		return []nlmsg.Request{
			nexthop.Add(&n), nexthop.Replace(&n), nexthop.Del(n.ID), testprop.Body(linux.RTM_NEWNEXTHOP, &n),
			testprop.Body(linux.RTM_NEWNEXTHOPBUCKET, &b),
			nexthop.GetRequest(n.ID, nexthop.AllStats), testprop.Any[nexthop.Filter](r).Request(), testprop.Any[nexthop.BucketFilter](r).Request(),
		}
	})
}

// randomNextHop returns an object of an interface with index 2, or a group of
// objects with ids from 1 to 4, or of those for the forwarding database, with ids
// 5 and 6, as a rule. Its own id is greater.
func randomNextHop(r *testfill.Random) nexthop.NextHop {
	n := testprop.Any[nexthop.NextHop](r)
	n.ID |= 0x100
	if r.IntN(8) == 0 {
		return n
	}
	tunnel := n.Encap
	n = nexthop.NextHop{ID: 0x100 + r.Uint32N(1<<16), Protocol: n.Protocol, HWStats: n.HWStats}
	switch r.IntN(6) {
	case 0:
		n.Blackhole = true
		n.Family = testprop.Pick(r, 0, uint8(linux.AF_INET), linux.AF_INET6)
	case 1:
		n.FDB, n.Gateway = true, randomGateway(r)
	case 2, 3:
		ids := []uint32{1, 2, 3, 4}
		if r.IntN(4) == 0 {
			ids, n.FDB = []uint32{5, 6}, true
		}
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for _, id := range ids[:1+r.IntN(len(ids))] {
			n.Group = append(n.Group, nexthop.Member{ID: id, Weight: r.IntN(257)})
		}
		if r.IntN(3) == 0 {
			n.Resilient = &nexthop.Resilient{
				Buckets:   uint16(len(n.Group) + r.IntN(200)),
				IdleTimer: testprop.Pick(r, nil, new(wiretime.Tick*time.Duration(r.IntN(100000)))), UnbalancedTimer: testprop.Pick(r, nil, new(wiretime.Tick*time.Duration(r.IntN(100000)))),
			}
		}
	default:
		n.OIF = 2
		n.Gateway = testprop.Pick(r, netip.Addr{}, randomGateway(r), randomGateway(r))
		n.Encap = tunnel
	}
	testprop.Vary(r, &n)
	n.ID |= 0x100
	return n
}

func randomGateway(r *testfill.Random) netip.Addr {
	if r.IntN(2) == 0 {
		return netip.AddrFrom4([4]byte{192, 0, 2, 2 + byte(r.IntN(100))})
	}
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 2 + byte(r.IntN(100))})
}
