package bridge_test

import (
	"maps"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Ranges of VLANs, several at once, are added, set and deleted: each VLAN of a range
// reads back as it was given, and as it was where nothing was given. A request that
// is refused has done what stands before the range that cannot be, and of that range
// nothing but what was given.
func TestRandomVLANRanges(t *testing.T) {
	t.Parallel()
	conn := dialVLANs(t)
	for range testprop.Structs() {
		before := members(t, conn.Conn)
		c := vlanChange{verb: conn.IntN(3), index: testprop.Pick(conn.Random, br, port0, port0, port0, port1, 99, int(conn.Uint(64)))}
		for range 1 + conn.IntN(3) {
			c.list = append(c.list, randomRange(conn, c.index))
		}
		outcome := conn.Try(t, c.request())
		after := members(t, conn.Conn)
		want := before
		switch outcome {
		case testprop.Accepted:
			want = c.apply(before, after, len(c.list))
		case testprop.Refused:
			for n := range c.list {
				if part := c.inPart(c.apply(before, after, n), after, n); cmp.Equal(part, after) {
					want = part
				}
			}
		}
		if diff := cmp.Diff(want, after); diff != "" {
			t.Fatalf("%v: outcome %d (-want +read)\n%s", c.request(), outcome, diff)
		}
	}
}

// dialVLANs opens a connection to a bridge that knows all about VLANs.
func dialVLANs(t *testing.T) *testprop.Conn {
	t.Helper()
	data := link.Bridge{VLANFiltering: new(true), McastSnooping: new(true)}
	if testns.KernelSince(t, 5, 15) {
		const snoopByVLAN = 2 // BR_BOOLOPT_MCAST_VLAN_SNOOPING
		data.BoolOptions = &link.Bits{Value: snoopByVLAN, Mask: snoopByVLAN}
	}
	setup, ns := dialNS(t, &data)
	for _, port := range []int{port0, port1} {
		do(t, setup, link.Set(link.Index(port), &link.Link{Port: &link.BridgePort{VLANTunnel: new(true)}}))
	}
	return testprop.Dial(t, ns)
}

// randomRange returns some VLANs in a row, most of them of a few numbers.
func randomRange(conn *testprop.Conn, index int) bridge.VLAN {
	v := randomVLAN(conn.Random)
	v.Flags = 0 // which say more than what the VLAN is like
	if conn.IntN(4) > 0 {
		v.ID = testprop.Pick[uint16](conn.Random, 1, 4070) + uint16(conn.IntN(30))
	}
	if v.Last != 0 || conn.IntN(2) == 0 {
		v.Last = v.ID + uint16(conn.IntN(20))
		v.PVID = v.PVID && conn.IntN(8) == 0
	}
	v.McastMaxGroups = testprop.Pick(conn.Random, nil, nil, new(conn.Uint32N(100)))
	if index == br {
		v.TunnelID, v.NeighSuppress = nil, nil
	}
	return v
}

// membership is that of a port or bridge in one VLAN.
type membership struct {
	Index int
	ID    uint16
}

// members returns what each is like. With counters each VLAN is told of by itself:
// older kernels make a range of some that differ.
func members(t *testing.T, conn *nlmsg.Conn) map[membership]bridge.VLAN {
	t.Helper()
	list, err := bridge.VLANFilter{Stats: true}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[membership]bridge.VLAN)
	for _, x := range oneByOne(list) {
		x.VLAN.Stats, x.VLAN.McastNGroups = nil, nil
		all[membership{x.Index, x.VLAN.ID}] = x.VLAN
	}
	return all
}

// vlanChange is a request about VLANs: to add them (0), to set (1) or to delete them.
type vlanChange struct {
	verb, index int
	list        []bridge.VLAN
}

func (c vlanChange) request() nlmsg.Request {
	return []func(int, ...bridge.VLAN) nlmsg.Request{bridge.AddVLANs, bridge.SetVLANs, bridge.DelVLANs}[c.verb](c.index, c.list...)
}

// apply returns what there is after the first n of the list. What was not given of
// new VLANs is as it is read.
func (c vlanChange) apply(before, read map[membership]bridge.VLAN, n int) map[membership]bridge.VLAN {
	after := maps.Clone(before)
	for _, v := range c.list[:n] {
		for id := v.ID; id <= max(v.ID, v.Last); id++ {
			k := membership{c.index, id}
			one, member := after[k]
			switch {
			case c.verb == 2:
				delete(after, k)
				continue
			case c.verb == 0 && !member:
				one = read[k]
			}
			after[k] = c.given(one, v, id)
			if c.verb == 0 && v.PVID {
				for other, x := range after { // of which there is one
					if x.PVID = x.PVID && (other.Index != c.index || other.ID == id); other.Index == c.index {
						after[other] = x
					}
				}
			}
		}
	}
	return after
}

// given returns one VLAN with what is given of a range that it is in.
func (c vlanChange) given(one, v bridge.VLAN, id uint16) bridge.VLAN {
	one.ID = id
	if c.verb == 0 {
		one.PVID, one.Untagged = v.PVID, v.Untagged
	}
	if v.TunnelID != nil {
		v.TunnelID = new(*v.TunnelID + uint32(id-v.ID))
	}
	if v.DelTunnel {
		one.TunnelID = nil
	}
	v.Stats, v.McastNGroups = nil, nil // which are read only
	setPointers(&one, &v)
	return one
}

// setPointers sets the pointers in to that are not nil in from.
func setPointers[T any](to, from *T) {
	a, b := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range a.NumField() {
		if f := b.Field(i); f.Kind() == reflect.Pointer && !f.IsNil() {
			a.Field(i).Set(f)
		}
	}
}

// inPart returns want with what was read of the VLANs in range n of the list, if
// each of them is as it was or as it was given, or is new.
func (c vlanChange) inPart(want, read map[membership]bridge.VLAN, n int) map[membership]bridge.VLAN {
	want, v := maps.Clone(want), c.list[n]
	for id := v.ID; id <= max(v.ID, v.Last); id++ {
		k := membership{c.index, id}
		now, there := read[k]
		switch old, was := want[k]; {
		case !there && c.verb == 2:
			delete(want, k)
		case !was && c.verb == 0 && there, was && there && isBetween(now, old, c.given(old, v, id)):
			want[k] = now
		}
	}
	if c.verb == 0 && v.PVID {
		for k, x := range want {
			if k.Index == c.index && !read[k].PVID {
				x.PVID = false
				want[k] = x
			}
		}
	}
	return want
}

// isBetween reports whether each field is one of two.
func isBetween[T any](now, old, given T) bool {
	x, a, b := reflect.ValueOf(now), reflect.ValueOf(old), reflect.ValueOf(given)
	for i := range x.NumField() {
		v := x.Field(i).Interface()
		if !cmp.Equal(v, a.Field(i).Interface(), nearTimes) && !cmp.Equal(v, b.Field(i).Interface(), nearTimes) {
			return false
		}
	}
	return true
}
