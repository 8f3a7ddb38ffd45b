package schema

// NETNSA_*, the attributes of a namespace's id (linux/net_namespace.h).
var nsid = &Layout{Kind: Nest, C: "rtgenmsg", Fields: rtgenmsgFields, Attrs: []Attr{
	{1, "NETNSA_NSID", s32},
	{2, "NETNSA_PID", u32},
	{3, "NETNSA_FD", u32},
	{4, "NETNSA_TARGET_NSID", s32},
	{5, "NETNSA_CURRENT_NSID", s32},
}}

// struct rtgenmsg, padded as it comes before attributes.
var rtgenmsgFields = []Field{
	{"rtgen_family", family},
	{"", pad3},
}
