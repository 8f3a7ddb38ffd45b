package schema

// IPMRA_CREPORT_*, the attributes of a packet that the kernel cannot route to its
// group without help (linux/mroute.h). The kernel sends it with the packet.
var cacheReport = &Layout{Kind: Nest, C: "rtgenmsg", Fields: rtgenmsgFields, Attrs: []Attr{
	{1, "IPMRA_CREPORT_MSGTYPE", cacheReportType},
	{2, "IPMRA_CREPORT_VIF_ID", u32},
	{3, "IPMRA_CREPORT_SRC_ADDR", ip4},
	{4, "IPMRA_CREPORT_DST_ADDR", ip4},
	{5, "IPMRA_CREPORT_PKT", raw},
	{6, "IPMRA_CREPORT_TABLE", routeTable32},
}, Select: selectCacheReport}

// IP6MRA_CREPORT_*, those of a packet of IPv6 (linux/mroute6.h).
var cacheReport6 = &Layout{Kind: Nest, C: "rtgenmsg", Fields: rtgenmsgFields, Attrs: []Attr{
	{1, "IP6MRA_CREPORT_MSGTYPE", cacheReportType6},
	{2, "IP6MRA_CREPORT_MIF_ID", u32},
	{3, "IP6MRA_CREPORT_SRC_ADDR", ip6},
	{4, "IP6MRA_CREPORT_DST_ADDR", ip6},
	{5, "IP6MRA_CREPORT_PKT", raw},
}}

// IGMPMSG_* (linux/mroute.h).
var cacheReportType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "IGMPMSG_NOCACHE"},
	{2, "IGMPMSG_WRONGVIF"},
	{3, "IGMPMSG_WHOLEPKT"},
	{4, "IGMPMSG_WRVIFWHOLE"},
}}

// MRT6MSG_* (linux/mroute6.h).
var cacheReportType6 = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "MRT6MSG_NOCACHE"},
	{2, "MRT6MSG_WRONGMIF"},
	{3, "MRT6MSG_WHOLEPKT"},
	{4, "MRT6MSG_WRMIFWHOLE"},
}}
