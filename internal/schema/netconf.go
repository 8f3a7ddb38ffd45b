package schema

// NETCONFA_*, the settings of a family for one interface or for many
// (linux/netconf.h), with the values that they have under /proc/sys/net. A family
// leaves out those that it does not know.
var netconf = &Layout{Kind: Nest, C: "netconfmsg", Fields: netconfmsgFields, Attrs: []Attr{
	{1, "NETCONFA_IFINDEX", netconfIndex},
	{2, "NETCONFA_FORWARDING", s32},
	{3, "NETCONFA_RP_FILTER", s32},
	{4, "NETCONFA_MC_FORWARDING", s32},
	{5, "NETCONFA_PROXY_NEIGH", s32},
	{6, "NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN", s32},
	{7, "NETCONFA_INPUT", s32},
	{8, "NETCONFA_BC_FORWARDING", s32},
	{9, "NETCONFA_FORCE_FORWARDING", s32},
}}

// struct netconfmsg, padded as it comes before attributes.
var netconfmsgFields = []Field{
	{"ncm_family", family},
	{"", pad3},
}

// An interface, or one of two settings for many (linux/netconf.h). They are
// negative numbers.
var netconfIndex = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0xffffffff, "NETCONFA_IFINDEX_ALL"},
	{0xfffffffe, "NETCONFA_IFINDEX_DEFAULT"},
}}
