package schema

// IFLA_VXLAN_*, IFLA_INFO_DATA of kind "vxlan" (linux/if_link.h). The flags
// IFLA_VXLAN_GBP, _GPE and _REMCSUM_NOPARTIAL are set by being there, others by
// their value; IFLA_VXLAN_TTL_INHERIT has none in a request, and one in a reply.
// The age is in seconds, and ports and the flow label are in network byte order.
var vxlan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VXLAN_ID", u32},
	{2, "IFLA_VXLAN_GROUP", ip4},
	{3, "IFLA_VXLAN_LINK", u32},
	{4, "IFLA_VXLAN_LOCAL", ip4},
	{5, "IFLA_VXLAN_TTL", u8},
	{6, "IFLA_VXLAN_TOS", u8},
	{7, "IFLA_VXLAN_LEARNING", u8},
	{8, "IFLA_VXLAN_AGEING", seconds32},
	{9, "IFLA_VXLAN_LIMIT", u32},
	{10, "IFLA_VXLAN_PORT_RANGE", vxlanPorts},
	{11, "IFLA_VXLAN_PROXY", u8},
	{12, "IFLA_VXLAN_RSC", u8},
	{13, "IFLA_VXLAN_L2MISS", u8},
	{14, "IFLA_VXLAN_L3MISS", u8},
	{15, "IFLA_VXLAN_PORT", be16},
	{16, "IFLA_VXLAN_GROUP6", ip6},
	{17, "IFLA_VXLAN_LOCAL6", ip6},
	{18, "IFLA_VXLAN_UDP_CSUM", u8},
	{19, "IFLA_VXLAN_UDP_ZERO_CSUM6_TX", u8},
	{20, "IFLA_VXLAN_UDP_ZERO_CSUM6_RX", u8},
	{21, "IFLA_VXLAN_REMCSUM_TX", u8},
	{22, "IFLA_VXLAN_REMCSUM_RX", u8},
	{23, "IFLA_VXLAN_GBP", flag},
	{24, "IFLA_VXLAN_REMCSUM_NOPARTIAL", flag},
	{25, "IFLA_VXLAN_COLLECT_METADATA", u8},
	{26, "IFLA_VXLAN_LABEL", hexBE32},
	{27, "IFLA_VXLAN_GPE", flag},
	{28, "IFLA_VXLAN_TTL_INHERIT", u8},
	{29, "IFLA_VXLAN_DF", vxlanDF},
	{30, "IFLA_VXLAN_VNIFILTER", u8},
	{31, "IFLA_VXLAN_LOCALBYPASS", u8},
	{32, "IFLA_VXLAN_LABEL_POLICY", vxlanLabelPolicy},
	{33, "IFLA_VXLAN_RESERVED_BITS", vxlanHeader},
	{34, "IFLA_VXLAN_MC_ROUTE", u8},
}}

// struct ifla_vxlan_port_range.
var vxlanPorts = &Layout{Kind: Struct, C: "ifla_vxlan_port_range", Fields: []Field{
	{"low", be16},
	{"high", be16},
}}

// struct vxlanhdr (net/vxlan.h), a mask of the bits that no packet may have set.
var vxlanHeader = &Layout{Kind: Struct, C: "vxlanhdr", Fields: []Field{
	{"vx_flags", hexBE32},
	{"vx_vni", hexBE32},
}}

// enum ifla_vxlan_df (linux/if_link.h).
var vxlanDF = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "VXLAN_DF_UNSET"},
	{1, "VXLAN_DF_SET"},
	{2, "VXLAN_DF_INHERIT"},
}}

// enum ifla_vxlan_label_policy (linux/if_link.h).
var vxlanLabelPolicy = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "VXLAN_LABEL_FIXED"},
	{1, "VXLAN_LABEL_INHERIT"},
}}
