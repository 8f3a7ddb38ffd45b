package schema

// The nest IFLA_VFINFO_LIST holds a nest for each virtual function
// (linux/if_link.h).
var vfInfoListAttrs = []Attr{
	{1, "IFLA_VF_INFO", vfInfo},
}

// IFLA_VF_*, the nest IFLA_VF_INFO. The structs begin with the function's
// number.
var vfInfoAttrs = []Attr{
	{1, "IFLA_VF_MAC", vfMAC},
	{2, "IFLA_VF_VLAN", vfVLAN},
	{3, "IFLA_VF_TX_RATE", vfTxRate},
	{4, "IFLA_VF_SPOOFCHK", vfSetting},
	{5, "IFLA_VF_LINK_STATE", vfLinkState},
	{6, "IFLA_VF_RATE", vfRate},
	{7, "IFLA_VF_RSS_QUERY_EN", vfSetting},
	{8, "IFLA_VF_STATS", vfStats},
	{9, "IFLA_VF_TRUST", vfSetting},
	{10, "IFLA_VF_IB_NODE_GUID", vfGUID},
	{11, "IFLA_VF_IB_PORT_GUID", vfGUID},
	{12, "IFLA_VF_VLAN_LIST", vfVLANList},
	{13, "IFLA_VF_BROADCAST", lladdr},
}

// IFLA_VF_STATS_*. Their numbers begin at zero.
var vfStatsAttrs = []Attr{
	{0, "IFLA_VF_STATS_RX_PACKETS", u64},
	{1, "IFLA_VF_STATS_TX_PACKETS", u64},
	{2, "IFLA_VF_STATS_RX_BYTES", u64},
	{3, "IFLA_VF_STATS_TX_BYTES", u64},
	{4, "IFLA_VF_STATS_BROADCAST", u64},
	{5, "IFLA_VF_STATS_MULTICAST", u64},
	{6, "IFLA_VF_STATS_PAD", pad},
	{7, "IFLA_VF_STATS_RX_DROPPED", u64},
	{8, "IFLA_VF_STATS_TX_DROPPED", u64},
}

// IFLA_VF_VLAN_*, the nest IFLA_VF_VLAN_LIST.
var vfVLANListAttrs = []Attr{
	{1, "IFLA_VF_VLAN_INFO", vfVLANInfo},
}

// The nest IFLA_VF_PORTS holds a nest for each port.
var vfPortsAttrs = []Attr{
	{1, "IFLA_VF_PORT", port},
}

// IFLA_PORT_*, the nests IFLA_VF_PORT and IFLA_PORT_SELF.
var portAttrs = []Attr{
	{1, "IFLA_PORT_VF", u32},
	{2, "IFLA_PORT_PROFILE", str},
	{3, "IFLA_PORT_VSI_TYPE", raw},
	{4, "IFLA_PORT_INSTANCE_UUID", raw},
	{5, "IFLA_PORT_HOST_UUID", raw},
	{6, "IFLA_PORT_REQUEST", u8},
	{7, "IFLA_PORT_RESPONSE", u16},
}

// struct ifla_vf_mac.
var vfMACFields = []Field{{"vf", u32}, {"mac", vfAddr}}

// struct ifla_vf_vlan.
var vfVLANFields = []Field{{"vf", u32}, {"vlan", u32}, {"qos", u32}}

// struct ifla_vf_vlan_info.
var vfVLANInfoFields = []Field{{"vf", u32}, {"vlan", u32}, {"qos", u32}, {"vlan_proto", be16}, {"", pad2}}

// struct ifla_vf_tx_rate.
var vfTxRateFields = []Field{{"vf", u32}, {"rate", u32}}

// struct ifla_vf_rate.
var vfRateFields = []Field{{"vf", u32}, {"min_tx_rate", u32}, {"max_tx_rate", u32}}

// struct ifla_vf_spoofchk, ifla_vf_rss_query_en and ifla_vf_trust.
var vfSettingFields = []Field{{"vf", u32}, {"setting", u32}}

// struct ifla_vf_link_state.
var vfLinkStateFields = []Field{{"vf", u32}, {"link_state", u32}}

// struct ifla_vf_guid.
var vfGUIDFields = []Field{{"vf", u32}, {"", pad4}, {"guid", u64}}
