package schema

// IFLA_GTP_*, IFLA_INFO_DATA of kind "gtp" (linux/if_link.h). A request has the
// file descriptors of the two sockets, or lets the kernel create them.
var gtp = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_GTP_FD0", u32},
	{2, "IFLA_GTP_FD1", u32},
	{3, "IFLA_GTP_PDP_HASHSIZE", u32},
	{4, "IFLA_GTP_ROLE", gtpRole},
	{5, "IFLA_GTP_CREATE_SOCKETS", u8},
	{6, "IFLA_GTP_RESTART_COUNT", u8},
	{7, "IFLA_GTP_LOCAL", ip4},
	{8, "IFLA_GTP_LOCAL6", ip6},
}}

// enum ifla_gtp_role (linux/if_link.h).
var gtpRole = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "GTP_ROLE_GGSN"},
	{1, "GTP_ROLE_SGSN"},
}}
