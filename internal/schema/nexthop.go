package schema

// NHA_*, the attributes of a nexthop object and of a group of them
// (linux/nexthop.h). NHA_OIF and NHA_MASTER are indices of links.
var nexthopObject = &Layout{Kind: Nest, C: "nhmsg", Fields: nhmsgFields, Attrs: []Attr{
	{1, "NHA_ID", u32},
	{2, "NHA_GROUP", nexthopGroup},
	{3, "NHA_GROUP_TYPE", nexthopGroupType},
	{4, "NHA_BLACKHOLE", flag},
	{5, "NHA_OIF", u32},
	{6, "NHA_GATEWAY", ip},
	{nhaEncapType, "NHA_ENCAP_TYPE", encapType},
	{8, "NHA_ENCAP", nexthopEncap},
	{9, "NHA_GROUPS", flag},
	{10, "NHA_MASTER", u32},
	{11, "NHA_FDB", flag},
	{12, "NHA_RES_GROUP", nexthopResGroup},
	{13, "NHA_RES_BUCKET", nexthopResBucket},
	{14, "NHA_OP_FLAGS", nexthopOpFlags},
	{15, "NHA_GROUP_STATS", nexthopGroupStats},
	{16, "NHA_HW_STATS_ENABLE", u32},
	{17, "NHA_HW_STATS_USED", u32},
	{18, "NHA_DST_PORT", be16},
}}

// struct nhmsg. The scope is in what the kernel sends only.
var nhmsgFields = []Field{
	{"nh_family", family},
	{"nh_scope", routeScope},
	{"nh_protocol", routeProtocol},
	{"", pad1},
	{"nh_flags", hopFlags32},
}

// NHA_ENCAP.
var nexthopEncap = &Layout{Kind: Nest, Select: selectEncap, By: nhaEncapType}

const nhaEncapType = 7 // NHA_ENCAP_TYPE

// NHA_GROUP.
var nexthopGroup = &Layout{Kind: Array, Elem: nexthopMember}

// struct nexthop_grp. The weight is one more than weight_high*256 + weight: what
// iproute2 shows as 10 is a 9 here.
var nexthopMember = &Layout{Kind: Struct, C: "nexthop_grp", Fields: []Field{
	{"id", u32},
	{"weight", u8},
	{"weight_high", u8},
	{"", pad2},
}}

// NEXTHOP_GRP_TYPE_* (linux/nexthop.h).
var nexthopGroupType = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "NEXTHOP_GRP_TYPE_MPATH"},
	{1, "NEXTHOP_GRP_TYPE_RES"},
}}

// NHA_OP_FLAG_* (linux/nexthop.h). The last is in what the kernel sends only.
var nexthopOpFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "NHA_OP_FLAG_DUMP_STATS"},
	{0x2, "NHA_OP_FLAG_DUMP_HW_STATS"},
	{0x80000000, "NHA_OP_FLAG_RESP_GRP_RESVD_0"},
}}

// NHA_RES_GROUP_*, the nest NHA_RES_GROUP.
var nexthopResGroup = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "NHA_RES_GROUP_PAD", pad},
	{1, "NHA_RES_GROUP_BUCKETS", u16},
	{2, "NHA_RES_GROUP_IDLE_TIMER", ticks32},
	{3, "NHA_RES_GROUP_UNBALANCED_TIMER", ticks32},
	{4, "NHA_RES_GROUP_UNBALANCED_TIME", ticks64},
}}

// NHA_RES_BUCKET_*, the nest NHA_RES_BUCKET.
var nexthopResBucket = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "NHA_RES_BUCKET_PAD", pad},
	{1, "NHA_RES_BUCKET_INDEX", u16},
	{2, "NHA_RES_BUCKET_IDLE_TIME", ticks64},
	{3, "NHA_RES_BUCKET_NH_ID", u32},
}}

// NHA_GROUP_STATS_*, the nest NHA_GROUP_STATS. There is an entry for each
// nexthop of the group.
var nexthopGroupStats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "NHA_GROUP_STATS_ENTRY", nexthopStats},
}}

// NHA_GROUP_STATS_ENTRY_*.
var nexthopStats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "NHA_GROUP_STATS_ENTRY_ID", u32},
	{2, "NHA_GROUP_STATS_ENTRY_PACKETS", anyUint},
	{3, "NHA_GROUP_STATS_ENTRY_PACKETS_HW", anyUint},
}}
