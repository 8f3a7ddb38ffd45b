package bridge_test

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		index := testprop.Pick(r, 10, 11, int(r.Uint(64)))
		vlan, options, group := randomVLAN(r), testprop.Any[bridge.VLANOptions](r), randomGroup(r)
		vlans, mdb := testprop.Any[bridge.VLANs](r), testprop.Any[bridge.MDB](r)
		return []nlmsg.Request{
			bridge.AddVLANs(index, vlan, randomVLAN(r)), bridge.SetVLANs(index, vlan), bridge.DelVLANs(index, vlan),
			bridge.SetVLANOptions(index, options), testprop.Body(linux.RTM_NEWVLAN, &vlans), testprop.Any[bridge.VLANFilter](r).Request(),
			bridge.AddGroup(&group), bridge.ReplaceGroup(&group), bridge.DelGroup(&group), testprop.Body(linux.RTM_NEWMDB, &mdb),
			testprop.Any[bridge.GroupQuery](r).Request(), bridge.FlushGroups(new(testprop.Any[bridge.GroupFlush](r))),
		}
	})
}

func randomVLAN(r *testfill.Random) bridge.VLAN {
	v := testprop.Any[bridge.VLAN](r)
	if r.IntN(8) == 0 {
		return v
	}
	v = bridge.VLAN{ID: 1 + uint16(r.IntN(4094)), PVID: v.PVID, Untagged: v.Untagged, NeighSuppress: v.NeighSuppress}
	v.State = testprop.Pick(r, nil, new(uint8(r.IntN(5))))
	v.TunnelID = testprop.Pick(r, nil, new(1+r.Uint32N(1<<24-2)))
	testprop.Vary(r, &v)
	return v
}

// randomGroup returns an entry of a bridge with index 10 and ports 11 and 12, as a
// rule.
func randomGroup(r *testfill.Random) bridge.Group {
	g := testprop.Any[bridge.Group](r)
	if r.IntN(8) == 0 {
		return g
	}
	g = bridge.Group{Bridge: 10, Port: 10 + r.IntN(3), Permanent: r.IntN(2) == 0, Protocol: g.Protocol}
	if g.Port == 10 {
		g.Permanent = false
	}
	v4 := r.IntN(2) == 0
	g.Addr = randomIP(r, v4, 239, 0xff)
	switch r.IntN(4) {
	case 0:
		g.Source = randomIP(r, v4, 10, 0x20)
	case 1:
		g.Mode = new(uint8(r.IntN(2)))
		for range 1 + r.IntN(3) {
			g.Sources = append(g.Sources, bridge.Source{Addr: randomIP(r, v4, 10, 0x20)})
		}
	}
	testprop.Vary(r, &g)
	return g
}

func randomIP(r *testfill.Random, v4 bool, first4, first6 byte) netip.Addr {
	if v4 {
		return netip.AddrFrom4([4]byte{first4, 1, byte(r.Uint32()), byte(r.Uint32())})
	}
	return netip.AddrFrom16([16]byte{first6, 0x0e, 14: byte(r.Uint32()), 15: byte(r.Uint32())})
}
