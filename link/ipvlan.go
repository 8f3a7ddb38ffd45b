package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IPVLAN is kind "ipvlan": an interface on another, its parent (ParentIndex of
// the [Link], which is needed). All on the same parent have its link-layer
// address, and packets find theirs by its IP addresses. The attributes are
// IFLA_IPVLAN_* of linux/if_link.h; see also ip-link(8).
//
// Mode and Flags are those of the parent: what one of its interfaces is given,
// when it is made or later, counts for all of them.
type IPVLAN struct {
	// Mode is what becomes of packets that are sent (IFLA_IPVLAN_MODE):
	// [IPVLANModeL2], they are switched by the parent; [IPVLANModeL3], they are
	// routed by the parent's namespace; [IPVLANModeL3S], also with its netfilter
	// hooks. Nil leaves it out: a new one sets l3, for the others too.
	Mode *uint16

	// Flags say whether the interfaces of a parent reach one another
	// (IFLA_IPVLAN_FLAGS): without any (0), which iproute2 calls bridge, they do;
	// with [IPVLANPrivate] not; with [IPVLANVEPA] by way of the switch outside. Nil leaves them out.
	Flags *uint16

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ipvlan".
func (k *IPVLAN) Kind() string { return "ipvlan" }

// Encode appends what can be set.
func (k *IPVLAN) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint16, linux.IFLA_IPVLAN_MODE, k.Mode)
	rtattr.Opt(e.Uint16, linux.IFLA_IPVLAN_FLAGS, k.Flags)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *IPVLAN) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IPVLAN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_IPVLAN_MODE:
			k.Mode = mem.uint16(v)
		case linux.IFLA_IPVLAN_FLAGS:
			k.Flags = mem.uint16(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}

// IPVTAP is kind "ipvtap": an [IPVLAN] whose packets go to a program, by a device
// file /dev/tapN, where N is its index.
type IPVTAP IPVLAN

// Kind returns "ipvtap".
func (k *IPVTAP) Kind() string { return "ipvtap" }

// Encode appends what can be set.
func (k *IPVTAP) Encode(e *rtattr.Encoder) { (*IPVLAN)(k).Encode(e) }

// Decode reads IFLA_INFO_DATA.
func (k *IPVTAP) Decode(d *rtattr.Decoder) { (*IPVLAN)(k).Decode(d) }

func (k *IPVTAP) decode(d *rtattr.Decoder, mem *memory) { (*IPVLAN)(k).decode(d, mem) }
