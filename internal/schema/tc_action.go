package schema

// TCA_ROOT_*, the attributes of messages about actions (linux/rtnetlink.h).
var trafficActions = &Layout{Kind: Nest, C: "tcamsg", Fields: tcamsgFields, Attrs: []Attr{
	{1, "TCA_ROOT_TAB", actionTable},
	{2, "TCA_ROOT_FLAGS", actionDumpFlags},
	{3, "TCA_ROOT_COUNT", u32},
	{4, "TCA_ROOT_TIME_DELTA", milliseconds32},
	{5, "TCA_ROOT_EXT_WARN_MSG", str},
}}

// struct tcamsg.
var tcamsgFields = []Field{
	{"tca_family", family},
	{"", pad3},
}

// TCA_ROOT_TAB, also called TCA_ACT_TAB, holds actions by their order.
var actionTable = &Layout{Kind: Nest, Elem: action}

// TCA_ACT_* (linux/pkt_cls.h). TCA_ACT_OPTIONS is of the kind. The answer to a
// request that flushes all actions of a kind has the number of them as its
// attribute 6, called TCA_FCNT there.
var action = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "TCA_ACT_KIND", str},
	{2, "TCA_ACT_OPTIONS", opaque},
	{3, "TCA_ACT_INDEX", u32},
	{4, "TCA_ACT_STATS", generalStats},
	{5, "TCA_ACT_PAD", pad},
	{6, "TCA_ACT_COOKIE", raw},
	{7, "TCA_ACT_FLAGS", actionFlags},
	{8, "TCA_ACT_HW_STATS", actionHWStats},
	{9, "TCA_ACT_USED_HW_STATS", actionHWStats},
	{10, "TCA_ACT_IN_HW_COUNT", u32},
}}

// struct nla_bitfield32, as the two below.
var actionDumpFlags = &Layout{Kind: Struct, C: "nla_bitfield32", Fields: []Field{
	{"value", actionDumpFlagBits},
	{"selector", actionDumpFlagBits},
}}

// TCA_ACT_FLAG_* (linux/rtnetlink.h).
var actionDumpFlagBits = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "TCA_ACT_FLAG_LARGE_DUMP_ON"},
	{0x2, "TCA_ACT_FLAG_TERSE_DUMP"},
}}

var actionFlags = &Layout{Kind: Struct, C: "nla_bitfield32", Fields: []Field{
	{"value", actionFlagBits},
	{"selector", actionFlagBits},
}}

// TCA_ACT_FLAGS_* (linux/pkt_cls.h).
var actionFlagBits = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "TCA_ACT_FLAGS_NO_PERCPU_STATS"},
	{0x2, "TCA_ACT_FLAGS_SKIP_HW"},
	{0x4, "TCA_ACT_FLAGS_SKIP_SW"},
}}

var actionHWStats = &Layout{Kind: Struct, C: "nla_bitfield32", Fields: []Field{
	{"value", actionHWStatsBits},
	{"selector", actionHWStatsBits},
}}

// TCA_ACT_HW_STATS_* (linux/pkt_cls.h).
var actionHWStatsBits = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "TCA_ACT_HW_STATS_IMMEDIATE"},
	{0x2, "TCA_ACT_HW_STATS_DELAYED"},
}}
