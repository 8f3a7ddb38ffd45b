package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BridgeSpec is IFLA_AF_SPEC in messages of AF_BRIDGE: IFLA_BRIDGE_* of
// linux/if_bridge.h.
type BridgeSpec struct {
	// Flags say who a request is for: BRIDGE_FLAGS_MASTER (1), the bridge, as
	// if there were none, or BRIDGE_FLAGS_SELF (2), the device itself.
	Flags uint16

	// Mode is that of a device that is a bridge itself: 0 for VEB, frames
	// between its functions stay within, 1 for VEPA, they go out
	// (IFLA_BRIDGE_MODE).
	Mode *uint16

	// VLANs are those that the port is a member of (IFLA_BRIDGE_VLAN_INFO). The
	// kernel sends them if the request asks for them by RTEXT_FILTER_BRVLAN.
	VLANs []BridgeVLAN

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// BridgeVLAN is struct bridge_vlan_info.
type BridgeVLAN struct {
	Flags uint16 // BRIDGE_VLAN_INFO_*: 2 for the PVID, 4 untagged, 8 and 16 the ends of a range
	ID    uint16 // 1 to 4094
}

func (s *AFSpec) encodeBridge(e *rtattr.Encoder) {
	if s.Bridge != nil {
		e.Nest(linux.IFLA_AF_SPEC, func() { s.Bridge.encode(e) })
	}
}

func (s *BridgeSpec) encode(e *rtattr.Encoder) {
	putNonZero(e.Uint16, linux.IFLA_BRIDGE_FLAGS, s.Flags)
	rtattr.Opt(e.Uint16, linux.IFLA_BRIDGE_MODE, s.Mode)
	for _, v := range s.VLANs {
		b := e.StructAttr(linux.IFLA_BRIDGE_VLAN_INFO, bridgeVLANLen)
		binary.NativeEndian.PutUint16(b, v.Flags)
		binary.NativeEndian.PutUint16(b[2:], v.ID)
	}
	for _, r := range s.Unknown {
		e.Raw(r)
	}
}

func (s *BridgeSpec) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRIDGE_FLAGS:
			s.Flags = v.Uint16()
		case linux.IFLA_BRIDGE_MODE:
			s.Mode = mem.uint16(v)
		case linux.IFLA_BRIDGE_VLAN_INFO:
			b := v.Struct(bridgeVLANLen)
			s.VLANs = append(s.VLANs, BridgeVLAN{
				Flags: binary.NativeEndian.Uint16(b),
				ID:    binary.NativeEndian.Uint16(b[2:]),
			})
		default:
			mem.raw(&s.Unknown, v)
		}
	}
}

const bridgeVLANLen = 4 // struct bridge_vlan_info
