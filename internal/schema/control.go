package schema

// NLMsgHdr is struct nlmsghdr, with which every message begins
// (linux/netlink.h). Type and flags depend on the protocol, and the flags on
// the type too: see [TypeName] and [FlagNames].
var NLMsgHdr = &Layout{Kind: Struct, C: "nlmsghdr", Fields: []Field{
	{"nlmsg_len", u32},
	{"nlmsg_type", u16},
	{"nlmsg_flags", hex16},
	{"nlmsg_seq", u32},
	{"nlmsg_pid", u32},
}}

// NLMSG_ERROR: struct nlmsgerr, which ends with a copy of the request. The copy
// is the header alone if the message is CAPPED. Attributes follow if its flags
// have ACK_TLVS.
var nlmsgerr = &Layout{Kind: Nest, Copy: true, Fields: errorFields, Attrs: ackAttrs}

// NLMSG_DONE, without the copy.
var nlmsgdone = &Layout{Kind: Nest, Fields: errorFields, Attrs: ackAttrs}

var errorFields = []Field{
	{"error", Errno},
}

// Errno is 0 or a negated error number.
var Errno = &Layout{Kind: ErrorNumber, Size: 4}

// NLMSGERR_ATTR_*. Offsets count from the start of the request's nlmsghdr.
var ackAttrs = []Attr{
	{1, "NLMSGERR_ATTR_MSG", str},
	{2, "NLMSGERR_ATTR_OFFS", u32},
	{3, "NLMSGERR_ATTR_COOKIE", raw},
	{4, "NLMSGERR_ATTR_POLICY", policy},
	{5, "NLMSGERR_ATTR_MISS_TYPE", u32},
	{6, "NLMSGERR_ATTR_MISS_NEST", u32},
}

// NL_POLICY_TYPE_ATTR_*: what the kernel would have taken for the attribute,
// the nest NLMSGERR_ATTR_POLICY.
var policy = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "NL_POLICY_TYPE_ATTR_TYPE", policyType},
	{2, "NL_POLICY_TYPE_ATTR_MIN_VALUE_S", s64},
	{3, "NL_POLICY_TYPE_ATTR_MAX_VALUE_S", s64},
	{4, "NL_POLICY_TYPE_ATTR_MIN_VALUE_U", u64},
	{5, "NL_POLICY_TYPE_ATTR_MAX_VALUE_U", u64},
	{6, "NL_POLICY_TYPE_ATTR_MIN_LENGTH", u32},
	{7, "NL_POLICY_TYPE_ATTR_MAX_LENGTH", u32},
	{8, "NL_POLICY_TYPE_ATTR_POLICY_IDX", u32},
	{9, "NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE", u32},
	{10, "NL_POLICY_TYPE_ATTR_BITFIELD32_MASK", hex32},
	{11, "NL_POLICY_TYPE_ATTR_PAD", pad},
	{12, "NL_POLICY_TYPE_ATTR_MASK", hex64},
}}

// enum netlink_attribute_type (linux/netlink.h).
var policyType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "NL_ATTR_TYPE_INVALID"},
	{1, "NL_ATTR_TYPE_FLAG"},
	{2, "NL_ATTR_TYPE_U8"},
	{3, "NL_ATTR_TYPE_U16"},
	{4, "NL_ATTR_TYPE_U32"},
	{5, "NL_ATTR_TYPE_U64"},
	{6, "NL_ATTR_TYPE_S8"},
	{7, "NL_ATTR_TYPE_S16"},
	{8, "NL_ATTR_TYPE_S32"},
	{9, "NL_ATTR_TYPE_S64"},
	{10, "NL_ATTR_TYPE_BINARY"},
	{11, "NL_ATTR_TYPE_STRING"},
	{12, "NL_ATTR_TYPE_NUL_STRING"},
	{13, "NL_ATTR_TYPE_NESTED"},
	{14, "NL_ATTR_TYPE_NESTED_ARRAY"},
	{15, "NL_ATTR_TYPE_BITFIELD32"},
	{16, "NL_ATTR_TYPE_SINT"},
	{17, "NL_ATTR_TYPE_UINT"},
}}
