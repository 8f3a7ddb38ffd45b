package schema

// The nest IFLA_AF_SPEC of a link holds a nest for each address family, with
// the family as its number (linux/if_link.h).
var afSpecLink = &Layout{Kind: Nest, Attrs: []Attr{
	{2, "AF_INET", afInet},
	{10, "AF_INET6", afInet6},
	{45, "AF_MCTP", afMCTP},
}}

// IFLA_MCTP_*, the nest AF_MCTP.
var afMCTP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_MCTP_NET", u32},
	{2, "IFLA_MCTP_PHYS_BINDING", mctpBinding},
}}

// What carries MCTP (DSP0239). The names are the kernel's own (net/mctp.h).
var mctpBinding = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MCTP_PHYS_BINDING_UNSPEC"},
	{1, "MCTP_PHYS_BINDING_SMBUS"},
	{2, "MCTP_PHYS_BINDING_PCIE_VDM"},
	{3, "MCTP_PHYS_BINDING_USB"},
	{4, "MCTP_PHYS_BINDING_KCS"},
	{5, "MCTP_PHYS_BINDING_SERIAL"},
	{6, "MCTP_PHYS_BINDING_I3C"},
	{7, "MCTP_PHYS_BINDING_MMBI"},
	{8, "MCTP_PHYS_BINDING_PCC"},
	{9, "MCTP_PHYS_BINDING_UCIE"},
	{255, "MCTP_PHYS_BINDING_VENDOR"},
}}

// IFLA_BRIDGE_*, the nest IFLA_AF_SPEC in a message of family AF_BRIDGE
// (linux/if_bridge.h). Their numbers begin at zero.
var afSpecBridge = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "IFLA_BRIDGE_FLAGS", u16},
	{1, "IFLA_BRIDGE_MODE", u16},
	{2, "IFLA_BRIDGE_VLAN_INFO", bridgeVLAN},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_INFO", bridgeTunnel},
	{4, "IFLA_BRIDGE_MRP", opaque},
	{5, "IFLA_BRIDGE_CFM", opaque},
	{6, "IFLA_BRIDGE_MST", opaque},
}}

// struct bridge_vlan_info.
var bridgeVLAN = &Layout{Kind: Struct, C: "bridge_vlan_info", Fields: []Field{
	{"flags", u16},
	{"vid", u16},
}}

// IFLA_BRIDGE_VLAN_TUNNEL_*.
var bridgeTunnel = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_VLAN_TUNNEL_ID", u32},
	{2, "IFLA_BRIDGE_VLAN_TUNNEL_VID", u16},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_FLAGS", u16},
}}
