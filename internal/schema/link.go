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

// enum net_device_flags (linux/if.h).
var linkFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "IFF_UP"},
	{0x2, "IFF_BROADCAST"},
	{0x4, "IFF_DEBUG"},
	{0x8, "IFF_LOOPBACK"},
	{0x10, "IFF_POINTOPOINT"},
	{0x20, "IFF_NOTRAILERS"},
	{0x40, "IFF_RUNNING"},
	{0x80, "IFF_NOARP"},
	{0x100, "IFF_PROMISC"},
	{0x200, "IFF_ALLMULTI"},
	{0x400, "IFF_MASTER"},
	{0x800, "IFF_SLAVE"},
	{0x1000, "IFF_MULTICAST"},
	{0x2000, "IFF_PORTSEL"},
	{0x4000, "IFF_AUTOMEDIA"},
	{0x8000, "IFF_DYNAMIC"},
	{0x10000, "IFF_LOWER_UP"},
	{0x20000, "IFF_DORMANT"},
	{0x40000, "IFF_ECHO"},
}}

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

// XDP_ATTACHED_* (linux/if_link.h).
var xdpAttached = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "XDP_ATTACHED_NONE"},
	{1, "XDP_ATTACHED_DRV"},
	{2, "XDP_ATTACHED_SKB"},
	{3, "XDP_ATTACHED_HW"},
	{4, "XDP_ATTACHED_MULTI"},
}}

// XDP_FLAGS_* (linux/if_link.h).
var xdpFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "XDP_FLAGS_UPDATE_IF_NOEXIST"},
	{0x2, "XDP_FLAGS_SKB_MODE"},
	{0x4, "XDP_FLAGS_DRV_MODE"},
	{0x8, "XDP_FLAGS_HW_MODE"},
	{0x10, "XDP_FLAGS_REPLACE"},
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

// IF_OPER_* (linux/if.h, RFC 2863).
var operState = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_OPER_UNKNOWN"},
	{1, "IF_OPER_NOTPRESENT"},
	{2, "IF_OPER_DOWN"},
	{3, "IF_OPER_LOWERLAYERDOWN"},
	{4, "IF_OPER_TESTING"},
	{5, "IF_OPER_DORMANT"},
	{6, "IF_OPER_UP"},
}}

// IF_LINK_MODE_* (linux/if.h).
var linkMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_LINK_MODE_DEFAULT"},
	{1, "IF_LINK_MODE_DORMANT"},
	{2, "IF_LINK_MODE_TESTING"},
}}

// What made the kernel send the message (linux/if_link.h).
var linkEvent = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "IFLA_EVENT_NONE"},
	{1, "IFLA_EVENT_REBOOT"},
	{2, "IFLA_EVENT_FEATURES"},
	{3, "IFLA_EVENT_BONDING_FAILOVER"},
	{4, "IFLA_EVENT_NOTIFY_PEERS"},
	{5, "IFLA_EVENT_IGMP_RESEND"},
	{6, "IFLA_EVENT_BONDING_OPTIONS"},
}}

// RTEXT_FILTER_* (linux/rtnetlink.h).
var extMask = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "RTEXT_FILTER_VF"},
	{0x2, "RTEXT_FILTER_BRVLAN"},
	{0x4, "RTEXT_FILTER_BRVLAN_COMPRESSED"},
	{0x8, "RTEXT_FILTER_SKIP_STATS"},
	{0x10, "RTEXT_FILTER_MRP"},
	{0x20, "RTEXT_FILTER_CFM_CONFIG"},
	{0x40, "RTEXT_FILTER_CFM_STATUS"},
	{0x80, "RTEXT_FILTER_MST"},
	{0x100, "RTEXT_FILTER_NAME_ONLY"},
}}

// ARPHRD_*, the hardware types of links (linux/if_arp.h). ARPHRD_HDLC is
// ARPHRD_CISCO. ARPHRD_NETROM has no name here: it is zero, as ifi_type is where
// it says nothing, in every request.
var arphrd = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{1, "ARPHRD_ETHER"},
	{2, "ARPHRD_EETHER"},
	{3, "ARPHRD_AX25"},
	{4, "ARPHRD_PRONET"},
	{5, "ARPHRD_CHAOS"},
	{6, "ARPHRD_IEEE802"},
	{7, "ARPHRD_ARCNET"},
	{8, "ARPHRD_APPLETLK"},
	{15, "ARPHRD_DLCI"},
	{19, "ARPHRD_ATM"},
	{23, "ARPHRD_METRICOM"},
	{24, "ARPHRD_IEEE1394"},
	{27, "ARPHRD_EUI64"},
	{32, "ARPHRD_INFINIBAND"},
	{256, "ARPHRD_SLIP"},
	{257, "ARPHRD_CSLIP"},
	{258, "ARPHRD_SLIP6"},
	{259, "ARPHRD_CSLIP6"},
	{260, "ARPHRD_RSRVD"},
	{264, "ARPHRD_ADAPT"},
	{270, "ARPHRD_ROSE"},
	{271, "ARPHRD_X25"},
	{272, "ARPHRD_HWX25"},
	{280, "ARPHRD_CAN"},
	{290, "ARPHRD_MCTP"},
	{512, "ARPHRD_PPP"},
	{513, "ARPHRD_CISCO"},
	{516, "ARPHRD_LAPB"},
	{517, "ARPHRD_DDCMP"},
	{518, "ARPHRD_RAWHDLC"},
	{519, "ARPHRD_RAWIP"},
	{768, "ARPHRD_TUNNEL"},
	{769, "ARPHRD_TUNNEL6"},
	{770, "ARPHRD_FRAD"},
	{771, "ARPHRD_SKIP"},
	{772, "ARPHRD_LOOPBACK"},
	{773, "ARPHRD_LOCALTLK"},
	{774, "ARPHRD_FDDI"},
	{775, "ARPHRD_BIF"},
	{776, "ARPHRD_SIT"},
	{777, "ARPHRD_IPDDP"},
	{778, "ARPHRD_IPGRE"},
	{779, "ARPHRD_PIMREG"},
	{780, "ARPHRD_HIPPI"},
	{781, "ARPHRD_ASH"},
	{782, "ARPHRD_ECONET"},
	{783, "ARPHRD_IRDA"},
	{784, "ARPHRD_FCPP"},
	{785, "ARPHRD_FCAL"},
	{786, "ARPHRD_FCPL"},
	{787, "ARPHRD_FCFABRIC"},
	{800, "ARPHRD_IEEE802_TR"},
	{801, "ARPHRD_IEEE80211"},
	{802, "ARPHRD_IEEE80211_PRISM"},
	{803, "ARPHRD_IEEE80211_RADIOTAP"},
	{804, "ARPHRD_IEEE802154"},
	{805, "ARPHRD_IEEE802154_MONITOR"},
	{820, "ARPHRD_PHONET"},
	{821, "ARPHRD_PHONET_PIPE"},
	{822, "ARPHRD_CAIF"},
	{823, "ARPHRD_IP6GRE"},
	{824, "ARPHRD_NETLINK"},
	{825, "ARPHRD_6LOWPAN"},
	{826, "ARPHRD_VSOCKMON"},
	{65534, "ARPHRD_NONE"},
	{65535, "ARPHRD_VOID"},
}}
