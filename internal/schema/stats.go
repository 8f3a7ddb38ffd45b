package schema

// IFLA_STATS_*, the statistics of a link in an RTM_NEWSTATS (linux/if_link.h).
// IFLA_STATS_UNSPEC fills up to eight bytes.
var stats = &Layout{Kind: Nest, C: "if_stats_msg", Fields: ifStatsMsgFields, Attrs: []Attr{
	{0, "IFLA_STATS_UNSPEC", pad},
	{1, "IFLA_STATS_LINK_64", linkStats64},
	{2, "IFLA_STATS_LINK_XSTATS", linkXstats},
	{3, "IFLA_STATS_LINK_XSTATS_SLAVE", linkXstats},
	{4, "IFLA_STATS_LINK_OFFLOAD_XSTATS", offloadXstats},
	{5, "IFLA_STATS_AF_SPEC", statsAFSpec},
}}

// IFLA_STATS_GET_* and IFLA_STATS_SET_*, what RTM_GETSTATS and RTM_SETSTATS hold.
var statsRequest = &Layout{Kind: Nest, C: "if_stats_msg", Fields: ifStatsMsgFields, Attrs: []Attr{
	{1, "IFLA_STATS_GET_FILTERS", statsFilters},
	{2, "IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS", u8},
}}

// struct if_stats_msg.
var ifStatsMsgFields = []Field{
	{"family", family},
	{"", pad3},
	{"ifindex", u32},
	{"filter_mask", statsMask},
}

// IFLA_STATS_FILTER_BIT (linux/if_link.h): the attributes of RTM_NEWSTATS that are
// asked for, each with the bit of its number less one.
var statsMask = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64)"},
	{0x2, "IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS)"},
	{0x4, "IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS_SLAVE)"},
	{0x8, "IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_OFFLOAD_XSTATS)"},
	{0x10, "IFLA_STATS_FILTER_BIT(IFLA_STATS_AF_SPEC)"},
}}

// The nest IFLA_STATS_GET_FILTERS holds for an attribute of RTM_NEWSTATS which of
// those in it are asked for. Only one of them has such a filter so far.
var statsFilters = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_STATS_LINK_64", hex32},
	{2, "IFLA_STATS_LINK_XSTATS", hex32},
	{3, "IFLA_STATS_LINK_XSTATS_SLAVE", hex32},
	{4, "IFLA_STATS_LINK_OFFLOAD_XSTATS", offloadMask},
	{5, "IFLA_STATS_AF_SPEC", hex32},
}}

// IFLA_STATS_FILTER_BIT of what IFLA_STATS_LINK_OFFLOAD_XSTATS holds
// (linux/if_link.h).
var offloadMask = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "IFLA_STATS_FILTER_BIT(IFLA_OFFLOAD_XSTATS_CPU_HIT)"},
	{0x2, "IFLA_STATS_FILTER_BIT(IFLA_OFFLOAD_XSTATS_HW_S_INFO)"},
	{0x4, "IFLA_STATS_FILTER_BIT(IFLA_OFFLOAD_XSTATS_L3_STATS)"},
}}

// IFLA_OFFLOAD_XSTATS_*, the nest IFLA_STATS_LINK_OFFLOAD_XSTATS.
// IFLA_OFFLOAD_XSTATS_UNSPEC fills up to eight bytes.
var offloadXstats = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "IFLA_OFFLOAD_XSTATS_UNSPEC", pad},
	{1, "IFLA_OFFLOAD_XSTATS_CPU_HIT", linkStats64},
	{2, "IFLA_OFFLOAD_XSTATS_HW_S_INFO", hardwareStatsInfos},
	{3, "IFLA_OFFLOAD_XSTATS_L3_STATS", hardwareStats64},
}}

// The nest IFLA_OFFLOAD_XSTATS_HW_S_INFO says of others of IFLA_OFFLOAD_XSTATS_*
// whether the hardware counts.
var hardwareStatsInfos = &Layout{Kind: Nest, Attrs: []Attr{
	{3, "IFLA_OFFLOAD_XSTATS_L3_STATS", hardwareStatsInfo},
}}

// IFLA_OFFLOAD_XSTATS_HW_S_INFO_*.
var hardwareStatsInfo = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST", u8},
	{2, "IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED", u8},
}}

// struct rtnl_hw_stats64.
var hardwareStats64 = &Layout{Kind: Struct, C: "rtnl_hw_stats64", Fields: []Field{
	{"rx_packets", u64},
	{"tx_packets", u64},
	{"rx_bytes", u64},
	{"tx_bytes", u64},
	{"rx_errors", u64},
	{"tx_errors", u64},
	{"rx_dropped", u64},
	{"tx_dropped", u64},
	{"multicast", u64},
}}

// The nest IFLA_STATS_AF_SPEC holds a nest for each address family, with the
// family as its number.
var statsAFSpec = &Layout{Kind: Nest, Attrs: []Attr{
	{28, "AF_MPLS", mplsStats},
}}

// MPLS_STATS_* (linux/mpls.h). MPLS_STATS_UNSPEC fills up to eight bytes.
var mplsStats = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "MPLS_STATS_UNSPEC", pad},
	{1, "MPLS_STATS_LINK", mplsLinkStats},
}}

// struct mpls_link_stats.
var mplsLinkStats = &Layout{Kind: Struct, C: "mpls_link_stats", Fields: []Field{
	{"rx_packets", u64},
	{"tx_packets", u64},
	{"rx_bytes", u64},
	{"tx_bytes", u64},
	{"rx_errors", u64},
	{"tx_errors", u64},
	{"rx_dropped", u64},
	{"tx_dropped", u64},
	{"rx_noroute", u64},
}}
