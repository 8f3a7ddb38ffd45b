package schema

// IFLA_IPTUN_*, IFLA_INFO_DATA of kinds "ipip" and "ip6tnl"
// (linux/if_tunnel.h). Addresses are those of the outer header, and so is the flow
// information, the traffic class and the flow label of IPv6. "ipip" takes no
// notice of what only IPv6 has, and "ip6tnl" none of the 6RD.
var ipTunnel = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_IPTUN_LINK", u32},
	{2, "IFLA_IPTUN_LOCAL", ip},
	{3, "IFLA_IPTUN_REMOTE", ip},
	{4, "IFLA_IPTUN_TTL", u8},
	{5, "IFLA_IPTUN_TOS", u8},
	{6, "IFLA_IPTUN_ENCAP_LIMIT", u8},
	{7, "IFLA_IPTUN_FLOWINFO", hexBE32},
	{8, "IFLA_IPTUN_FLAGS", ip6TunnelFlags},
	{9, "IFLA_IPTUN_PROTO", ipProtocol},
	{10, "IFLA_IPTUN_PMTUDISC", u8},
	{11, "IFLA_IPTUN_6RD_PREFIX", ip6},
	{12, "IFLA_IPTUN_6RD_RELAY_PREFIX", ip4},
	{13, "IFLA_IPTUN_6RD_PREFIXLEN", u16},
	{14, "IFLA_IPTUN_6RD_RELAY_PREFIXLEN", u16},
	{15, "IFLA_IPTUN_ENCAP_TYPE", tunnelEncap},
	{16, "IFLA_IPTUN_ENCAP_FLAGS", tunnelEncapFlags},
	{17, "IFLA_IPTUN_ENCAP_SPORT", be16},
	{18, "IFLA_IPTUN_ENCAP_DPORT", be16},
	{19, "IFLA_IPTUN_COLLECT_METADATA", flag},
	{20, "IFLA_IPTUN_FWMARK", hex32},
}}

// IFLA_IPTUN_*, IFLA_INFO_DATA of kind "sit". IFLA_IPTUN_FLAGS has another width
// here, and other flags.
var sit = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_IPTUN_LINK", u32},
	{2, "IFLA_IPTUN_LOCAL", ip4},
	{3, "IFLA_IPTUN_REMOTE", ip4},
	{4, "IFLA_IPTUN_TTL", u8},
	{5, "IFLA_IPTUN_TOS", u8},
	{6, "IFLA_IPTUN_ENCAP_LIMIT", u8},
	{7, "IFLA_IPTUN_FLOWINFO", hexBE32},
	{8, "IFLA_IPTUN_FLAGS", sitFlags},
	{9, "IFLA_IPTUN_PROTO", ipProtocol},
	{10, "IFLA_IPTUN_PMTUDISC", u8},
	{11, "IFLA_IPTUN_6RD_PREFIX", ip6},
	{12, "IFLA_IPTUN_6RD_RELAY_PREFIX", ip4},
	{13, "IFLA_IPTUN_6RD_PREFIXLEN", u16},
	{14, "IFLA_IPTUN_6RD_RELAY_PREFIXLEN", u16},
	{15, "IFLA_IPTUN_ENCAP_TYPE", tunnelEncap},
	{16, "IFLA_IPTUN_ENCAP_FLAGS", tunnelEncapFlags},
	{17, "IFLA_IPTUN_ENCAP_SPORT", be16},
	{18, "IFLA_IPTUN_ENCAP_DPORT", be16},
	{19, "IFLA_IPTUN_COLLECT_METADATA", flag},
	{20, "IFLA_IPTUN_FWMARK", hex32},
}}

// IFLA_GRE_*, IFLA_INFO_DATA of kinds "gre", "gretap" and "erspan", and of
// "ip6gre", "ip6gretap" and "ip6erspan" (linux/if_tunnel.h). The limit of
// encapsulation, the flow information and IFLA_GRE_FLAGS are for those over
// IPv6.
var gre = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_GRE_LINK", u32},
	{2, "IFLA_GRE_IFLAGS", greFlags},
	{3, "IFLA_GRE_OFLAGS", greFlags},
	{4, "IFLA_GRE_IKEY", be32},
	{5, "IFLA_GRE_OKEY", be32},
	{6, "IFLA_GRE_LOCAL", ip},
	{7, "IFLA_GRE_REMOTE", ip},
	{8, "IFLA_GRE_TTL", u8},
	{9, "IFLA_GRE_TOS", u8},
	{10, "IFLA_GRE_PMTUDISC", u8},
	{11, "IFLA_GRE_ENCAP_LIMIT", u8},
	{12, "IFLA_GRE_FLOWINFO", hexBE32},
	{13, "IFLA_GRE_FLAGS", ip6TunnelFlags},
	{14, "IFLA_GRE_ENCAP_TYPE", tunnelEncap},
	{15, "IFLA_GRE_ENCAP_FLAGS", tunnelEncapFlags},
	{16, "IFLA_GRE_ENCAP_SPORT", be16},
	{17, "IFLA_GRE_ENCAP_DPORT", be16},
	{18, "IFLA_GRE_COLLECT_METADATA", flag},
	{19, "IFLA_GRE_IGNORE_DF", u8},
	{20, "IFLA_GRE_FWMARK", hex32},
	{21, "IFLA_GRE_ERSPAN_INDEX", u32},
	{22, "IFLA_GRE_ERSPAN_VER", u8},
	{23, "IFLA_GRE_ERSPAN_DIR", u8},
	{24, "IFLA_GRE_ERSPAN_HWID", u16},
}}

// IFLA_VTI_*, IFLA_INFO_DATA of kinds "vti" and "vti6" (linux/if_tunnel.h).
var vti = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_VTI_LINK", u32},
	{2, "IFLA_VTI_IKEY", be32},
	{3, "IFLA_VTI_OKEY", be32},
	{4, "IFLA_VTI_LOCAL", ip},
	{5, "IFLA_VTI_REMOTE", ip},
	{6, "IFLA_VTI_FWMARK", hex32},
}}

// IFLA_XFRM_*, IFLA_INFO_DATA of kind "xfrm" (linux/if_link.h).
var xfrm = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_XFRM_LINK", u32},
	{2, "IFLA_XFRM_IF_ID", hex32},
	{3, "IFLA_XFRM_COLLECT_METADATA", flag},
}}

// Bits of a GRE header (linux/if_tunnel.h). GRE_REC, GRE_FLAGS and GRE_VERSION
// cover several.
var greFlags = &Layout{Kind: Bits, Size: 2, Big: true, Values: []Value{
	{0x8000, "GRE_CSUM"},
	{0x4000, "GRE_ROUTING"},
	{0x2000, "GRE_KEY"},
	{0x1000, "GRE_SEQ"},
	{0x800, "GRE_STRICT"},
	{0x700, "GRE_REC"},
	{0x80, "GRE_ACK"},
	{0x78, "GRE_FLAGS"},
	{0x7, "GRE_VERSION"},
}}

// SIT_ISATAP (linux/if_tunnel.h). The kernel calls it big-endian and means its own
// order.
var sitFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "SIT_ISATAP"},
}}

// IP6_TNL_F_* (linux/ip6_tunnel.h). The last three are the kernel's own
// (net/ip6_tunnel.h): they say what the addresses allow.
var ip6TunnelFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "IP6_TNL_F_IGN_ENCAP_LIMIT"},
	{0x2, "IP6_TNL_F_USE_ORIG_TCLASS"},
	{0x4, "IP6_TNL_F_USE_ORIG_FLOWLABEL"},
	{0x8, "IP6_TNL_F_MIP6_DEV"},
	{0x10, "IP6_TNL_F_RCV_DSCP_COPY"},
	{0x20, "IP6_TNL_F_USE_ORIG_FWMARK"},
	{0x40, "IP6_TNL_F_ALLOW_LOCAL_REMOTE"},
	{0x10000, "IP6_TNL_F_CAP_XMIT"},
	{0x20000, "IP6_TNL_F_CAP_RCV"},
	{0x40000, "IP6_TNL_F_CAP_PER_PACKET"},
}}

// What stands between the outer IP header and the tunnel's (linux/if_tunnel.h).
var tunnelEncap = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "TUNNEL_ENCAP_NONE"},
	{1, "TUNNEL_ENCAP_FOU"},
	{2, "TUNNEL_ENCAP_GUE"},
	{3, "TUNNEL_ENCAP_MPLS"},
}}

// TUNNEL_ENCAP_FLAG_* (linux/if_tunnel.h).
var tunnelEncapFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "TUNNEL_ENCAP_FLAG_CSUM"},
	{0x2, "TUNNEL_ENCAP_FLAG_CSUM6"},
	{0x4, "TUNNEL_ENCAP_FLAG_REMCSUM"},
}}
