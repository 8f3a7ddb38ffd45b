package schema

import (
	"encoding/binary"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// RTA_*, the attributes of a route and of each of its nexthops
// (linux/rtnetlink.h).
var route = &Layout{Kind: Nest, C: "rtmsg", Fields: rtmsgFields, Attrs: routeAttrs}

// RTA_MULTIPATH.
var nexthops = &Layout{Kind: Rows, Elem: nexthopRow}

var nexthop = &Layout{Kind: Nest, C: "rtnexthop", Fields: rtnexthopFields, Attrs: routeAttrs}

// RTA_IIF and RTA_OIF are indices of links. The kernel neither reads nor sends
// RTA_PROTOINFO, RTA_SESSION and RTA_MP_ALGO any more.
var routeAttrs = []Attr{
	{1, "RTA_DST", routeAddr},
	{2, "RTA_SRC", routeAddr},
	{3, "RTA_IIF", u32},
	{4, "RTA_OIF", u32},
	{5, "RTA_GATEWAY", ip},
	{6, "RTA_PRIORITY", u32},
	{7, "RTA_PREFSRC", ip},
	{8, "RTA_METRICS", metrics},
	{9, "RTA_MULTIPATH", nexthops},
	{10, "RTA_PROTOINFO", raw},
	{11, "RTA_FLOW", hex32}, // realms: that of the source in the upper half, and of the destination
	{12, "RTA_CACHEINFO", routeCacheInfo},
	{13, "RTA_SESSION", raw},
	{14, "RTA_MP_ALGO", raw},
	{15, "RTA_TABLE", routeTable32},
	{16, "RTA_MARK", hex32},
	{17, "RTA_MFC_STATS", multicastStats},
	{18, "RTA_VIA", via},
	{19, "RTA_NEWDST", labelStack},
	{20, "RTA_PREF", routerPreference},
	{21, "RTA_ENCAP_TYPE", encapType},
	{22, "RTA_ENCAP", routeEncap},
	{23, "RTA_EXPIRES", routeExpires},
	{24, "RTA_PAD", pad},
	{25, "RTA_UID", u32},
	{26, "RTA_TTL_PROPAGATE", u8},
	{27, "RTA_IP_PROTO", ipProtocol},
	{28, "RTA_SPORT", be16},
	{29, "RTA_DPORT", be16},
	{30, "RTA_NH_ID", u32},
	{31, "RTA_FLOWLABEL", hexBE32},
	{32, "RTA_DEL_REASON", deleteReason},
}

// The destination and the source of an MPLS route are labels.
var routeAddr = &Layout{Kind: IP, Select: selectRouteAddr}

// RTA_EXPIRES: the lifetime that a request gives an IPv6 route. A multicast
// route has in it how long ago it was last used, with eight bytes.
var routeExpires = &Layout{Kind: Uint, Size: 4, Unit: time.Second, Select: selectExpires}

// RTA_ENCAP.
var routeEncap = &Layout{Kind: Nest, Select: selectEncap, By: linux.RTA_ENCAP_TYPE}

// RTAX_*, the metrics of a route, the nest RTA_METRICS (linux/rtnetlink.h). TCP
// keeps round-trip times scaled: RTAX_RTT and RTAX_RTTVAR count parts of a
// millisecond.
var metrics = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "RTAX_UNSPEC", pad},
	{1, "RTAX_LOCK", metricLocks},
	{2, "RTAX_MTU", u32},
	{3, "RTAX_WINDOW", u32},
	{4, "RTAX_RTT", eighthMilliseconds32},
	{5, "RTAX_RTTVAR", quarterMilliseconds32},
	{6, "RTAX_SSTHRESH", u32},
	{7, "RTAX_CWND", u32},
	{8, "RTAX_ADVMSS", u32},
	{9, "RTAX_REORDERING", u32},
	{10, "RTAX_HOPLIMIT", u32},
	{11, "RTAX_INITCWND", u32},
	{12, "RTAX_FEATURES", metricFeatures},
	{13, "RTAX_RTO_MIN", milliseconds32},
	{14, "RTAX_INITRWND", u32},
	{15, "RTAX_QUICKACK", u32},
	{16, "RTAX_CC_ALGO", str},
	{17, "RTAX_FASTOPEN_NO_COOKIE", u32},
}}

// RTAX_LOCK: the metrics that TCP may not change, each by the bit of its number
// (linux/rtnetlink.h).
var metricLocks = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{1 << 1, "1<<RTAX_LOCK"},
	{1 << 2, "1<<RTAX_MTU"},
	{1 << 3, "1<<RTAX_WINDOW"},
	{1 << 4, "1<<RTAX_RTT"},
	{1 << 5, "1<<RTAX_RTTVAR"},
	{1 << 6, "1<<RTAX_SSTHRESH"},
	{1 << 7, "1<<RTAX_CWND"},
	{1 << 8, "1<<RTAX_ADVMSS"},
	{1 << 9, "1<<RTAX_REORDERING"},
	{1 << 10, "1<<RTAX_HOPLIMIT"},
	{1 << 11, "1<<RTAX_INITCWND"},
	{1 << 12, "1<<RTAX_FEATURES"},
	{1 << 13, "1<<RTAX_RTO_MIN"},
	{1 << 14, "1<<RTAX_INITRWND"},
	{1 << 15, "1<<RTAX_QUICKACK"},
	{1 << 16, "1<<RTAX_CC_ALGO"},
	{1 << 17, "1<<RTAX_FASTOPEN_NO_COOKIE"},
}}

// RTAX_FEATURE_* (linux/rtnetlink.h).
var metricFeatures = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "RTAX_FEATURE_ECN"},
	{0x2, "RTAX_FEATURE_SACK"},
	{0x4, "RTAX_FEATURE_TIMESTAMP"},
	{0x8, "RTAX_FEATURE_ALLFRAG"},
	{0x10, "RTAX_FEATURE_TCP_USEC_TS"},
}}

// struct rtmsg.
var rtmsgFields = []Field{
	{"rtm_family", family},
	{"rtm_dst_len", u8},
	{"rtm_src_len", u8},
	{"rtm_tos", hex8},
	{"rtm_table", routeTable8},
	{"rtm_protocol", routeProtocol},
	{"rtm_scope", routeScope},
	{"rtm_type", routeType},
	{"rtm_flags", routeFlags},
}

// RTM_F_* (linux/rtnetlink.h), with the flags of a nexthop in the lowest byte.
// What answers a lookup of an IPv4 route is RTM_F_CLONED and has RTCF_* in the
// upper half (linux/in_route.h); there the bit of RTM_F_OFFLOAD_FAILED is
// RTCF_MULTICAST.
var routeFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x20000200, "RTM_F_CLONED|RTCF_MULTICAST"},
	{0x1, "RTNH_F_DEAD"},
	{0x2, "RTNH_F_PERVASIVE"},
	{0x4, "RTNH_F_ONLINK"},
	{0x8, "RTNH_F_OFFLOAD"},
	{0x10, "RTNH_F_LINKDOWN"},
	{0x20, "RTNH_F_UNRESOLVED"},
	{0x40, "RTNH_F_TRAP"},
	{0x100, "RTM_F_NOTIFY"},
	{0x200, "RTM_F_CLONED"},
	{0x400, "RTM_F_EQUALIZE"},
	{0x800, "RTM_F_PREFIX"},
	{0x1000, "RTM_F_LOOKUP_TABLE"},
	{0x2000, "RTM_F_FIB_MATCH"},
	{0x4000, "RTM_F_OFFLOAD"},
	{0x8000, "RTM_F_TRAP"},
	{0x10000, "RTCF_NOTIFY"},
	{0x20000, "RTCF_DIRECTDST"},
	{0x40000, "RTCF_REDIRECTED"},
	{0x80000, "RTCF_TPROXY"},
	{0x200000, "RTCF_FAST"},
	{0x400000, "RTCF_MASQ"},
	{0x800000, "RTCF_SNAT"},
	{0x1000000, "RTCF_DOREDIRECT"},
	{0x4000000, "RTCF_DIRECTSRC"},
	{0x8000000, "RTCF_DNAT"},
	{0x10000000, "RTCF_BROADCAST"},
	{0x20000000, "RTM_F_OFFLOAD_FAILED"},
	{0x40000000, "RTCF_REJECT"},
	{0x80000000, "RTCF_LOCAL"},
}}

// struct rtnexthop, the head of each row of RTA_MULTIPATH. The hops are the
// weight less one or, in a multicast route, the TTL below which nothing is sent.
var rtnexthopFields = []Field{
	{"rtnh_len", u16},
	{"rtnh_flags", hopFlags8},
	{"rtnh_hops", u8},
	{"rtnh_ifindex", s32},
}

// struct rta_cacheinfo. The error is negative in an IPv6 route and positive in
// an IPv4 one.
var routeCacheInfo = &Layout{Kind: Struct, C: "rta_cacheinfo", Fields: []Field{
	{"rta_clntref", u32},
	{"rta_lastuse", ticks32},
	{"rta_expires", signedTicks32},
	{"rta_error", Errno},
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

// struct rtvia. The address takes what is left. With AF_PACKET, by which MPLS
// routes name a neighbor on the link, it is a link-layer address.
var (
	via = &Layout{Kind: Struct, Select: selectVia, C: "rtvia", Fields: []Field{
		{"rtvia_family", family16},
		{"rtvia_addr", ip},
	}}
	viaLinkAddr = &Layout{Kind: Struct, C: "rtvia", Fields: []Field{
		{"rtvia_family", family16},
		{"rtvia_addr", lladdr},
	}}
)

func viaOf(t *Layout, body []byte) *Layout {
	const packet = 17 // AF_PACKET
	if len(body) >= 2 && binary.NativeEndian.Uint16(body) == packet {
		return viaLinkAddr
	}
	return t
}

// RTA_PREF (linux/icmpv6.h, RFC 4191).
var routerPreference = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "ICMPV6_ROUTER_PREF_MEDIUM"},
	{1, "ICMPV6_ROUTER_PREF_HIGH"},
	{2, "ICMPV6_ROUTER_PREF_INVALID"},
	{3, "ICMPV6_ROUTER_PREF_LOW"},
}}

// RTA_DEL_REASON (linux/rtnetlink.h): why the kernel deleted the route.
var deleteReason = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "RT_DEL_REASON_UNSPEC"},
	{1, "RT_DEL_REASON_EXPIRED"},
	{2, "RT_DEL_REASON_RA_WITHDRAWN"},
}}
