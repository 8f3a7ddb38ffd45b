package schema

// Kinds of links with few attributes.

// IFLA_BATADV_*, IFLA_INFO_DATA of kind "batadv" (linux/batman_adv.h). Only
// requests have it.
var batadv = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BATADV_ALGO_NAME", str},
}}

// IFLA_CAIF_*, IFLA_INFO_DATA of kind "caif" (linux/caif/if_caif.h, which new
// kernels do not have).
var caif = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_CAIF_IPV4_CONNID", u32},
	{2, "IFLA_CAIF_IPV6_CONNID", u32},
	{3, "IFLA_CAIF_LOOPBACK", u8},
}}

// IFLA_DSA_*, IFLA_INFO_DATA of kind "dsa" (linux/if_link.h). IFLA_DSA_MASTER is
// an older name of the same attribute.
var dsa = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_DSA_CONDUIT", u32},
}}

// IFLA_IPOIB_*, IFLA_INFO_DATA of kind "ipoib" (linux/if_link.h).
var ipoib = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_IPOIB_PKEY", hex16},
	{2, "IFLA_IPOIB_MODE", ipoibMode},
	{3, "IFLA_IPOIB_UMCAST", u16},
}}

// IPOIB_MODE_* (linux/if_link.h).
var ipoibMode = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "IPOIB_MODE_DATAGRAM"},
	{1, "IPOIB_MODE_CONNECTED"},
}}

// IFLA_OVPN_*, IFLA_INFO_DATA of kind "ovpn" (linux/if_link.h).
var ovpn = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_OVPN_MODE", ovpnMode},
}}

// enum ovpn_mode (linux/if_link.h).
var ovpnMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "OVPN_MODE_P2P"},
	{1, "OVPN_MODE_MP"},
}}

// IFLA_PPP_*, IFLA_INFO_DATA of kind "ppp" (linux/if_link.h). A request has the
// file descriptor.
var ppp = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_PPP_DEV_FD", s32},
}}

// IFLA_RMNET_*, IFLA_INFO_DATA of kind "rmnet" (linux/if_link.h).
var rmnet = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_RMNET_MUX_ID", u16},
	{2, "IFLA_RMNET_FLAGS", rmnetFlags},
}}

// struct ifla_rmnet_flags. A reply says that all of them are meant.
var rmnetFlags = &Layout{Kind: Struct, C: "ifla_rmnet_flags", Fields: []Field{
	{"flags", rmnetFlag},
	{"mask", rmnetFlag},
}}

// RMNET_FLAGS_* (linux/if_link.h).
var rmnetFlag = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "RMNET_FLAGS_INGRESS_DEAGGREGATION"},
	{0x2, "RMNET_FLAGS_INGRESS_MAP_COMMANDS"},
	{0x4, "RMNET_FLAGS_INGRESS_MAP_CKSUMV4"},
	{0x8, "RMNET_FLAGS_EGRESS_MAP_CKSUMV4"},
	{0x10, "RMNET_FLAGS_INGRESS_MAP_CKSUMV5"},
	{0x20, "RMNET_FLAGS_EGRESS_MAP_CKSUMV5"},
}}

// IFLA_WWAN_*, IFLA_INFO_DATA of kind "wwan" (linux/wwan.h).
var wwan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_WWAN_LINK_ID", u32},
}}
