package schema

// The nest IFLA_VFINFO_LIST holds a nest for each virtual function
// (linux/if_link.h).
var vfInfoList = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VF_INFO", vfInfo},
}}

// IFLA_VF_*, the nest IFLA_VF_INFO. The structs begin with the function's
// number.
var vfInfo = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VF_MAC", vfMAC},
	{2, "IFLA_VF_VLAN", vfVLAN},
	{3, "IFLA_VF_TX_RATE", vfTxRate},
	{4, "IFLA_VF_SPOOFCHK", vfSpoofCheck},
	{5, "IFLA_VF_LINK_STATE", vfLinkState},
	{6, "IFLA_VF_RATE", vfRate},
	{7, "IFLA_VF_RSS_QUERY_EN", vfRSSQuery},
	{8, "IFLA_VF_STATS", vfStats},
	{9, "IFLA_VF_TRUST", vfTrust},
	{10, "IFLA_VF_IB_NODE_GUID", vfGUID},
	{11, "IFLA_VF_IB_PORT_GUID", vfGUID},
	{12, "IFLA_VF_VLAN_LIST", vfVLANList},
	{13, "IFLA_VF_BROADCAST", vfBroadcast},
}}

// IFLA_VF_STATS_*. Their numbers begin at zero.
var vfStats = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "IFLA_VF_STATS_RX_PACKETS", u64},
	{1, "IFLA_VF_STATS_TX_PACKETS", u64},
	{2, "IFLA_VF_STATS_RX_BYTES", u64},
	{3, "IFLA_VF_STATS_TX_BYTES", u64},
	{4, "IFLA_VF_STATS_BROADCAST", u64},
	{5, "IFLA_VF_STATS_MULTICAST", u64},
	{6, "IFLA_VF_STATS_PAD", pad},
	{7, "IFLA_VF_STATS_RX_DROPPED", u64},
	{8, "IFLA_VF_STATS_TX_DROPPED", u64},
}}

// IFLA_VF_VLAN_*, the nest IFLA_VF_VLAN_LIST.
var vfVLANList = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VF_VLAN_INFO", vfVLANInfo},
}}

// The nest IFLA_VF_PORTS holds a nest for each port.
var vfPorts = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VF_PORT", port},
}}

// IFLA_PORT_*, the nests IFLA_VF_PORT and IFLA_PORT_SELF.
var port = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_PORT_VF", u32},
	{2, "IFLA_PORT_PROFILE", str},
	{3, "IFLA_PORT_VSI_TYPE", portVSI},
	{4, "IFLA_PORT_INSTANCE_UUID", raw},
	{5, "IFLA_PORT_HOST_UUID", raw},
	{6, "IFLA_PORT_REQUEST", portRequest},
	{7, "IFLA_PORT_RESPONSE", portResponse},
}}

// struct ifla_port_vsi. The kernel has no use for it.
var portVSI = &Layout{Kind: Struct, C: "ifla_port_vsi", Fields: []Field{
	{"vsi_mgr_id", u8},
	{"vsi_type_id", &Layout{Kind: Binary, Size: 3}},
	{"vsi_type_version", u8},
	{"", pad3},
}}

// vfAddr is an address of any length, filled up with zeros.
var vfAddr = &Layout{Kind: LinkAddr, Size: 32}

// struct ifla_vf_mac.
var vfMAC = &Layout{Kind: Struct, C: "ifla_vf_mac", Fields: []Field{
	{"vf", u32},
	{"mac", vfAddr},
}}

// struct ifla_vf_broadcast.
var vfBroadcast = &Layout{Kind: Struct, C: "ifla_vf_broadcast", Fields: []Field{
	{"broadcast", vfAddr},
}}

// struct ifla_vf_vlan.
var vfVLAN = &Layout{Kind: Struct, C: "ifla_vf_vlan", Fields: []Field{
	{"vf", u32},
	{"vlan", u32},
	{"qos", u32},
}}

// struct ifla_vf_vlan_info.
var vfVLANInfo = &Layout{Kind: Struct, C: "ifla_vf_vlan_info", Fields: []Field{
	{"vf", u32},
	{"vlan", u32},
	{"qos", u32},
	{"vlan_proto", etherType},
	{"", pad2},
}}

// struct ifla_vf_tx_rate. Rates are in Mbit/s, and zero stands for no limit.
var vfTxRate = &Layout{Kind: Struct, C: "ifla_vf_tx_rate", Fields: []Field{
	{"vf", u32},
	{"rate", u32},
}}

// struct ifla_vf_rate.
var vfRate = &Layout{Kind: Struct, C: "ifla_vf_rate", Fields: []Field{
	{"vf", u32},
	{"min_tx_rate", u32},
	{"max_tx_rate", u32},
}}

// struct ifla_vf_spoofchk. Of a setting that the driver does not have, the
// kernel says that it is all ones; as in the next two.
var vfSpoofCheck = &Layout{Kind: Struct, C: "ifla_vf_spoofchk", Fields: []Field{
	{"vf", u32},
	{"setting", s32},
}}

// struct ifla_vf_rss_query_en.
var vfRSSQuery = &Layout{Kind: Struct, C: "ifla_vf_rss_query_en", Fields: []Field{
	{"vf", u32},
	{"setting", s32},
}}

// struct ifla_vf_trust.
var vfTrust = &Layout{Kind: Struct, C: "ifla_vf_trust", Fields: []Field{
	{"vf", u32},
	{"setting", s32},
}}

// struct ifla_vf_link_state.
var vfLinkState = &Layout{Kind: Struct, C: "ifla_vf_link_state", Fields: []Field{
	{"vf", u32},
	{"link_state", vfLink},
}}

// struct ifla_vf_guid.
var vfGUID = &Layout{Kind: Struct, C: "ifla_vf_guid", Fields: []Field{
	{"vf", u32},
	{"", pad4},
	{"guid", hex64},
}}

// IFLA_VF_LINK_STATE_* (linux/if_link.h).
var vfLink = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "IFLA_VF_LINK_STATE_AUTO"},
	{1, "IFLA_VF_LINK_STATE_ENABLE"},
	{2, "IFLA_VF_LINK_STATE_DISABLE"},
}}

// PORT_REQUEST_* (linux/if_link.h).
var portRequest = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "PORT_REQUEST_PREASSOCIATE"},
	{1, "PORT_REQUEST_PREASSOCIATE_RR"},
	{2, "PORT_REQUEST_ASSOCIATE"},
	{3, "PORT_REQUEST_DISASSOCIATE"},
}}

// PORT_VDP_RESPONSE_* and PORT_PROFILE_RESPONSE_* (linux/if_link.h).
var portResponse = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "PORT_VDP_RESPONSE_SUCCESS"},
	{1, "PORT_VDP_RESPONSE_INVALID_FORMAT"},
	{2, "PORT_VDP_RESPONSE_INSUFFICIENT_RESOURCES"},
	{3, "PORT_VDP_RESPONSE_UNUSED_VTID"},
	{4, "PORT_VDP_RESPONSE_VTID_VIOLATION"},
	{5, "PORT_VDP_RESPONSE_VTID_VERSION_VIOALTION"},
	{6, "PORT_VDP_RESPONSE_OUT_OF_SYNC"},
	{256, "PORT_PROFILE_RESPONSE_SUCCESS"},
	{257, "PORT_PROFILE_RESPONSE_INPROGRESS"},
	{258, "PORT_PROFILE_RESPONSE_INVALID"},
	{259, "PORT_PROFILE_RESPONSE_BADSTATE"},
	{260, "PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES"},
	{261, "PORT_PROFILE_RESPONSE_ERROR"},
}}
