package link

import "github.com/seed-030106aa/rawnl/internal/linux"

// The modes of a macvlan, MACVLAN_MODE_* of linux/if_link.h, for [Macvlan].Mode.
const (
	MacvlanModePrivate  = 1  // they do not hear of one another
	MacvlanModeVEPA     = 2  // by way of the switch outside
	MacvlanModeBridge   = 4  // directly
	MacvlanModePassthru = 8  // the parent belongs to one alone
	MacvlanModeSource   = 16 // from the addresses in Sources
)

// The flags of a macvlan, MACVLAN_FLAG_* of linux/if_link.h, for
// [Macvlan].Flags.
const (
	MacvlanNoPromisc uint16 = 1 << iota // a parent in passthru mode is not made promiscuous
	MacvlanNoDst                        // frames of mode source go to no other macvlan
)

// What a request does with addresses, MACVLAN_MACADDR_* of linux/if_link.h, for
// [Macvlan].SourcesMode.
const (
	MacvlanAddrAdd   uint32 = linux.MACVLAN_MACADDR_ADD   // add the one there is
	MacvlanAddrDel   uint32 = linux.MACVLAN_MACADDR_DEL   // delete the one there is
	MacvlanAddrFlush uint32 = linux.MACVLAN_MACADDR_FLUSH // delete all
	MacvlanAddrSet   uint32 = linux.MACVLAN_MACADDR_SET   // these in place of all
)

// The modes of an ipvlan, IPVLAN_MODE_* of linux/if_link.h, for [IPVLAN].Mode.
const (
	IPVLANModeL2  uint16 = iota // packets are switched by the parent
	IPVLANModeL3                // routed by the parent's namespace
	IPVLANModeL3S               // the same, also with its netfilter hooks
)

// The flags of an ipvlan, IPVLAN_F_* of linux/if_link.h, for [IPVLAN].Flags.
const (
	IPVLANPrivate uint16 = 1 << iota // the interfaces of a parent do not reach one another
	IPVLANVEPA                       // they do by way of the switch outside
)

// The flags of a VLAN, VLAN_FLAG_* of linux/if_vlan.h, for [VLAN].Flags.
const (
	VLANFlagReorderHdr    = linux.VLAN_FLAG_REORDER_HDR    // the tag is taken out of a received frame
	VLANFlagGVRP          = linux.VLAN_FLAG_GVRP           // switches are told by GVRP
	VLANFlagLooseBinding  = linux.VLAN_FLAG_LOOSE_BINDING  // goes neither up nor down with its parent
	VLANFlagMVRP          = linux.VLAN_FLAG_MVRP           // switches are told by MVRP
	VLANFlagBridgeBinding = linux.VLAN_FLAG_BRIDGE_BINDING // has a carrier while a port in the VLAN has
)

// The flags of the VLANs of a bridge's port, BRIDGE_VLAN_INFO_* of
// linux/if_bridge.h, for [BridgeVLAN].Flags and [BridgeTunnel].Flags.
const (
	BridgeVLANPVID       = linux.BRIDGE_VLAN_INFO_PVID        // frames without a tag belong to it
	BridgeVLANUntagged   = linux.BRIDGE_VLAN_INFO_UNTAGGED    // its frames go out without a tag
	BridgeVLANRangeBegin = linux.BRIDGE_VLAN_INFO_RANGE_BEGIN // the first of a range
	BridgeVLANRangeEnd   = linux.BRIDGE_VLAN_INFO_RANGE_END   // the last of a range
)
