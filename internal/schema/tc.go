package schema

// TCA_*, the attributes of queueing disciplines, classes, filters and chains
// (linux/rtnetlink.h). What tcm_info holds depends on the message: of a qdisc
// the number of references, of a class the handle of the qdisc below it, and of
// a filter its priority in the upper half and an EtherType, in network byte
// order, in the lower.
var (
	qdisc         = &Layout{Kind: Nest, C: "tcmsg", Fields: qdiscFields, Attrs: trafficAttrs}
	trafficClass  = &Layout{Kind: Nest, C: "tcmsg", Fields: trafficClassFields, Attrs: trafficAttrs}
	trafficFilter = &Layout{Kind: Nest, C: "tcmsg", Fields: trafficFilterFields, Attrs: trafficAttrs}
)

// TCA_OPTIONS and TCA_XSTATS are of the kind, which has attributes or structs of
// its own. TCA_RATE asks for an estimator, TCA_STATS and TCA_STATS2 answer with
// the same statistics in two forms.
var trafficAttrs = []Attr{
	{1, "TCA_KIND", str},
	{2, "TCA_OPTIONS", opaque},
	{3, "TCA_STATS", trafficStats},
	{4, "TCA_XSTATS", raw},
	{5, "TCA_RATE", estimator},
	{6, "TCA_FCNT", u32},
	{7, "TCA_STATS2", generalStats},
	{8, "TCA_STAB", sizeTable},
	{9, "TCA_PAD", pad},
	{10, "TCA_DUMP_INVISIBLE", flag},
	{11, "TCA_CHAIN", u32},
	{12, "TCA_HW_OFFLOAD", u8},
	{13, "TCA_INGRESS_BLOCK", u32},
	{14, "TCA_EGRESS_BLOCK", u32},
	{15, "TCA_DUMP_FLAGS", dumpFlags},
	{16, "TCA_EXT_WARN_MSG", str},
}

// struct tcmsg.
var (
	qdiscFields = []Field{
		{"tcm_family", family},
		{"", pad3},
		{"tcm_ifindex", trafficLink},
		{"tcm_handle", trafficHandle},
		{"tcm_parent", trafficHandle},
		{"tcm_info", u32},
	}
	trafficClassFields = []Field{
		{"tcm_family", family},
		{"", pad3},
		{"tcm_ifindex", trafficLink},
		{"tcm_handle", trafficHandle},
		{"tcm_parent", trafficHandle},
		{"tcm_info", trafficHandle},
	}
	trafficFilterFields = []Field{
		{"tcm_family", family},
		{"", pad3},
		{"tcm_ifindex", trafficLink},
		{"tcm_handle", hex32},
		{"tcm_parent", trafficHandle},
		{"tcm_info", hex32},
	}
)

// The index of a link, or TCM_IFINDEX_MAGIC_BLOCK (linux/rtnetlink.h): a filter
// of a block has the number of the block for its parent instead.
var trafficLink = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0xffffffff, "TCM_IFINDEX_MAGIC_BLOCK"},
}}

// The number of a qdisc in the upper half and that of a class in the lower
// (linux/pkt_sched.h). The qdiscs "ingress" and "clsact" have the same place, which
// has two names.
var trafficHandle = &Layout{Kind: Hex, Size: 4, Values: []Value{
	{0xfffffff1, "TC_H_CLSACT (TC_H_INGRESS)"},
	{0xfffffff2, "TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)"},
	{0xfffffff3, "TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)"},
	{0xffffffff, "TC_H_ROOT"},
}}

// struct tc_stats (linux/pkt_sched.h).
var trafficStats = &Layout{Kind: Struct, C: "tc_stats", Fields: []Field{
	{"bytes", u64},
	{"packets", u32},
	{"drops", u32},
	{"overlimits", u32},
	{"bps", u32},
	{"pps", u32},
	{"qlen", u32},
	{"backlog", u32},
	{"", pad4},
}}

// struct gnet_estimator (linux/gen_stats.h), which linux/pkt_sched.h calls
// struct tc_estimator. Both members are binary logarithms; the interval is that
// of seconds, from -2 on.
var estimator = &Layout{Kind: Struct, C: "gnet_estimator", Fields: []Field{
	{"interval", s8},
	{"ewma_log", u8},
}}

// TCA_STATS_*, the nests TCA_STATS2 and TCA_ACT_STATS (linux/gen_stats.h).
// TCA_STATS_APP is of the kind.
var generalStats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "TCA_STATS_BASIC", basicStats},
	{2, "TCA_STATS_RATE_EST", rateStats},
	{3, "TCA_STATS_QUEUE", queueStats},
	{4, "TCA_STATS_APP", raw},
	{5, "TCA_STATS_RATE_EST64", rateStats64},
	{6, "TCA_STATS_PAD", pad},
	{7, "TCA_STATS_BASIC_HW", basicStats},
	{8, "TCA_STATS_PKT64", u64},
}}

// struct gnet_stats_basic.
var basicStats = &Layout{Kind: Struct, C: "gnet_stats_basic", Fields: []Field{
	{"bytes", u64},
	{"packets", u32},
	{"", pad4},
}}

// struct gnet_stats_rate_est, bytes and packets a second.
var rateStats = &Layout{Kind: Struct, C: "gnet_stats_rate_est", Fields: []Field{
	{"bps", u32},
	{"pps", u32},
}}

// struct gnet_stats_rate_est64.
var rateStats64 = &Layout{Kind: Struct, C: "gnet_stats_rate_est64", Fields: []Field{
	{"bps", u64},
	{"pps", u64},
}}

// struct gnet_stats_queue.
var queueStats = &Layout{Kind: Struct, C: "gnet_stats_queue", Fields: []Field{
	{"qlen", u32},
	{"backlog", u32},
	{"drops", u32},
	{"requeues", u32},
	{"overlimits", u32},
}}

// TCA_STAB_*, the nest TCA_STAB (linux/pkt_sched.h).
var sizeTable = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "TCA_STAB_BASE", sizeSpec},
	{2, "TCA_STAB_DATA", &Layout{Kind: Array, Elem: u16}},
}}

// struct tc_sizespec.
var sizeSpec = &Layout{Kind: Struct, C: "tc_sizespec", Fields: []Field{
	{"cell_log", u8},
	{"size_log", u8},
	{"cell_align", s16},
	{"overhead", s32},
	{"linklayer", linkLayer},
	{"mpu", u32},
	{"mtu", u32},
	{"tsize", u32},
}}

// enum tc_link_layer (linux/pkt_sched.h).
var linkLayer = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "TC_LINKLAYER_UNAWARE"},
	{1, "TC_LINKLAYER_ETHERNET"},
	{2, "TC_LINKLAYER_ATM"},
}}

// struct nla_bitfield32 (linux/netlink.h): values of flags, and which of them
// are meant.
var dumpFlags = &Layout{Kind: Struct, C: "nla_bitfield32", Fields: []Field{
	{"value", dumpFlagBits},
	{"selector", dumpFlagBits},
}}

// TCA_DUMP_FLAGS_TERSE (linux/rtnetlink.h).
var dumpFlagBits = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "TCA_DUMP_FLAGS_TERSE"},
}}
