package link_test

import (
	"errors"
	"math"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// A change of a VLAN keeps what it does not name, takes away mappings to zero, and
// has no say in which VLAN it is.
func TestVLANChange(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	parent := get(t, conn, link.Name("veth0")).Index
	do(t, conn,
		link.Add(&link.Link{Name: "vlan0", ParentIndex: &parent, Data: &link.VLAN{
			ID: new(uint16(10)), Flags: &link.Bits{Value: linux.VLAN_FLAG_GVRP},
			IngressQoS: []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 4}},
			EgressQoS:  []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 4}},
		}}),
		link.Set(link.Name("vlan0"), &link.Link{Data: &link.VLAN{
			ID: new(uint16(11)), Protocol: 0x88a8,
			Flags:      &link.Bits{Value: linux.VLAN_FLAG_LOOSE_BINDING, Mask: linux.VLAN_FLAG_REORDER_HDR},
			IngressQoS: []link.VLANQoS{{From: 1, To: 0}},
			EgressQoS:  []link.VLANQoS{{From: 3, To: 0}, {From: 5, To: 6}},
		}}))
	want := &link.VLAN{
		ID: new(uint16(10)), Protocol: 0x8100,
		Flags:      &link.Bits{Value: linux.VLAN_FLAG_GVRP | linux.VLAN_FLAG_LOOSE_BINDING, Mask: math.MaxUint32},
		IngressQoS: []link.VLANQoS{{From: 3, To: 4}},
		EgressQoS:  []link.VLANQoS{{From: 1, To: 2}, {From: 5, To: 6}},
	}
	if diff := cmp.Diff(want, get(t, conn, link.Name("vlan0")).Data); diff != "" {
		t.Errorf("(-want +read)\n%s", diff)
	}
	// The mask as the kernel itself sends it, which VLAN does not send back.
	flags := []byte{0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}
	err := conn.Do(link.Set(link.Name("vlan0"), &link.Link{Data: &link.VLAN{
		Unknown: []rtattr.Raw{{Type: linux.IFLA_VLAN_FLAGS, Data: flags}},
	}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("a mask with all bits: %v, want EINVAL", err)
	}
}
