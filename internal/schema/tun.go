package schema

// IFLA_TUN_*, IFLA_INFO_DATA of kind "tun", which a tap is too
// (linux/if_link.h). A reply has it; ioctls are what makes such a link.
var tun = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_TUN_OWNER", u32},
	{2, "IFLA_TUN_GROUP", u32},
	{3, "IFLA_TUN_TYPE", tunType},
	{4, "IFLA_TUN_PI", u8},
	{5, "IFLA_TUN_VNET_HDR", u8},
	{6, "IFLA_TUN_PERSIST", u8},
	{7, "IFLA_TUN_MULTI_QUEUE", u8},
	{8, "IFLA_TUN_NUM_QUEUES", u32},
	{9, "IFLA_TUN_NUM_DISABLED_QUEUES", u32},
}}

// IFF_TUN and IFF_TAP (linux/if_tun.h).
var tunType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "IFF_TUN"},
	{2, "IFF_TAP"},
}}
