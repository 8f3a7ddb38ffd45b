package schema

// IFLA_VLAN_*, IFLA_INFO_DATA of kind "vlan" (linux/if_link.h).
var vlan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VLAN_ID", u16},
	{2, "IFLA_VLAN_FLAGS", vlanFlags},
	{3, "IFLA_VLAN_EGRESS_QOS", vlanQoS},
	{4, "IFLA_VLAN_INGRESS_QOS", vlanQoS},
	{5, "IFLA_VLAN_PROTOCOL", etherType},
}}

// struct ifla_vlan_flags. A reply says that all of them are meant.
var vlanFlags = &Layout{Kind: Struct, C: "ifla_vlan_flags", Fields: []Field{
	{"flags", vlanFlag},
	{"mask", vlanFlag},
}}

// enum vlan_flags (linux/if_vlan.h).
var vlanFlag = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "VLAN_FLAG_REORDER_HDR"},
	{0x2, "VLAN_FLAG_GVRP"},
	{0x4, "VLAN_FLAG_LOOSE_BINDING"},
	{0x8, "VLAN_FLAG_MVRP"},
	{0x10, "VLAN_FLAG_BRIDGE_BINDING"},
}}

// IFLA_VLAN_QOS_*, the nests IFLA_VLAN_EGRESS_QOS and IFLA_VLAN_INGRESS_QOS.
var vlanQoS = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VLAN_QOS_MAPPING", vlanQoSMapping},
}}

// struct ifla_vlan_qos_mapping: on the way out from the priority of a packet to
// that in the tag, on the way in from the tag to the packet.
var vlanQoSMapping = &Layout{Kind: Struct, C: "ifla_vlan_qos_mapping", Fields: []Field{
	{"from", u32},
	{"to", u32},
}}
