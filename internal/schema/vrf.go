package schema

// IFLA_VRF_*, IFLA_INFO_DATA of kind "vrf" (linux/if_link.h).
var vrf = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VRF_TABLE", routeTable32},
}}

// IFLA_VRF_PORT_*, IFLA_INFO_SLAVE_DATA of kind "vrf". A reply has it, with the
// table of the port's master.
var vrfPort = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VRF_PORT_TABLE", routeTable32},
}}
