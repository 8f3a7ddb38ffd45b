package schema

// IFLA_BAREUDP_*, IFLA_INFO_DATA of kind "bareudp" (linux/if_link.h). The first
// of the source ports is in the order of the machine, unlike the other port.
var bareUDP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BAREUDP_PORT", be16},
	{2, "IFLA_BAREUDP_ETHERTYPE", etherType},
	{3, "IFLA_BAREUDP_SRCPORT_MIN", u16},
	{4, "IFLA_BAREUDP_MULTIPROTO_MODE", flag},
}}
