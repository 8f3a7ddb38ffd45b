package linux

// IFLA_VLAN_* of linux/if_link.h and VLAN_FLAG_* of linux/if_vlan.h.
const (
	IFLA_VLAN_ID          = 1
	IFLA_VLAN_FLAGS       = 2
	IFLA_VLAN_EGRESS_QOS  = 3
	IFLA_VLAN_INGRESS_QOS = 4
	IFLA_VLAN_PROTOCOL    = 5

	IFLA_VLAN_QOS_MAPPING = 1

	VLAN_FLAG_REORDER_HDR    = 0x1
	VLAN_FLAG_GVRP           = 0x2
	VLAN_FLAG_LOOSE_BINDING  = 0x4
	VLAN_FLAG_MVRP           = 0x8
	VLAN_FLAG_BRIDGE_BINDING = 0x10
)
