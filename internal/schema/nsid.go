package schema

// NETNSA_*, the attributes of a namespace's id (linux/net_namespace.h).
var nsid = &Layout{Kind: Nest, C: "rtgenmsg", Fields: rtgenmsgFields, Attrs: []Attr{
	{1, "NETNSA_NSID", namespaceID},
	{2, "NETNSA_PID", u32},
	{3, "NETNSA_FD", u32},
	{4, "NETNSA_TARGET_NSID", namespaceID},
	{5, "NETNSA_CURRENT_NSID", namespaceID},
}}

// struct rtgenmsg, padded as it comes before attributes.
var rtgenmsgFields = []Field{
	{"rtgen_family", family},
	{"", pad3},
}

// The id of a namespace, a signed number. In a request -1 asks the kernel to
// choose one; in what it sends, -1 says that there is none
// (linux/net_namespace.h).
var namespaceID = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0xffffffff, "NETNSA_NSID_NOT_ASSIGNED"},
}}
