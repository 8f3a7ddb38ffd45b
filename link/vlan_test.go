package link_test

import (
	"math"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var vlanTest = kindTest{
	ip: "ip link add link veth0 name veth0.20 type vlan id 20 protocol 802.1ad reorder_hdr off gvrp on mvrp on \\\n" +
		"    loose_binding on ingress-qos-map 1:2 3:4 egress-qos-map 5:6",
	full: &link.Link{Name: "veth0.20", ParentIndex: new(3), Data: &link.VLAN{
		ID: new(uint16(20)), Protocol: 0x88a8, Flags: &link.Bits{Value: 0xe, Mask: 0xf},
		IngressQoS: []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 4}},
		EgressQoS:  []link.VLANQoS{{From: 5, To: 6}},
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-vlan": link.Add(&link.Link{Name: "veth0.10", ParentIndex: new(3), Data: &link.VLAN{ID: new(uint16(10))}}),
		"link-add-vlan-qos": link.Add(&link.Link{Name: "veth0.20", ParentIndex: new(3), Data: &link.VLAN{
			ID: new(uint16(20)), Protocol: 0x88a8, Flags: &link.Bits{Value: link.VLANFlagGVRP | link.VLANFlagLooseBinding, Mask: 0xf},
			IngressQoS: []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 4}},
			EgressQoS:  []link.VLANQoS{{From: 5, To: 6}, {From: 7, To: 1}},
		}}),
		"own-vlan-flags": link.Add(&link.Link{Name: "veth0.30", ParentIndex: new(3), Data: &link.VLAN{
			ID: new(uint16(30)), Protocol: 0x8100, Flags: &link.Bits{Value: link.VLANFlagMVRP | link.VLANFlagBridgeBinding, Mask: link.VLANFlagLooseBinding},
		}}),
		"own-vlan-zero": link.Add(&link.Link{Name: "veth0.0", ParentIndex: new(3), Data: &link.VLAN{ID: new(uint16(0))}}),
		"own-vlan-set": link.Set(link.Index(3), &link.Link{Data: &link.VLAN{
			Flags: &link.Bits{Value: link.VLANFlagReorderHdr, Mask: link.VLANFlagGVRP}, EgressQoS: []link.VLANQoS{{From: 0, To: 3}},
		}}),
		"own-vlan-range": link.Add(&link.Link{Name: "v", ParentIndex: new(3), Data: &link.VLAN{
			ID: new(uint16(4094)), Protocol: 0x88a8, Flags: &link.Bits{Value: 4, Mask: 4 | 8 | 16},
			IngressQoS: []link.VLANQoS{{From: 0, To: 7}},
		}}),
	},
	live: []liveTest{
		{
			name: "with all",
			link: &link.Link{ParentIndex: new(parent), Data: &link.VLAN{
				ID: new(uint16(20)), Protocol: 0x88a8, Flags: &link.Bits{Value: 0x7, Mask: math.MaxUint32},
				IngressQoS: []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 400}},
				EgressQoS:  []link.VLANQoS{{From: 500, To: 6}},
			}},
			change: &link.VLAN{
				Flags:      &link.Bits{Value: 0x4, Mask: math.MaxUint32},
				IngressQoS: []link.VLANQoS{{From: 1, To: 5}, {From: 3, To: 400}},
				EgressQoS:  []link.VLANQoS{{From: 500, To: 7}},
			},
		},
		{name: "of priority tags", link: &link.Link{ParentIndex: new(parent), Data: &link.VLAN{ID: new(uint16(0)), Protocol: 0x8100}}},
		{
			name:   "on a bridge",
			before: []*link.Link{{Name: "br0", Index: others, Data: &link.Bridge{}}},
			link: &link.Link{ParentIndex: new(others), Data: &link.VLAN{
				ID: new(uint16(5)), Flags: &link.Bits{Value: 0x11, Mask: math.MaxUint32},
			}},
		},
	},
}

// A tag has room for eight priorities.
func TestVLANPriorities(t *testing.T) {
	for _, data := range []*link.VLAN{
		{IngressQoS: []link.VLANQoS{{From: 8, To: 1}}},
		{EgressQoS: []link.VLANQoS{{From: 1, To: 8}}},
	} {
		_, err := link.Set(link.Index(3), &link.Link{Data: data}).AppendBinary(nil)
		const want = "priority 8 of a tag, at most 7 fits"
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want ... %s", data, err, want)
		}
	}
}

// The mask that the kernel sends is one that it refuses: a request has the flags
// that there are.
func TestVLANMask(t *testing.T) {
	set := func(mask uint32) string {
		b, err := link.Set(link.Index(3), &link.Link{Data: &link.VLAN{Flags: &link.Bits{Value: 0x1, Mask: mask}}}).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got, want := set(math.MaxUint32), set(0x1f); got != want {
		t.Errorf("a mask of all bits is sent as % x, want % x", got, want)
	}
}
