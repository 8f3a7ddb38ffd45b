package schema

// RTA_*, the attributes of a route and of each of its nexthops
// (linux/rtnetlink.h).
var route = &Layout{Kind: Nest, C: "rtmsg", Fields: rtmsgFields, Attrs: routeAttrs}

// RTA_MULTIPATH.
var nexthops = &Layout{Kind: Rows, Elem: nexthopRow}

var nexthop = &Layout{Kind: Nest, C: "rtnexthop", Fields: rtnexthopFields, Attrs: routeAttrs}

var routeAttrs = []Attr{
	{1, "RTA_DST", ip},
	{2, "RTA_SRC", ip},
	{3, "RTA_IIF", u32},
	{4, "RTA_OIF", u32},
	{5, "RTA_GATEWAY", ip},
	{6, "RTA_PRIORITY", u32},
	{7, "RTA_PREFSRC", ip},
	{8, "RTA_METRICS", metrics},
	{9, "RTA_MULTIPATH", nexthops},
	{10, "RTA_PROTOINFO", raw},
	{11, "RTA_FLOW", u32},
	{12, "RTA_CACHEINFO", routeCacheInfo},
	{13, "RTA_SESSION", raw},
	{14, "RTA_MP_ALGO", raw},
	{15, "RTA_TABLE", routeTable32},
	{16, "RTA_MARK", u32},
	{17, "RTA_MFC_STATS", multicastStats},
	{18, "RTA_VIA", via},
	{19, "RTA_NEWDST", raw},
	{20, "RTA_PREF", u8},
	{21, "RTA_ENCAP_TYPE", u16},
	{22, "RTA_ENCAP", opaque},
	{23, "RTA_EXPIRES", u32},
	{24, "RTA_PAD", pad},
	{25, "RTA_UID", u32},
	{26, "RTA_TTL_PROPAGATE", u8},
	{27, "RTA_IP_PROTO", u8},
	{28, "RTA_SPORT", be16},
	{29, "RTA_DPORT", be16},
	{30, "RTA_NH_ID", u32},
	{31, "RTA_FLOWLABEL", be32},
	{32, "RTA_DEL_REASON", u32},
}

// RTAX_*, the metrics of a route (linux/rtnetlink.h).
var metrics = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "RTAX_LOCK", u32},
	{2, "RTAX_MTU", u32},
	{3, "RTAX_WINDOW", u32},
	{4, "RTAX_RTT", u32},
	{5, "RTAX_RTTVAR", u32},
	{6, "RTAX_SSTHRESH", u32},
	{7, "RTAX_CWND", u32},
	{8, "RTAX_ADVMSS", u32},
	{9, "RTAX_REORDERING", u32},
	{10, "RTAX_HOPLIMIT", u32},
	{11, "RTAX_INITCWND", u32},
	{12, "RTAX_FEATURES", u32},
	{13, "RTAX_RTO_MIN", u32},
	{14, "RTAX_INITRWND", u32},
	{15, "RTAX_QUICKACK", u32},
	{16, "RTAX_CC_ALGO", str},
	{17, "RTAX_FASTOPEN_NO_COOKIE", u32},
}}

// struct rtmsg.
var rtmsgFields = []Field{
	{"rtm_family", family},
	{"rtm_dst_len", u8},
	{"rtm_src_len", u8},
	{"rtm_tos", u8},
	{"rtm_table", routeTable8},
	{"rtm_protocol", routeProtocol},
	{"rtm_scope", routeScope},
	{"rtm_type", routeType},
	{"rtm_flags", routeFlags},
}

// struct rtnexthop, the head of each row of RTA_MULTIPATH.
var rtnexthopFields = []Field{
	{"rtnh_len", u16},
	{"rtnh_flags", hopFlags},
	{"rtnh_hops", u8},
	{"rtnh_ifindex", s32},
}

// struct rta_cacheinfo.
var routeCacheInfo = &Layout{Kind: Struct, C: "rta_cacheinfo", Fields: []Field{
	{"rta_clntref", u32},
	{"rta_lastuse", u32},
	{"rta_expires", s32},
	{"rta_error", u32},
	{"rta_used", u32},
	{"rta_id", u32},
	{"rta_ts", u32},
	{"rta_tsage", u32},
}}

// struct rta_mfc_stats.
var multicastStats = &Layout{Kind: Struct, C: "rta_mfc_stats", Fields: []Field{
	{"mfcs_packets", u64},
	{"mfcs_bytes", u64},
	{"mfcs_wrong_if", u64},
}}

// struct rtvia. The address takes what is left.
var via = &Layout{Kind: Struct, C: "rtvia", Fields: []Field{
	{"rtvia_family", family16},
	{"rtvia_addr", ip},
}}
