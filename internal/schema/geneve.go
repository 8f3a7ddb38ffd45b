package schema

// IFLA_GENEVE_*, IFLA_INFO_DATA of kind "geneve" (linux/if_link.h). The port and
// the flow label are in network byte order.
var geneve = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_GENEVE_ID", u32},
	{2, "IFLA_GENEVE_REMOTE", ip4},
	{3, "IFLA_GENEVE_TTL", u8},
	{4, "IFLA_GENEVE_TOS", u8},
	{5, "IFLA_GENEVE_PORT", be16},
	{6, "IFLA_GENEVE_COLLECT_METADATA", flag},
	{7, "IFLA_GENEVE_REMOTE6", ip6},
	{8, "IFLA_GENEVE_UDP_CSUM", u8},
	{9, "IFLA_GENEVE_UDP_ZERO_CSUM6_TX", u8},
	{10, "IFLA_GENEVE_UDP_ZERO_CSUM6_RX", u8},
	{11, "IFLA_GENEVE_LABEL", hexBE32},
	{12, "IFLA_GENEVE_TTL_INHERIT", u8},
	{13, "IFLA_GENEVE_DF", geneveDF},
	{14, "IFLA_GENEVE_INNER_PROTO_INHERIT", flag},
	{15, "IFLA_GENEVE_PORT_RANGE", genevePorts},
	{16, "IFLA_GENEVE_GRO_HINT", flag},
	{17, "IFLA_GENEVE_LOCAL", ip4},
	{18, "IFLA_GENEVE_LOCAL6", ip6},
}}

// struct ifla_geneve_port_range.
var genevePorts = &Layout{Kind: Struct, C: "ifla_geneve_port_range", Fields: []Field{
	{"low", be16},
	{"high", be16},
}}

// enum ifla_geneve_df (linux/if_link.h).
var geneveDF = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "GENEVE_DF_UNSET"},
	{1, "GENEVE_DF_SET"},
	{2, "GENEVE_DF_INHERIT"},
}}
