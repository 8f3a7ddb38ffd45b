package schema

// IFLA_BR_*, IFLA_INFO_DATA of kind "bridge" (linux/if_link.h). Times are in
// hundredths of a second. A timer that is not running has a time of zero.
var bridge = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BR_FORWARD_DELAY", ticks32},
	{2, "IFLA_BR_HELLO_TIME", ticks32},
	{3, "IFLA_BR_MAX_AGE", ticks32},
	{4, "IFLA_BR_AGEING_TIME", ticks32},
	{5, "IFLA_BR_STP_STATE", stpState},
	{6, "IFLA_BR_PRIORITY", u16},
	{7, "IFLA_BR_VLAN_FILTERING", u8},
	{8, "IFLA_BR_VLAN_PROTOCOL", etherType},
	{9, "IFLA_BR_GROUP_FWD_MASK", hex16},
	{10, "IFLA_BR_ROOT_ID", bridgeID},
	{11, "IFLA_BR_BRIDGE_ID", bridgeID},
	{12, "IFLA_BR_ROOT_PORT", u16},
	{13, "IFLA_BR_ROOT_PATH_COST", u32},
	{14, "IFLA_BR_TOPOLOGY_CHANGE", u8},
	{15, "IFLA_BR_TOPOLOGY_CHANGE_DETECTED", u8},
	{16, "IFLA_BR_HELLO_TIMER", ticks64},
	{17, "IFLA_BR_TCN_TIMER", ticks64},
	{18, "IFLA_BR_TOPOLOGY_CHANGE_TIMER", ticks64},
	{19, "IFLA_BR_GC_TIMER", ticks64},
	{20, "IFLA_BR_GROUP_ADDR", etherAddr},
	{21, "IFLA_BR_FDB_FLUSH", flag},
	{22, "IFLA_BR_MCAST_ROUTER", multicastRouter},
	{23, "IFLA_BR_MCAST_SNOOPING", u8},
	{24, "IFLA_BR_MCAST_QUERY_USE_IFADDR", u8},
	{25, "IFLA_BR_MCAST_QUERIER", u8},
	{26, "IFLA_BR_MCAST_HASH_ELASTICITY", u32},
	{27, "IFLA_BR_MCAST_HASH_MAX", u32},
	{28, "IFLA_BR_MCAST_LAST_MEMBER_CNT", u32},
	{29, "IFLA_BR_MCAST_STARTUP_QUERY_CNT", u32},
	{30, "IFLA_BR_MCAST_LAST_MEMBER_INTVL", ticks64},
	{31, "IFLA_BR_MCAST_MEMBERSHIP_INTVL", ticks64},
	{32, "IFLA_BR_MCAST_QUERIER_INTVL", ticks64},
	{33, "IFLA_BR_MCAST_QUERY_INTVL", ticks64},
	{34, "IFLA_BR_MCAST_QUERY_RESPONSE_INTVL", ticks64},
	{35, "IFLA_BR_MCAST_STARTUP_QUERY_INTVL", ticks64},
	{36, "IFLA_BR_NF_CALL_IPTABLES", u8},
	{37, "IFLA_BR_NF_CALL_IP6TABLES", u8},
	{38, "IFLA_BR_NF_CALL_ARPTABLES", u8},
	{39, "IFLA_BR_VLAN_DEFAULT_PVID", u16},
	{40, "IFLA_BR_PAD", pad},
	{41, "IFLA_BR_VLAN_STATS_ENABLED", u8},
	{42, "IFLA_BR_MCAST_STATS_ENABLED", u8},
	{43, "IFLA_BR_MCAST_IGMP_VERSION", u8},
	{44, "IFLA_BR_MCAST_MLD_VERSION", u8},
	{45, "IFLA_BR_VLAN_STATS_PER_PORT", u8},
	{46, "IFLA_BR_MULTI_BOOLOPT", boolOptions},
	{47, "IFLA_BR_MCAST_QUERIER_STATE", bridgeQuerier},
	{48, "IFLA_BR_FDB_N_LEARNED", u32},
	{49, "IFLA_BR_FDB_MAX_LEARNED", u32},
	{50, "IFLA_BR_STP_MODE", stpMode},
}}

// IFLA_BRPORT_*, IFLA_INFO_SLAVE_DATA of kind "bridge" and IFLA_PROTINFO of
// family AF_BRIDGE (linux/if_link.h). IFLA_BRPORT_ID and the designated port are
// port identifiers of the spanning tree, with the priority in their upper bits.
var bridgePort = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRPORT_STATE", bridgePortState},
	{2, "IFLA_BRPORT_PRIORITY", u16},
	{3, "IFLA_BRPORT_COST", u32},
	{4, "IFLA_BRPORT_MODE", bridgePortMode},
	{5, "IFLA_BRPORT_GUARD", u8},
	{6, "IFLA_BRPORT_PROTECT", u8},
	{7, "IFLA_BRPORT_FAST_LEAVE", u8},
	{8, "IFLA_BRPORT_LEARNING", u8},
	{9, "IFLA_BRPORT_UNICAST_FLOOD", u8},
	{10, "IFLA_BRPORT_PROXYARP", u8},
	{11, "IFLA_BRPORT_LEARNING_SYNC", u8},
	{12, "IFLA_BRPORT_PROXYARP_WIFI", u8},
	{13, "IFLA_BRPORT_ROOT_ID", bridgeID},
	{14, "IFLA_BRPORT_BRIDGE_ID", bridgeID},
	{15, "IFLA_BRPORT_DESIGNATED_PORT", hex16},
	{16, "IFLA_BRPORT_DESIGNATED_COST", u16},
	{17, "IFLA_BRPORT_ID", hex16},
	{18, "IFLA_BRPORT_NO", u16},
	{19, "IFLA_BRPORT_TOPOLOGY_CHANGE_ACK", u8},
	{20, "IFLA_BRPORT_CONFIG_PENDING", u8},
	{21, "IFLA_BRPORT_MESSAGE_AGE_TIMER", ticks64},
	{22, "IFLA_BRPORT_FORWARD_DELAY_TIMER", ticks64},
	{23, "IFLA_BRPORT_HOLD_TIMER", ticks64},
	{24, "IFLA_BRPORT_FLUSH", flag},
	{25, "IFLA_BRPORT_MULTICAST_ROUTER", multicastRouter},
	{26, "IFLA_BRPORT_PAD", pad},
	{27, "IFLA_BRPORT_MCAST_FLOOD", u8},
	{28, "IFLA_BRPORT_MCAST_TO_UCAST", u8},
	{29, "IFLA_BRPORT_VLAN_TUNNEL", u8},
	{30, "IFLA_BRPORT_BCAST_FLOOD", u8},
	{31, "IFLA_BRPORT_GROUP_FWD_MASK", hex16},
	{32, "IFLA_BRPORT_NEIGH_SUPPRESS", u8},
	{33, "IFLA_BRPORT_ISOLATED", u8},
	{34, "IFLA_BRPORT_BACKUP_PORT", u32},
	{35, "IFLA_BRPORT_MRP_RING_OPEN", u8},
	{36, "IFLA_BRPORT_MRP_IN_OPEN", u8},
	{37, "IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT", u32},
	{38, "IFLA_BRPORT_MCAST_EHT_HOSTS_CNT", u32},
	{39, "IFLA_BRPORT_LOCKED", u8},
	{40, "IFLA_BRPORT_MAB", u8},
	{41, "IFLA_BRPORT_MCAST_N_GROUPS", u32},
	{42, "IFLA_BRPORT_MCAST_MAX_GROUPS", u32},
	{43, "IFLA_BRPORT_NEIGH_VLAN_SUPPRESS", u8},
	{44, "IFLA_BRPORT_BACKUP_NHID", u32},
	{45, "IFLA_BRPORT_NEIGH_FORWARD_GRAT", u8},
}}

// BRIDGE_QUERIER_*, the nest IFLA_BR_MCAST_QUERIER_STATE (linux/if_bridge.h).
var bridgeQuerier = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_QUERIER_IP_ADDRESS", ip4},
	{2, "BRIDGE_QUERIER_IP_PORT", u32},
	{3, "BRIDGE_QUERIER_IP_OTHER_TIMER", ticks64},
	{4, "BRIDGE_QUERIER_PAD", pad},
	{5, "BRIDGE_QUERIER_IPV6_ADDRESS", ip6},
	{6, "BRIDGE_QUERIER_IPV6_PORT", u32},
	{7, "BRIDGE_QUERIER_IPV6_OTHER_TIMER", ticks64},
}}

// struct ifla_bridge_id. The priority is in network byte order, although
// IFLA_BR_PRIORITY is not.
var bridgeID = &Layout{Kind: Struct, C: "ifla_bridge_id", Fields: []Field{
	{"prio", be16},
	{"addr", etherAddr},
}}

// struct br_boolopt_multi (linux/if_bridge.h): the values of the options, and
// which of them are meant.
var boolOptions = &Layout{Kind: Struct, C: "br_boolopt_multi", Fields: []Field{
	{"optval", boolOption},
	{"optmask", boolOption},
}}

// enum br_boolopt_id (linux/if_bridge.h), the numbers of the bits.
var boolOption = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{1 << 0, "BR_BOOLOPT_NO_LL_LEARN"},
	{1 << 1, "BR_BOOLOPT_MCAST_VLAN_SNOOPING"},
	{1 << 2, "BR_BOOLOPT_MST_ENABLE"},
	{1 << 3, "BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION"},
	{1 << 4, "BR_BOOLOPT_FDB_LOCAL_VLAN_0"},
}}

// BR_*_STP (net/bridge/br_private.h). Only a reply says who runs the spanning tree:
// a request turns it on with any number but zero, and 1 in it does not ask for
// BR_KERNEL_STP.
var stpState = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_NO_STP"},
	{1, "BR_KERNEL_STP"},
	{2, "BR_USER_STP"},
}}

// enum br_stp_mode (linux/if_link.h).
var stpMode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_STP_MODE_AUTO"},
	{1, "BR_STP_MODE_USER"},
	{2, "BR_STP_MODE_KERNEL"},
}}

// BR_STATE_* (linux/if_bridge.h).
var bridgePortState = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BR_STATE_DISABLED"},
	{1, "BR_STATE_LISTENING"},
	{2, "BR_STATE_LEARNING"},
	{3, "BR_STATE_FORWARDING"},
	{4, "BR_STATE_BLOCKING"},
}}

// BRIDGE_MODE_* (linux/if_link.h).
var bridgePortMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BRIDGE_MODE_UNSPEC"},
	{1, "BRIDGE_MODE_HAIRPIN"},
}}

// Whether there is a multicast router, at a bridge or a port (linux/if_bridge.h).
var multicastRouter = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MDB_RTR_TYPE_DISABLED"},
	{1, "MDB_RTR_TYPE_TEMP_QUERY"},
	{2, "MDB_RTR_TYPE_PERM"},
	{3, "MDB_RTR_TYPE_TEMP"},
}}
