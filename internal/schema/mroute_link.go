package schema

// IPMRA_TABLE_*, the nest IFLA_AF_SPEC in a message of family RTNL_FAMILY_IPMR: a
// routing table for multicast, sent as if it were a link (linux/mroute.h).
var multicastTable = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IPMRA_TABLE_ID", routeTable32},
	{2, "IPMRA_TABLE_CACHE_RES_QUEUE_LEN", u32},
	{3, "IPMRA_TABLE_MROUTE_REG_VIF_NUM", s32},
	{4, "IPMRA_TABLE_MROUTE_DO_ASSERT", u8},
	{5, "IPMRA_TABLE_MROUTE_DO_PIM", u8},
	{6, "IPMRA_TABLE_VIFS", multicastVIFs},
	{7, "IPMRA_TABLE_MROUTE_DO_WRVIFWHOLE", u8},
}}

// The nest IPMRA_TABLE_VIFS holds a nest for each virtual interface.
var multicastVIFs = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IPMRA_VIF", multicastVIF},
}}

// IPMRA_VIFA_*.
var multicastVIF = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IPMRA_VIFA_IFINDEX", u32},
	{2, "IPMRA_VIFA_VIF_ID", u32},
	{3, "IPMRA_VIFA_FLAGS", vifFlags},
	{4, "IPMRA_VIFA_BYTES_IN", u64},
	{5, "IPMRA_VIFA_BYTES_OUT", u64},
	{6, "IPMRA_VIFA_PACKETS_IN", u64},
	{7, "IPMRA_VIFA_PACKETS_OUT", u64},
	{8, "IPMRA_VIFA_LOCAL_ADDR", ip4},
	{9, "IPMRA_VIFA_REMOTE_ADDR", ip4},
	{10, "IPMRA_VIFA_PAD", pad},
}}

// VIFF_* (linux/mroute.h).
var vifFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "VIFF_TUNNEL"},
	{0x2, "VIFF_SRCRT"},
	{0x4, "VIFF_REGISTER"},
	{0x8, "VIFF_USE_IFINDEX"},
}}
