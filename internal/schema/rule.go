package schema

// FRA_*, the attributes of a routing rule (linux/fib_rules.h). Ports are in the
// byte order of the machine, unlike those of a route.
var rule = &Layout{Kind: Nest, C: "fib_rule_hdr", Fields: ruleFields, Attrs: []Attr{
	{1, "FRA_DST", ip},
	{2, "FRA_SRC", ip},
	{3, "FRA_IIFNAME", str},
	{4, "FRA_GOTO", u32},
	{5, "FRA_UNUSED2", pad},
	{6, "FRA_PRIORITY", u32},
	{7, "FRA_UNUSED3", pad},
	{8, "FRA_UNUSED4", pad},
	{9, "FRA_UNUSED5", pad},
	{10, "FRA_FWMARK", hex32},
	{11, "FRA_FLOW", hex32}, // realms, as in RTA_FLOW
	{12, "FRA_TUN_ID", be64},
	{13, "FRA_SUPPRESS_IFGROUP", u32},
	{14, "FRA_SUPPRESS_PREFIXLEN", s32}, // -1 for a rule that has none
	{15, "FRA_TABLE", routeTable32},
	{16, "FRA_FWMASK", hex32},
	{17, "FRA_OIFNAME", str},
	{18, "FRA_PAD", pad},
	{19, "FRA_L3MDEV", u8},
	{20, "FRA_UID_RANGE", uidRange},
	{21, "FRA_PROTOCOL", routeProtocol},
	{22, "FRA_IP_PROTO", ipProtocol},
	{23, "FRA_SPORT_RANGE", portRange},
	{24, "FRA_DPORT_RANGE", portRange},
	{25, "FRA_DSCP", u8},
	{26, "FRA_FLOWLABEL", hexBE32},
	{27, "FRA_FLOWLABEL_MASK", hexBE32},
	{28, "FRA_SPORT_MASK", hex16},
	{29, "FRA_DPORT_MASK", hex16},
	{30, "FRA_DSCP_MASK", hex8},
}}

// struct fib_rule_hdr.
var ruleFields = []Field{
	{"family", family},
	{"dst_len", u8},
	{"src_len", u8},
	{"tos", hex8},
	{"table", routeTable8},
	{"", pad2},
	{"action", ruleAction},
	{"flags", ruleFlags},
}

// FR_ACT_* (linux/fib_rules.h).
var ruleAction = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "FR_ACT_UNSPEC"},
	{1, "FR_ACT_TO_TBL"},
	{2, "FR_ACT_GOTO"},
	{3, "FR_ACT_NOP"},
	{4, "FR_ACT_RES3"},
	{5, "FR_ACT_RES4"},
	{6, "FR_ACT_BLACKHOLE"},
	{7, "FR_ACT_UNREACHABLE"},
	{8, "FR_ACT_PROHIBIT"},
}}

// FIB_RULE_* (linux/fib_rules.h).
var ruleFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "FIB_RULE_PERMANENT"},
	{0x2, "FIB_RULE_INVERT"},
	{0x4, "FIB_RULE_UNRESOLVED"},
	{0x8, "FIB_RULE_IIF_DETACHED"},
	{0x10, "FIB_RULE_OIF_DETACHED"},
	{0x10000, "FIB_RULE_FIND_SADDR"},
}}

// struct fib_rule_uid_range.
var uidRange = &Layout{Kind: Struct, C: "fib_rule_uid_range", Fields: []Field{
	{"start", u32},
	{"end", u32},
}}

// struct fib_rule_port_range.
var portRange = &Layout{Kind: Struct, C: "fib_rule_port_range", Fields: []Field{
	{"start", u16},
	{"end", u16},
}}
