package neigh_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		n, f, table := randomNeigh(r), randomFDB(r), randomTable(r)
		return []nlmsg.Request{
			neigh.Add(&n), neigh.Replace(&n), neigh.Change(&n), neigh.Del(&n), testprop.Body(linux.RTM_NEWNEIGH, n),
			neigh.GetRequest(&n), testprop.Any[neigh.Filter](r).Request(),
			neigh.AddFDB(&f), neigh.ReplaceFDB(&f), neigh.ChangeFDB(&f), neigh.AppendFDB(&f), neigh.DelFDB(&f),
			testprop.Body(linux.RTM_NEWNEIGH, f), neigh.GetFDBRequest(&f), testprop.Any[neigh.FDBFilter](r).Request(),
			neigh.FlushFDB(new(randomFlush(r))),
			neigh.SetTable(&table), testprop.Body(linux.RTM_NEWNEIGHTBL, table), testprop.Any[neigh.TableFilter](r).Request(),
		}
	})
}

// randomNeigh returns a neighbour, or a proxy entry, of veth0 or veth1, as a rule.
func randomNeigh(r *testfill.Random) neigh.Neigh {
	n := testprop.Any[neigh.Neigh](r)
	if r.IntN(8) == 0 {
		return n
	}
	n.Index = 2 + r.IntN(2)
	n.Dst = randomIP(r)
	n.LLAddr = randomMAC(r)
	n.State = testprop.Pick(r, neigh.StatePermanent, neigh.StatePermanent, neigh.StateNoARP, neigh.StateStale)
	n.Flags = testprop.Pick(r, 0, 0, neigh.FlagRouter, neigh.FlagExtLearned)
	if r.IntN(4) == 0 {
		n.Flags, n.LLAddr = n.Flags&neigh.FlagRouter|neigh.FlagProxy, nil
	}
	testprop.Vary(r, &n)
	return n
}

func randomIP(r *testfill.Random) netip.Addr {
	if r.IntN(2) == 0 {
		return netip.AddrFrom4([4]byte{192, 0, 2, byte(r.Uint32())})
	}
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 14: byte(r.Uint32()), 15: byte(r.Uint32())})
}

func randomMAC(r *testfill.Random) net.HardwareAddr {
	return net.HardwareAddr{2, 0, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())}
}

// The interfaces of forwarding entries, besides the port of the bridge, 2.
const bridge0, tunnel0 = 4, 5

// randomFDB returns an entry of the bridge, of its port or of the VXLAN, as a
// rule.
func randomFDB(r *testfill.Random) neigh.FDB {
	f := testprop.Any[neigh.FDB](r)
	if r.IntN(8) == 0 {
		return f
	}
	f = neigh.FDB{MAC: randomMAC(r)}
	switch r.IntN(3) {
	case 0: // of the VXLAN
		f.Index, f.Flags = tunnel0, neigh.FlagSelf|testprop.Pick(r, 0, neigh.FlagRouter, neigh.FlagExtLearned)
		f.State = testprop.Pick(r, neigh.StatePermanent, neigh.StateReachable, neigh.StateNoARP|neigh.StatePermanent)
		f.Dst = netip.AddrFrom4([4]byte{192, 0, 2, byte(r.Uint32())})
		f.Port = testprop.Pick(r, 0, uint16(r.Uint(16)))
		f.VNI = testprop.Pick(r, nil, new(r.Uint32N(1<<24)))
		f.Via = testprop.Pick(r, 0, 0, 2)
	default:
		f.Index = testprop.Pick(r, bridge0, 2, 2)
		f.Flags = testprop.Pick(r, neigh.FlagMaster, neigh.FlagMaster|neigh.FlagExtLearned, neigh.FlagMaster|neigh.FlagSticky)
		f.State = testprop.Pick(r, neigh.StatePermanent, neigh.StateNoARP|neigh.StateReachable, neigh.StateReachable)
		f.VLAN = testprop.Pick[uint16](r, 0, 0, 1)
		if f.Index == bridge0 {
			f.Flags, f.State = neigh.FlagSelf, neigh.StatePermanent
		}
	}
	testprop.Vary(r, &f)
	return f
}

// randomFlush says which entries to delete in bulk.
func randomFlush(r *testfill.Random) neigh.FDBFlush {
	f := testprop.Any[neigh.FDBFlush](r)
	if r.IntN(8) == 0 {
		return f
	}
	f = neigh.FDBFlush{Index: testprop.Pick(r, bridge0, tunnel0, 2), Flags: neigh.FlagSelf}
	f.FlagsMask = testprop.Pick(r, 0, 0, neigh.FlagExtLearned, neigh.FlagSticky)
	switch f.Index {
	case 2:
		f.Flags = testprop.Pick(r, 0, neigh.FlagMaster)
	case tunnel0:
		f.FlagsMask = testprop.Pick(r, 0, 0, neigh.FlagExtLearned, neigh.FlagRouter)
	}
	f.Flags |= testprop.Pick(r, 0, f.FlagsMask)
	f.StateMask = testprop.Pick(r, 0, 0, neigh.StatePermanent, neigh.StateNoARP, neigh.StateNoARP|neigh.StatePermanent)
	f.State = testprop.Pick(r, 0, f.StateMask, f.StateMask&neigh.StatePermanent)
	f.VLAN = testprop.Pick[uint16](r, 0, 0, 0, 1)
	testprop.Vary(r, &f)
	return f
}

// randomTable returns settings of an interface.
func randomTable(r *testfill.Random) neigh.Table {
	table := testprop.Any[neigh.Table](r)
	if r.IntN(8) == 0 {
		return table
	}
	table = neigh.Table{Name: testprop.Pick(r, "arp_cache", "ndisc_cache"), Params: new(neigh.Params)}
	table.Family = testprop.Pick(r, 0, uint8(linux.AF_INET), linux.AF_INET6)
	p := table.Params
	*p = testprop.Any[neigh.Params](r)
	p.Index = 2 + r.IntN(2)
	for _, d := range []**time.Duration{
		&p.BaseReachableTime, &p.ReachableTime, &p.RetransTime, &p.GCStaleTime, &p.DelayProbeTime, &p.IntervalProbeTime,
		&p.AnycastDelay, &p.ProxyDelay, &p.LockTime,
	} {
		*d = testprop.Pick(r, nil, new(time.Duration(1+r.IntN(1<<30))*time.Millisecond))
	}
	testprop.Vary(r, p)
	return table
}
