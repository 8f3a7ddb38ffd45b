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

	// Tunnels are the tunnels that VLANs go through
	// (IFLA_BRIDGE_VLAN_TUNNEL_INFO). In a request they need the port's
	// VLANTunnel. The kernel sends them together with VLANs.
	Tunnels []BridgeTunnel

	// MST are the states of the port in each spanning tree (IFLA_BRIDGE_MST). The
	// kernel sends them if the request asks for them by RTEXT_FILTER_MST.
	MST []BridgeMST

	// Unknown are attributes that have no field here, and so are UnknownMST in
	// IFLA_BRIDGE_MST.
	Unknown, UnknownMST []rtattr.Raw
}

// BridgeVLAN is struct bridge_vlan_info.
type BridgeVLAN struct {
	Flags uint16 // [BridgeVLANPVID], [BridgeVLANUntagged], [BridgeVLANRangeBegin], [BridgeVLANRangeEnd]
	ID    uint16 // 1 to 4094
}

// BridgeTunnel is the tunnel of a VLAN (IFLA_BRIDGE_VLAN_TUNNEL_*).
type BridgeTunnel struct {
	ID    uint32 // of the tunnel, such as the network of a VXLAN
	VLAN  uint16 // 1 to 4094
	Flags uint16 // [BridgeVLANRangeBegin] and [BridgeVLANRangeEnd] of a range of tunnels and VLANs

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// BridgeMST is the state of a port in a spanning tree (IFLA_BRIDGE_MST_ENTRY_*).
type BridgeMST struct {
	MSTI  uint16 // number of the tree, 1 to 4094
	State uint8  // as that of a BridgePort

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (s *AFSpec) encodeBridge(e *rtattr.Encoder) {
	if s.Bridge != nil {
		e.Nest(linux.IFLA_AF_SPEC, func() { s.Bridge.encode(e) })
	}
}

func (s *BridgeSpec) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint16, linux.IFLA_BRIDGE_FLAGS, s.Flags)
	rtattr.Opt(e.Uint16, linux.IFLA_BRIDGE_MODE, s.Mode)
	for _, v := range s.VLANs {
		b := e.StructAttr(linux.IFLA_BRIDGE_VLAN_INFO, bridgeVLANLen)
		binary.NativeEndian.PutUint16(b, v.Flags)
		binary.NativeEndian.PutUint16(b[2:], v.ID)
	}
	for _, tunnel := range s.Tunnels {
		nest := e.Begin(linux.IFLA_BRIDGE_VLAN_TUNNEL_INFO)
		e.Uint32(linux.IFLA_BRIDGE_VLAN_TUNNEL_ID, tunnel.ID)
		e.Uint16(linux.IFLA_BRIDGE_VLAN_TUNNEL_VID, tunnel.VLAN)
		e.Uint16(linux.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, tunnel.Flags)
		e.Raws(tunnel.Unknown)
		e.End(nest)
	}
	if s.MST != nil || len(s.UnknownMST) > 0 {
		trees := e.Begin(linux.IFLA_BRIDGE_MST)
		for _, tree := range s.MST {
			nest := e.Begin(linux.IFLA_BRIDGE_MST_ENTRY)
			e.Uint16(linux.IFLA_BRIDGE_MST_ENTRY_MSTI, tree.MSTI)
			e.Uint8(linux.IFLA_BRIDGE_MST_ENTRY_STATE, tree.State)
			e.Raws(tree.Unknown)
			e.End(nest)
		}
		e.Raws(s.UnknownMST)
		e.End(trees)
	}
	e.Raws(s.Unknown)
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
		case linux.IFLA_BRIDGE_VLAN_TUNNEL_INFO:
			s.Tunnels = append(s.Tunnels, decodeBridgeTunnel(mem.nest(v), mem))
		case linux.IFLA_BRIDGE_MST:
			s.decodeMST(mem.nest(v), mem)
		default:
			mem.raw(&s.Unknown, v)
		}
	}
}

func (s *BridgeSpec) decodeMST(d *rtattr.Decoder, mem *memory) {
	s.MST = []BridgeMST{}
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRIDGE_MST_ENTRY:
			s.MST = append(s.MST, decodeBridgeMST(mem.nest(v), mem))
		default:
			mem.raw(&s.UnknownMST, v)
		}
	}
}

func decodeBridgeTunnel(d *rtattr.Decoder, mem *memory) (t BridgeTunnel) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRIDGE_VLAN_TUNNEL_ID:
			t.ID = v.Uint32()
		case linux.IFLA_BRIDGE_VLAN_TUNNEL_VID:
			t.VLAN = v.Uint16()
		case linux.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS:
			t.Flags = v.Uint16()
		default:
			mem.raw(&t.Unknown, v)
		}
	}
	return t
}

func decodeBridgeMST(d *rtattr.Decoder, mem *memory) (tree BridgeMST) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRIDGE_MST_ENTRY_MSTI:
			tree.MSTI = v.Uint16()
		case linux.IFLA_BRIDGE_MST_ENTRY_STATE:
			tree.State = v.Uint8()
		default:
			mem.raw(&tree.Unknown, v)
		}
	}
	return tree
}

const bridgeVLANLen = 4 // struct bridge_vlan_info
