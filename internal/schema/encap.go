package schema

// RTA_ENCAP_TYPE and NHA_ENCAP_TYPE (linux/lwtunnel.h).
var encapType = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "LWTUNNEL_ENCAP_NONE"},
	{1, "LWTUNNEL_ENCAP_MPLS"},
	{2, "LWTUNNEL_ENCAP_IP"},
	{3, "LWTUNNEL_ENCAP_ILA"},
	{4, "LWTUNNEL_ENCAP_IP6"},
	{5, "LWTUNNEL_ENCAP_SEG6"},
	{6, "LWTUNNEL_ENCAP_BPF"},
	{7, "LWTUNNEL_ENCAP_SEG6_LOCAL"},
	{8, "LWTUNNEL_ENCAP_RPL"},
	{9, "LWTUNNEL_ENCAP_IOAM6"},
	{10, "LWTUNNEL_ENCAP_XFRM"},
}}

// encaps are what RTA_ENCAP and NHA_ENCAP hold, by type.
var encaps = []*Layout{
	1:  encapMPLS,
	2:  encapIP,
	3:  encapILA,
	4:  encapIP6,
	5:  encapSeg6,
	6:  encapBPF,
	7:  encapSeg6Local,
	8:  encapRPL,
	9:  encapIOAM6,
	10: encapXFRM,
}

func encapOf(typ uint16) *Layout {
	if int(typ) < len(encaps) && encaps[typ] != nil {
		return encaps[typ]
	}
	return opaque
}

// MPLS_IPTUNNEL_* (linux/mpls_iptunnel.h).
var encapMPLS = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MPLS_IPTUNNEL_DST", labelStack},
	{2, "MPLS_IPTUNNEL_TTL", u8},
}}

// LWTUNNEL_IP_*.
var encapIP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP_ID", be64},
	{2, "LWTUNNEL_IP_DST", ip4},
	{3, "LWTUNNEL_IP_SRC", ip4},
	{4, "LWTUNNEL_IP_TTL", u8},
	{5, "LWTUNNEL_IP_TOS", hex8},
	{6, "LWTUNNEL_IP_FLAGS", encapFlags},
	{7, "LWTUNNEL_IP_PAD", pad},
	{8, "LWTUNNEL_IP_OPTS", encapOptions},
}}

// LWTUNNEL_IP6_*.
var encapIP6 = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP6_ID", be64},
	{2, "LWTUNNEL_IP6_DST", ip6},
	{3, "LWTUNNEL_IP6_SRC", ip6},
	{4, "LWTUNNEL_IP6_HOPLIMIT", u8},
	{5, "LWTUNNEL_IP6_TC", hex8},
	{6, "LWTUNNEL_IP6_FLAGS", encapFlags},
	{7, "LWTUNNEL_IP6_PAD", pad},
	{8, "LWTUNNEL_IP6_OPTS", encapOptions},
}}

// TUNNEL_* (linux/if_tunnel.h), where the numbers are those of network byte order.
var encapFlags = &Layout{Kind: Bits, Size: 2, Big: true, Values: []Value{
	{0x1, "TUNNEL_CSUM"},
	{0x2, "TUNNEL_ROUTING"},
	{0x4, "TUNNEL_KEY"},
	{0x8, "TUNNEL_SEQ"},
	{0x10, "TUNNEL_STRICT"},
	{0x20, "TUNNEL_REC"},
	{0x40, "TUNNEL_VERSION"},
	{0x80, "TUNNEL_NO_KEY"},
	{0x100, "TUNNEL_DONT_FRAGMENT"},
	{0x200, "TUNNEL_OAM"},
	{0x400, "TUNNEL_CRIT_OPT"},
	{0x800, "TUNNEL_GENEVE_OPT"},
	{0x1000, "TUNNEL_VXLAN_OPT"},
	{0x2000, "TUNNEL_NOCACHE"},
	{0x4000, "TUNNEL_ERSPAN_OPT"},
	{0x8000, "TUNNEL_GTP_OPT"},
}}

// LWTUNNEL_IP_OPTS_*, the nests LWTUNNEL_IP_OPTS and LWTUNNEL_IP6_OPTS. There
// may be several LWTUNNEL_IP_OPTS_GENEVE.
var encapOptions = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP_OPTS_GENEVE", encapGeneve},
	{2, "LWTUNNEL_IP_OPTS_VXLAN", encapVXLAN},
	{3, "LWTUNNEL_IP_OPTS_ERSPAN", encapERSPAN},
}}

// LWTUNNEL_IP_OPT_GENEVE_*.
var encapGeneve = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP_OPT_GENEVE_CLASS", be16},
	{2, "LWTUNNEL_IP_OPT_GENEVE_TYPE", u8},
	{3, "LWTUNNEL_IP_OPT_GENEVE_DATA", raw},
}}

// LWTUNNEL_IP_OPT_VXLAN_*.
var encapVXLAN = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP_OPT_VXLAN_GBP", hex32},
}}

// LWTUNNEL_IP_OPT_ERSPAN_*. Version 1 has an index, version 2 the direction and
// the hardware.
var encapERSPAN = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWTUNNEL_IP_OPT_ERSPAN_VER", u8},
	{2, "LWTUNNEL_IP_OPT_ERSPAN_INDEX", be32},
	{3, "LWTUNNEL_IP_OPT_ERSPAN_DIR", u8},
	{4, "LWTUNNEL_IP_OPT_ERSPAN_HWID", u8},
}}

// ILA_ATTR_* (linux/ila.h). Locators and identifiers are halves of an IPv6
// address, in its byte order. A route has a locator, the checksum mode, and the
// types of identifier and hook; the others are of mappings.
var encapILA = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "ILA_ATTR_LOCATOR", hexBE64},
	{2, "ILA_ATTR_IDENTIFIER", hexBE64},
	{3, "ILA_ATTR_LOCATOR_MATCH", hexBE64},
	{4, "ILA_ATTR_IFINDEX", s32},
	{5, "ILA_ATTR_DIR", ilaDirection},
	{6, "ILA_ATTR_PAD", pad},
	{7, "ILA_ATTR_CSUM_MODE", ilaChecksum},
	{8, "ILA_ATTR_IDENT_TYPE", ilaIdentifier},
	{9, "ILA_ATTR_HOOK_TYPE", ilaHook},
}}

// ILA_DIR_* (linux/ila.h).
var ilaDirection = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "ILA_DIR_IN"},
	{0x2, "ILA_DIR_OUT"},
}}

// ILA_CSUM_* (linux/ila.h).
var ilaChecksum = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "ILA_CSUM_ADJUST_TRANSPORT"},
	{1, "ILA_CSUM_NEUTRAL_MAP"},
	{2, "ILA_CSUM_NO_ACTION"},
	{3, "ILA_CSUM_NEUTRAL_MAP_AUTO"},
}}

// ILA_ATYPE_* (linux/ila.h).
var ilaIdentifier = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "ILA_ATYPE_IID"},
	{1, "ILA_ATYPE_LUID"},
	{2, "ILA_ATYPE_VIRT_V4"},
	{3, "ILA_ATYPE_VIRT_UNI_V6"},
	{4, "ILA_ATYPE_VIRT_MULTI_V6"},
	{5, "ILA_ATYPE_NONLOCAL_ADDR"},
	{6, "ILA_ATYPE_RSVD_1"},
	{7, "ILA_ATYPE_RSVD_2"},
	{32, "ILA_ATYPE_USE_FORMAT"},
}}

// ILA_HOOK_* (linux/ila.h).
var ilaHook = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "ILA_HOOK_ROUTE_OUTPUT"},
	{1, "ILA_HOOK_ROUTE_INPUT"},
}}

// LWT_BPF_*. The kernel sends only the names of programs.
var encapBPF = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWT_BPF_IN", encapProgram},
	{2, "LWT_BPF_OUT", encapProgram},
	{3, "LWT_BPF_XMIT", encapProgram},
	{4, "LWT_BPF_XMIT_HEADROOM", u32},
}}

// LWT_BPF_PROG_*.
var encapProgram = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWT_BPF_PROG_FD", u32},
	{2, "LWT_BPF_PROG_NAME", str},
}}

// LWT_XFRM_*. LWT_XFRM_LINK is the index of a link.
var encapXFRM = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LWT_XFRM_IF_ID", hex32},
	{2, "LWT_XFRM_LINK", u32},
}}
