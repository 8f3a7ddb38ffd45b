package schema

// IFLA_*, the attributes of a link (linux/if_link.h). The kernel neither sends
// nor reads IFLA_COST and IFLA_PRIORITY.
var link = &Layout{Kind: Nest, C: "ifinfomsg", Fields: ifinfomsgFields, Attrs: []Attr{
	{1, "IFLA_ADDRESS", lladdr},
	{2, "IFLA_BROADCAST", lladdr},
	{3, "IFLA_IFNAME", str},
	{4, "IFLA_MTU", u32},
	{5, "IFLA_LINK", u32},
	{6, "IFLA_QDISC", str},
	{7, "IFLA_STATS", linkStats},
	{8, "IFLA_COST", raw},
	{9, "IFLA_PRIORITY", raw},
	{10, "IFLA_MASTER", u32},
	{11, "IFLA_WIRELESS", wirelessEvent},
	{12, "IFLA_PROTINFO", protInfo},
	{13, "IFLA_TXQLEN", u32},
	{14, "IFLA_MAP", linkMap},
	{15, "IFLA_WEIGHT", u32},
	{16, "IFLA_OPERSTATE", operState},
	{17, "IFLA_LINKMODE", linkMode},
	{18, "IFLA_LINKINFO", linkInfo},
	{19, "IFLA_NET_NS_PID", u32},
	{20, "IFLA_IFALIAS", str},
	{21, "IFLA_NUM_VF", u32},
	{22, "IFLA_VFINFO_LIST", vfInfoList},
	{23, "IFLA_STATS64", linkStats64},
	{24, "IFLA_VF_PORTS", vfPorts},
	{25, "IFLA_PORT_SELF", port},
	{26, "IFLA_AF_SPEC", afSpec},
	{27, "IFLA_GROUP", u32},
	{28, "IFLA_NET_NS_FD", u32},
	{29, "IFLA_EXT_MASK", extMask},
	{30, "IFLA_PROMISCUITY", u32},
	{31, "IFLA_NUM_TX_QUEUES", u32},
	{32, "IFLA_NUM_RX_QUEUES", u32},
	{33, "IFLA_CARRIER", u8},
	{34, "IFLA_PHYS_PORT_ID", raw},
	{35, "IFLA_CARRIER_CHANGES", u32},
	{36, "IFLA_PHYS_SWITCH_ID", raw},
	{37, "IFLA_LINK_NETNSID", s32},
	{38, "IFLA_PHYS_PORT_NAME", str},
	{39, "IFLA_PROTO_DOWN", u8},
	{40, "IFLA_GSO_MAX_SEGS", u32},
	{41, "IFLA_GSO_MAX_SIZE", u32},
	{42, "IFLA_PAD", pad},
	{43, "IFLA_XDP", xdp},
	{44, "IFLA_EVENT", linkEvent},
	{45, "IFLA_NEW_NETNSID", s32},
	{46, "IFLA_TARGET_NETNSID", s32},
	{47, "IFLA_CARRIER_UP_COUNT", u32},
	{48, "IFLA_CARRIER_DOWN_COUNT", u32},
	{49, "IFLA_NEW_IFINDEX", s32},
	{50, "IFLA_MIN_MTU", u32},
	{51, "IFLA_MAX_MTU", u32},
	{52, "IFLA_PROP_LIST", propList},
	{53, "IFLA_ALT_IFNAME", str},
	{54, "IFLA_PERM_ADDRESS", lladdr},
	{55, "IFLA_PROTO_DOWN_REASON", protoDownReason},
	{56, "IFLA_PARENT_DEV_NAME", str},
	{57, "IFLA_PARENT_DEV_BUS_NAME", str},
	{58, "IFLA_GRO_MAX_SIZE", u32},
	{59, "IFLA_TSO_MAX_SIZE", u32},
	{60, "IFLA_TSO_MAX_SEGS", u32},
	{61, "IFLA_ALLMULTI", u32},
	{62, "IFLA_DEVLINK_PORT", devlinkPort},
	{63, "IFLA_GSO_IPV4_MAX_SIZE", u32},
	{64, "IFLA_GRO_IPV4_MAX_SIZE", u32},
	{65, "IFLA_DPLL_PIN", dpllPin},
	{66, "IFLA_MAX_PACING_OFFLOAD_HORIZON", anyNanoseconds},
	{67, "IFLA_NETNS_IMMUTABLE", u8},
	{68, "IFLA_HEADROOM", u16},
	{69, "IFLA_TAILROOM", u16},
}}

// struct ifinfomsg.
var ifinfomsgFields = []Field{
	{"ifi_family", family},
	{"", pad1},
	{"ifi_type", arphrd},
	{"ifi_index", s32},
	{"ifi_flags", linkFlags},
	{"ifi_change", linkFlags},
}

// IFLA_INFO_*, the nest IFLA_LINKINFO.
var linkInfo = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_INFO_KIND", str},
	{2, "IFLA_INFO_DATA", infoData},
	{3, "IFLA_INFO_XSTATS", infoXstats},
	{4, "IFLA_INFO_SLAVE_KIND", str},
	{5, "IFLA_INFO_SLAVE_DATA", infoSlaveData},
}}

// VETH_INFO_*, IFLA_INFO_DATA of kind "veth" (linux/veth.h). The peer is a
// struct ifinfomsg and IFLA_* again.
var veth = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "VETH_INFO_PEER", peer},
}}

// IFLA_XDP_*, the nest IFLA_XDP.
var xdp = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_XDP_FD", s32},
	{2, "IFLA_XDP_ATTACHED", xdpAttached},
	{3, "IFLA_XDP_FLAGS", xdpFlags},
	{4, "IFLA_XDP_PROG_ID", u32},
	{5, "IFLA_XDP_DRV_PROG_ID", u32},
	{6, "IFLA_XDP_SKB_PROG_ID", u32},
	{7, "IFLA_XDP_HW_PROG_ID", u32},
	{8, "IFLA_XDP_EXPECTED_FD", s32},
}}

// The nest IFLA_PROP_LIST holds link attributes of one number.
var propList = &Layout{Kind: Nest, Attrs: []Attr{
	{53, "IFLA_ALT_IFNAME", str},
}}

// IFLA_PROTO_DOWN_REASON_*, the nest IFLA_PROTO_DOWN_REASON. What each bit
// stands for is up to the programs that set it.
var protoDownReason = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_PROTO_DOWN_REASON_MASK", hex32},
	{2, "IFLA_PROTO_DOWN_REASON_VALUE", hex32},
}}

// DEVLINK_ATTR_*, the nest IFLA_DEVLINK_PORT (linux/devlink.h): the handle of a
// port, which other attributes of devlink are no part of. The kernel leaves it
// empty where there is no port, and sends the index as four or eight bytes.
var devlinkPort = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DEVLINK_ATTR_BUS_NAME", str},
	{2, "DEVLINK_ATTR_DEV_NAME", str},
	{3, "DEVLINK_ATTR_PORT_INDEX", u32},
	{184, "DEVLINK_ATTR_INDEX", anyUint},
}}

// DPLL_A_*, the nest IFLA_DPLL_PIN (linux/dpll.h): the number of the pin.
var dpllPin = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DPLL_A_PIN_ID", u32},
}}
