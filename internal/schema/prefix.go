package schema

// PREFIX_*, the attributes of a prefix that a router has advertised
// (linux/rtnetlink.h).
var prefix = &Layout{Kind: Nest, C: "prefixmsg", Fields: prefixmsgFields, Attrs: []Attr{
	{1, "PREFIX_ADDRESS", ip6},
	{2, "PREFIX_CACHEINFO", prefixCacheInfo},
}}

// struct prefixmsg.
var prefixmsgFields = []Field{
	{"prefix_family", family},
	{"", pad3},
	{"prefix_ifindex", s32},
	{"prefix_type", discoveryOption},
	{"prefix_len", u8},
	{"prefix_flags", prefixFlags},
	{"", pad1},
}

// struct prefix_cacheinfo. The times are in the byte order of the machine,
// although they come out of a packet.
var prefixCacheInfo = &Layout{Kind: Struct, C: "prefix_cacheinfo", Fields: []Field{
	{"preferred_time", seconds32},
	{"valid_time", seconds32},
}}

// The flags in the packet, as below. Before Linux 6.7 they were IF_PREFIX_*, the
// kernel's own (net/if_inet6.h).
var prefixFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x80, "ND_OPT_PI_FLAG_ONLINK"},
	{0x40, "ND_OPT_PI_FLAG_AUTO"},
	{0x20, "ND_OPT_PI_FLAG_RADDR"},
	{0x1, "IF_PREFIX_ONLINK"},
	{0x2, "IF_PREFIX_AUTOCONF"},
}}

// ND_OPT_PI_FLAG_* (netinet/icmp6.h, RFC 4861, RFC 6275).
var prefixInfoFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x80, "ND_OPT_PI_FLAG_ONLINK"},
	{0x40, "ND_OPT_PI_FLAG_AUTO"},
	{0x20, "ND_OPT_PI_FLAG_RADDR"},
}}
