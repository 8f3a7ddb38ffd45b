package schema

// IFLA_HSR_*, IFLA_INFO_DATA of kind "hsr", which PRP is too (linux/if_link.h).
// In a request IFLA_HSR_MULTICAST_SPEC is the last byte of the address for
// supervision, and IFLA_HSR_VERSION that of the protocol HSR; a reply has the
// address and a sequence number instead.
var hsr = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_HSR_SLAVE1", u32},
	{2, "IFLA_HSR_SLAVE2", u32},
	{3, "IFLA_HSR_MULTICAST_SPEC", hex8},
	{4, "IFLA_HSR_SUPERVISION_ADDR", etherAddr},
	{5, "IFLA_HSR_SEQ_NR", u16},
	{6, "IFLA_HSR_VERSION", u8},
	{7, "IFLA_HSR_PROTOCOL", hsrProtocol},
	{8, "IFLA_HSR_INTERLINK", u32},
}}

// HSR_PROTOCOL_* (linux/if_link.h).
var hsrProtocol = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "HSR_PROTOCOL_HSR"},
	{1, "HSR_PROTOCOL_PRP"},
}}
