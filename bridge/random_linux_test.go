package bridge_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomGroups(t *testing.T) {
	t.Parallel()
	_, ns := dialNS(t, &link.Bridge{McastSnooping: new(true), McastIGMPVersion: 3, McastMLDVersion: 2})
	conn := testprop.Dial(t, ns)
	type g = bridge.Group
	k := testprop.Kernel[g]{
		Conn: conn,
		Make: func() g {
			x := randomGroup(conn.Random)
			for ofTheHost(x) {
				x = randomGroup(conn.Random)
			}
			withRanges(&x)
			return x
		},
		Add: bridge.AddGroup,
		Del: bridge.DelGroup,
		Rekey: func(x, old *g) {
			x.Bridge, x.Port, x.Addr, x.HardwareAddr = old.Bridge, old.Port, old.Addr, old.HardwareAddr
			x.Source, x.VLAN, x.Permanent = old.Source, old.VLAN, old.Permanent || x.Permanent
		},
		List: func() ([]g, error) {
			list, err := bridge.ListMDBs(conn.Conn)
			var all []g
			for _, db := range list {
				for _, x := range db.Groups {
					x.Timer = 0
					for i := range x.Sources {
						x.Sources[i].Timer = 0
					}
					slices.SortFunc(x.Sources, bySource)
					all = append(all, x)
				}
			}
			return withoutSources(t, slices.DeleteFunc(all, ofTheHost)), err
		},
		Differs: []testprop.Difference[g]{
			{Why: "the Mode and the Protocol are there", Apply: func(want *g, read g) {
				if want.Mode == nil || want.Source.IsValid() || read.Mode == nil {
					want.Mode = read.Mode
				}
				if want.Protocol == 0 || read.Protocol == 0 {
					want.Protocol = read.Protocol
				}
			}},
			{Why: "the sources of a group have no order", Apply: func(want *g, _ g) { slices.SortFunc(want.Sources, bySource) }},
			{Why: "an unspecified source is none", Apply: func(want *g, _ g) {
				if want.Source.IsValid() && want.Source.IsUnspecified() {
					want.Source = netip.Addr{}
				}
			}},
			{Why: "the flags and the timers are the kernel's report", Apply: func(want *g, read g) {
				want.Flags, want.Timer = read.Flags, 0
				for i := range want.Sources {
					want.Sources[i].Timer = 0
				}
			}},
		},
		Options: cmp.Options{values},
	}
	if testns.KernelSince(t, 6, 3) {
		k.Replace = bridge.ReplaceGroup
	}
	k.Check(t)
}

// ofTheHost reports whether a group may be one of those that the host joins by
// itself, or that the kernel adds for others.
func ofTheHost(g bridge.Group) bool {
	const starExcl = 4 // MDB_FLAGS_STAR_EXCL
	return g.Addr.IsLinkLocalMulticast() || g.Flags&starExcl != 0
}

// withRanges gives the Source of a group and its Sources addresses of different
// ranges. Each of Sources is one more entry of the kernel's, with that as Source.
func withRanges(x *bridge.Group) {
	x.Source = inRange(x.Source, 0)
	for i := range x.Sources {
		x.Sources[i].Addr = inRange(x.Sources[i].Addr, 1)
	}
}

// inRange returns an address like a in one of two ranges.
func inRange(a netip.Addr, n byte) netip.Addr {
	b := a.AsSlice()
	if b == nil || a.Is4In6() || a.IsUnspecified() {
		return a
	}
	b[1] = b[1]&^1 | n
	out, _ := netip.AddrFromSlice(b)
	return out.WithZone(a.Zone())
}

func ofSources(a netip.Addr) bool { return a.IsValid() && a.AsSlice()[1]&1 == 1 }

func bySource(a, b bridge.Source) int { return a.Addr.Compare(b.Addr) }

// withoutSources takes the entries of sources from a list, and fails if they are not
// those that the groups have.
func withoutSources(t *testing.T, list []bridge.Group) []bridge.Group {
	t.Helper()
	type source struct {
		group, addr netip.Addr
		port        int
		vlan        uint16
	}
	var want, got []string
	for _, x := range list {
		for _, s := range x.Sources {
			want = append(want, fmt.Sprint(source{x.Addr, s.Addr, x.Port, x.VLAN}))
		}
		if ofSources(x.Source) {
			got = append(got, fmt.Sprint(source{x.Addr, x.Source, x.Port, x.VLAN}))
		}
	}
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(want, got) {
		t.Errorf("entries of sources: %v, want %v", got, want)
	}
	return slices.DeleteFunc(list, func(x bridge.Group) bool { return ofSources(x.Source) })
}

// portVLAN is a VLAN of one port.
type portVLAN struct {
	Index int
	VLAN  bridge.VLAN
}

func TestRandomVLANs(t *testing.T) {
	t.Parallel()
	setup, ns := dialNS(t, &link.Bridge{VLANFiltering: new(true), McastSnooping: new(true)})
	for _, port := range []int{port0, port1} {
		do(t, setup, link.Set(link.Index(port), &link.Link{Port: &link.BridgePort{VLANTunnel: new(true)}}))
	}
	conn := testprop.Dial(t, ns)
	type v = portVLAN
	list := func() ([]v, error) {
		list, err := bridge.ListVLANs(conn.Conn)
		return oneByOne(list), err
	}
	k := testprop.Kernel[v]{
		Conn: conn,
		Make: func() v {
			there, err := list()
			if err != nil {
				t.Fatal(err)
			}
			for {
				x := v{testprop.Pick(conn.Random, br, port0, port0, port1), randomVLAN(conn.Random)}
				x.VLAN.Last = 0     // what is read is one by one
				x.VLAN.PVID = false // which another would lose
				x.VLAN.Flags = 0    // which say more than what the VLAN is like
				if x.Index == br {
					x.VLAN.TunnelID, x.VLAN.NeighSuppress = nil, nil
				}
				if !slices.ContainsFunc(there, func(y v) bool { return x.Index == y.Index && x.VLAN.ID == y.VLAN.ID }) {
					return x
				}
			}
		},
		Add:  func(x *v) nlmsg.Request { return bridge.AddVLANs(x.Index, x.VLAN) },
		Del:  func(x *v) nlmsg.Request { return bridge.DelVLANs(x.Index, x.VLAN) },
		List: list,
		Differs: []testprop.Difference[v]{
			{Why: "what is not given has a value, too", Apply: func(want *v, read v) {
				of, from := reflect.ValueOf(&want.VLAN).Elem(), reflect.ValueOf(read.VLAN)
				for i := range of.NumField() {
					if f := of.Field(i); f.Kind() == reflect.Pointer && f.IsNil() {
						f.Set(from.Field(i))
					}
				}
			}},
			{Why: "counters are read only", Apply: func(want *v, read v) {
				want.VLAN.Stats, want.VLAN.McastNGroups = read.VLAN.Stats, read.VLAN.McastNGroups
			}},
			{Why: "a tunnel that is deleted is none", Apply: func(want *v, _ v) { want.VLAN.DelTunnel = false }},
		},
		// The kernel makes the port a member before it looks at the rest.
		Leaves:  func(refused, left v) bool { return refused.Index == left.Index && refused.VLAN.ID == left.VLAN.ID },
		Options: cmp.Options{values},
	}
	k.Check(t)
}

// oneByOne takes ranges apart.
func oneByOne(list []bridge.VLANs) []portVLAN {
	var all []portVLAN
	for _, of := range list {
		for _, vlan := range of.List {
			for id := vlan.ID; id <= max(vlan.ID, vlan.Last); id++ {
				one := vlan.Clone()
				one.ID, one.Last = id, 0
				if one.TunnelID != nil {
					*one.TunnelID += uint32(id - vlan.ID)
				}
				all = append(all, portVLAN{of.Index, one})
			}
		}
	}
	return all
}
