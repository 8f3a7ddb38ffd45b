package link

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VLAN is kind "vlan": an interface that sends and receives the frames of one VLAN
// on another, its parent (ParentIndex of the [Link], which is needed). The
// attributes are IFLA_VLAN_* of linux/if_link.h; see also ip-link(8).
type VLAN struct {
	// ID is the number of the VLAN, 0 to 4094 (IFLA_VLAN_ID). A new link needs
	// it. In a change nil leaves it out, and the kernel ignores any other.
	ID *uint16

	// Protocol is the EtherType of the tags, 0x8100 (802.1Q) or 0x88a8 (802.1ad);
	// big-endian on the wire, not here (IFLA_VLAN_PROTOCOL). Zero leaves it out:
	// the kernel takes 0x8100. In a change it is ignored.
	Protocol uint16

	// Flags are those of the VLAN (IFLA_VLAN_FLAGS): [VLANFlagReorderHdr], the
	// tag is taken out of a received frame, so that it looks like one of an
	// Ethernet interface; [VLANFlagGVRP] and [VLANFlagMVRP], switches are told of
	// the VLAN by that protocol; [VLANFlagLooseBinding], the link goes neither up
	// nor down with its parent; [VLANFlagBridgeBinding], the parent is a bridge,
	// and the link has a carrier while a port in this VLAN has one. A new link
	// has [VLANFlagReorderHdr] unless that is cleared. Nil leaves all as they are.
	//
	// Read, they are nil if none is set, and the mask has all 32 bits. The kernel
	// refuses those without a meaning, so a request has the five above in place
	// of a mask of all.
	Flags *Bits

	// IngressQoS maps the priority in the tag of a received frame, 0 to 7, to the
	// priority of the packet (IFLA_VLAN_INGRESS_QOS), and EgressQoS the priority
	// of a packet to that in its tag, 0 to 7 (IFLA_VLAN_EGRESS_QOS). A priority
	// without a mapping becomes 0.
	//
	// A change adds mappings to those there are, or replaces that of the same
	// priority. To 0 takes one away: it is not read then.
	IngressQoS, EgressQoS []VLANQoS

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// VLANQoS is a mapping of one priority to another, struct ifla_vlan_qos_mapping.
type VLANQoS struct{ From, To uint32 }

const vlanQoSLen = 8

// vlanFlags are the flags that have a meaning. The kernel refuses others.
const vlanFlags = linux.VLAN_FLAG_REORDER_HDR | linux.VLAN_FLAG_GVRP | linux.VLAN_FLAG_LOOSE_BINDING |
	linux.VLAN_FLAG_MVRP | linux.VLAN_FLAG_BRIDGE_BINDING

// Kind returns "vlan".
func (k *VLAN) Kind() string { return "vlan" }

// Encode appends what can be set.
func (k *VLAN) Encode(e *rtattr.Encoder) {
	for _, q := range k.IngressQoS {
		checkVLANPriority(e, linux.IFLA_VLAN_INGRESS_QOS, q.From)
	}
	for _, q := range k.EgressQoS {
		checkVLANPriority(e, linux.IFLA_VLAN_EGRESS_QOS, q.To)
	}
	k.encode(e, false)
}

func (k *VLAN) encodeAll(e *rtattr.Encoder) { k.encode(e, true) }

func (k *VLAN) encode(e *rtattr.Encoder, full bool) {
	rtattr.Opt(e.Uint16, linux.IFLA_VLAN_ID, k.ID)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_VLAN_PROTOCOL, k.Protocol)
	if k.Flags != nil {
		f := *k.Flags
		if f.Mask == math.MaxUint32 && !full {
			f.Mask = vlanFlags
		}
		putBits(e.StructAttr(linux.IFLA_VLAN_FLAGS, bitsLen), f, full)
	}
	putVLANQoS(e, linux.IFLA_VLAN_INGRESS_QOS, k.IngressQoS)
	putVLANQoS(e, linux.IFLA_VLAN_EGRESS_QOS, k.EgressQoS)
	e.Raws(k.Unknown)
}

// checkVLANPriority refuses a priority that a tag has no room for. The kernel
// would take its lowest three bits.
func checkVLANPriority(e *rtattr.Encoder, typ uint16, priority uint32) {
	const limit = 7
	if priority > limit {
		e.Fail(typ, fmt.Errorf("priority %d of a tag, at most %d fits", priority, limit))
	}
}

func putVLANQoS(e *rtattr.Encoder, typ uint16, list []VLANQoS) {
	if len(list) == 0 {
		return
	}
	nest := e.Begin(typ)
	for _, q := range list {
		b := e.StructAttr(linux.IFLA_VLAN_QOS_MAPPING, vlanQoSLen)
		binary.NativeEndian.PutUint32(b, q.From)
		binary.NativeEndian.PutUint32(b[4:], q.To)
	}
	e.End(nest)
}

// Decode reads IFLA_INFO_DATA.
func (k *VLAN) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *VLAN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VLAN_ID:
			k.ID = mem.uint16(v)
		case linux.IFLA_VLAN_PROTOCOL:
			k.Protocol = v.Uint16BE()
		case linux.IFLA_VLAN_FLAGS:
			k.Flags = one(&mem.room.bits)
			*k.Flags = parseBits(v.Struct(bitsLen))
		case linux.IFLA_VLAN_INGRESS_QOS:
			k.IngressQoS = parseVLANQoS(mem.nest(v))
		case linux.IFLA_VLAN_EGRESS_QOS:
			k.EgressQoS = parseVLANQoS(mem.nest(v))
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}

// parseVLANQoS reads a map. The kernel gives all mappings one number, and ignores
// what has another.
func parseVLANQoS(d *rtattr.Decoder) []VLANQoS {
	var list []VLANQoS
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		if typ == linux.IFLA_VLAN_QOS_MAPPING {
			b := v.Struct(vlanQoSLen)
			list = append(list, VLANQoS{
				From: binary.NativeEndian.Uint32(b),
				To:   binary.NativeEndian.Uint32(b[4:]),
			})
		}
	}
	return list
}
