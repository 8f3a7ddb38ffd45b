package schema

// IFLA_IPVLAN_*, IFLA_INFO_DATA of kinds "ipvlan" and "ipvtap" (linux/if_link.h).
var ipvlan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_IPVLAN_MODE", ipvlanMode},
	{2, "IFLA_IPVLAN_FLAGS", ipvlanFlags},
}}

// enum ipvlan_mode (linux/if_link.h).
var ipvlanMode = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "IPVLAN_MODE_L2"},
	{1, "IPVLAN_MODE_L3"},
	{2, "IPVLAN_MODE_L3S"},
}}

// IPVLAN_F_* (linux/if_link.h). Without a flag an ipvlan is in what iproute2 calls
// bridge mode.
var ipvlanFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "IPVLAN_F_PRIVATE"},
	{0x2, "IPVLAN_F_VEPA"},
}}
