package schema

// IFLA_BRIDGE_*, the nest IFLA_AF_SPEC in a message of family AF_BRIDGE
// (linux/if_bridge.h). Their numbers begin at zero.
var afSpecBridge = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "IFLA_BRIDGE_FLAGS", bridgeFlags},
	{1, "IFLA_BRIDGE_MODE", bridgeMode},
	{2, "IFLA_BRIDGE_VLAN_INFO", bridgeVLAN},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_INFO", bridgeTunnel},
	{4, "IFLA_BRIDGE_MRP", bridgeMRP},
	{5, "IFLA_BRIDGE_CFM", bridgeCFM},
	{6, "IFLA_BRIDGE_MST", bridgeMST},
}}

// struct bridge_vlan_info (linux/if_bridge.h). A range is two of them.
var bridgeVLAN = &Layout{Kind: Struct, C: "bridge_vlan_info", Fields: []Field{
	{"flags", bridgeVLANFlags},
	{"vid", u16},
}}

// IFLA_BRIDGE_VLAN_TUNNEL_*, the nest IFLA_BRIDGE_VLAN_TUNNEL_INFO
// (linux/if_bridge.h). Of the flags only those of a range count.
var bridgeTunnel = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_VLAN_TUNNEL_ID", u32},
	{2, "IFLA_BRIDGE_VLAN_TUNNEL_VID", u16},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_FLAGS", bridgeVLANFlags},
}}

// The nest IFLA_BRIDGE_MST holds a nest for each spanning tree that the port is
// part of (linux/if_bridge.h).
var bridgeMST = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MST_ENTRY", bridgeMSTEntry},
}}

// IFLA_BRIDGE_MST_ENTRY_*, the nest IFLA_BRIDGE_MST_ENTRY (linux/if_bridge.h).
var bridgeMSTEntry = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MST_ENTRY_MSTI", u16},
	{2, "IFLA_BRIDGE_MST_ENTRY_STATE", bridgePortState},
}}

// BRIDGE_FLAGS_* (linux/if_bridge.h). The kernel clears in its copy of a request
// the flags that it has obeyed: the copy in an NLMSG_ERROR may have less of them.
var bridgeFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "BRIDGE_FLAGS_MASTER"},
	{0x2, "BRIDGE_FLAGS_SELF"},
}}

// BRIDGE_MODE_* (linux/if_bridge.h).
var bridgeMode = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "BRIDGE_MODE_VEB"},
	{1, "BRIDGE_MODE_VEPA"},
	{0xffff, "BRIDGE_MODE_UNDEF"},
}}

// BRIDGE_VLAN_INFO_* (linux/if_bridge.h).
var bridgeVLANFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "BRIDGE_VLAN_INFO_MASTER"},
	{0x2, "BRIDGE_VLAN_INFO_PVID"},
	{0x4, "BRIDGE_VLAN_INFO_UNTAGGED"},
	{0x8, "BRIDGE_VLAN_INFO_RANGE_BEGIN"},
	{0x10, "BRIDGE_VLAN_INFO_RANGE_END"},
	{0x20, "BRIDGE_VLAN_INFO_BRENTRY"},
	{0x40, "BRIDGE_VLAN_INFO_ONLY_OPTS"},
}}
