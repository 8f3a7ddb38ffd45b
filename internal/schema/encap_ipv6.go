package schema

// SEG6_IPTUNNEL_*, segment routing (linux/seg6_iptunnel.h).
var encapSeg6 = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "SEG6_IPTUNNEL_SRH", seg6Encap},
	{2, "SEG6_IPTUNNEL_SRC", ip6},
	{3, "SEG6_IPTUNNEL_TABLE", routeTable32},
}}

// struct seg6_iptunnel_encap.
var seg6Encap = &Layout{Kind: Struct, Select: selectSegments, C: "seg6_iptunnel_encap", Fields: []Field{
	{"mode", seg6Mode},
	{"srh", segmentRouting},
}}

// SEG6_IPTUN_MODE_* (linux/seg6_iptunnel.h).
var seg6Mode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "SEG6_IPTUN_MODE_INLINE"},
	{1, "SEG6_IPTUN_MODE_ENCAP"},
	{2, "SEG6_IPTUN_MODE_L2ENCAP"},
	{3, "SEG6_IPTUN_MODE_ENCAP_RED"},
	{4, "SEG6_IPTUN_MODE_L2ENCAP_RED"},
}}

// struct ipv6_sr_hdr (linux/seg6.h, RFC 8754), as it goes into packets. With
// SR6_FLAG1_HMAC, a struct sr6_tlv_hmac follows the segments.
var segmentRouting = &Layout{Kind: Struct, Select: selectSegments, C: "ipv6_sr_hdr", Fields: []Field{
	{"nexthdr", ipProtocol},
	{"hdrlen", u8},
	{"type", routingType},
	{"segments_left", u8},
	{"first_segment", u8},
	{"flags", segmentFlags},
	{"tag", be16},
	{"segments", addresses6},
}}

// IPV6_SRCRT_* (linux/ipv6.h).
var routingType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IPV6_SRCRT_TYPE_0"},
	{2, "IPV6_SRCRT_TYPE_2"},
	{3, "IPV6_SRCRT_TYPE_3"},
	{4, "IPV6_SRCRT_TYPE_4"},
}}

// SR6_FLAG1_* (linux/seg6.h).
var segmentFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x8, "SR6_FLAG1_HMAC"},
	{0x10, "SR6_FLAG1_ALERT"},
	{0x20, "SR6_FLAG1_OAM"},
	{0x40, "SR6_FLAG1_PROTECTED"},
}}

// struct sr6_tlv_hmac (linux/seg6_hmac.h). Its first two bytes are a struct
// sr6_tlv.
var segmentHMAC = &Layout{Kind: Struct, C: "sr6_tlv_hmac", Fields: []Field{
	{"tlvhdr", segmentTLV},
	{"", pad2},
	{"hmackeyid", hexBE32},
	{"hmac", &Layout{Kind: Binary, Size: 32}},
}}

// struct sr6_tlv (linux/seg6.h).
var segmentTLV = &Layout{Kind: Struct, C: "sr6_tlv", Fields: []Field{
	{"type", segmentTLVType},
	{"len", u8},
}}

// SR6_TLV_* (linux/seg6.h).
var segmentTLVType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "SR6_TLV_INGRESS"},
	{2, "SR6_TLV_EGRESS"},
	{3, "SR6_TLV_OPAQUE"},
	{4, "SR6_TLV_PADDING"},
	{5, "SR6_TLV_HMAC"},
}}

// withSegments returns l, a segmentRouting or what ends with one, with as many
// segments as body has if an HMAC follows them.
func withSegments(l *Layout, body []byte) *Layout {
	last := len(l.Fields) - 1
	known := *l
	known.Fields = append([]Field(nil), l.Fields...)
	if l == seg6Encap {
		known.Fields[last].Type = withSegments(segmentRouting, body[min(seg6Mode.Size, len(body)):])
		return &known
	}
	const hmac = 0x8 // SR6_FLAG1_HMAC
	head := l.HeaderLen()
	if len(body) < head || body[5]&hmac == 0 {
		return l
	}
	known.Fields[last].Type = &Layout{Kind: Array, Size: (int(body[4]) + 1) * ip6.Size, Elem: ip6}
	known.Fields = append(known.Fields, Field{"hmac", segmentHMAC})
	return &known
}

// SEG6_LOCAL_*, what is done at the end of a segment (linux/seg6_local.h).
// SEG6_LOCAL_IIF and SEG6_LOCAL_OIF are indices of links.
var encapSeg6Local = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "SEG6_LOCAL_ACTION", seg6Action},
	{2, "SEG6_LOCAL_SRH", segmentRouting},
	{3, "SEG6_LOCAL_TABLE", routeTable32},
	{4, "SEG6_LOCAL_NH4", ip4},
	{5, "SEG6_LOCAL_NH6", ip6},
	{6, "SEG6_LOCAL_IIF", u32},
	{7, "SEG6_LOCAL_OIF", u32},
	{8, "SEG6_LOCAL_BPF", seg6Program},
	{9, "SEG6_LOCAL_VRFTABLE", routeTable32},
	{10, "SEG6_LOCAL_COUNTERS", seg6Counters},
	{11, "SEG6_LOCAL_FLAVORS", seg6Flavors},
}}

// SEG6_LOCAL_ACTION_* (linux/seg6_local.h).
var seg6Action = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "SEG6_LOCAL_ACTION_UNSPEC"},
	{1, "SEG6_LOCAL_ACTION_END"},
	{2, "SEG6_LOCAL_ACTION_END_X"},
	{3, "SEG6_LOCAL_ACTION_END_T"},
	{4, "SEG6_LOCAL_ACTION_END_DX2"},
	{5, "SEG6_LOCAL_ACTION_END_DX6"},
	{6, "SEG6_LOCAL_ACTION_END_DX4"},
	{7, "SEG6_LOCAL_ACTION_END_DT6"},
	{8, "SEG6_LOCAL_ACTION_END_DT4"},
	{9, "SEG6_LOCAL_ACTION_END_B6"},
	{10, "SEG6_LOCAL_ACTION_END_B6_ENCAP"},
	{11, "SEG6_LOCAL_ACTION_END_BM"},
	{12, "SEG6_LOCAL_ACTION_END_S"},
	{13, "SEG6_LOCAL_ACTION_END_AS"},
	{14, "SEG6_LOCAL_ACTION_END_AM"},
	{15, "SEG6_LOCAL_ACTION_END_BPF"},
	{16, "SEG6_LOCAL_ACTION_END_DT46"},
}}

// SEG6_LOCAL_BPF_PROG_*. SEG6_LOCAL_BPF_PROG is a file descriptor in requests,
// and the id of the program in what the kernel sends.
var seg6Program = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "SEG6_LOCAL_BPF_PROG", u32},
	{2, "SEG6_LOCAL_BPF_PROG_NAME", str},
}}

// SEG6_LOCAL_CNT_*. A request asks for counters by zeros.
var seg6Counters = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "SEG6_LOCAL_CNT_PAD", pad},
	{2, "SEG6_LOCAL_CNT_PACKETS", u64},
	{3, "SEG6_LOCAL_CNT_BYTES", u64},
	{4, "SEG6_LOCAL_CNT_ERRORS", u64},
}}

// SEG6_LOCAL_FLV_*. The flavors are bits by their numbers.
var seg6Flavors = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "SEG6_LOCAL_FLV_OPERATION", seg6FlavorBits},
	{2, "SEG6_LOCAL_FLV_LCBLOCK_BITS", u8},
	{3, "SEG6_LOCAL_FLV_LCNODE_FN_BITS", u8},
}}

// SEG6_LOCAL_FLV_OP_* (linux/seg6_local.h), the numbers of the bits.
var seg6FlavorBits = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{1 << 1, "1<<SEG6_LOCAL_FLV_OP_PSP"},
	{1 << 2, "1<<SEG6_LOCAL_FLV_OP_USP"},
	{1 << 3, "1<<SEG6_LOCAL_FLV_OP_USD"},
	{1 << 4, "1<<SEG6_LOCAL_FLV_OP_NEXT_CSID"},
}}

// RPL_IPTUNNEL_* (linux/rpl_iptunnel.h).
var encapRPL = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "RPL_IPTUNNEL_SRH", rplRouting},
}}

// struct ipv6_rpl_sr_hdr (linux/rpl.h, RFC 6554), as it goes into packets but
// with whole addresses. The members in one byte are bit-fields, the first of
// them in the upper four bits; pad is a number of bytes.
var rplRouting = &Layout{Kind: Struct, C: "ipv6_rpl_sr_hdr", Fields: []Field{
	{"nexthdr", ipProtocol},
	{"hdrlen", u8},
	{"type", routingType},
	{"segments_left", u8},
	{"cmpri, cmpre", hex8},
	{"pad, reserved", hex8},
	{"", pad2},
	{"segments", addresses6},
}}

// IOAM6_IPTUNNEL_* (linux/ioam6_iptunnel.h). K of n packets are traced.
var encapIOAM6 = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IOAM6_IPTUNNEL_MODE", ioam6Mode},
	{2, "IOAM6_IPTUNNEL_DST", ip6},
	{3, "IOAM6_IPTUNNEL_TRACE", ioam6Trace},
	{4, "IOAM6_IPTUNNEL_FREQ_K", u32},
	{5, "IOAM6_IPTUNNEL_FREQ_N", u32},
	{6, "IOAM6_IPTUNNEL_SRC", ip6},
}}

// IOAM6_IPTUNNEL_MODE_* (linux/ioam6_iptunnel.h).
var ioam6Mode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "IOAM6_IPTUNNEL_MODE_INLINE"},
	{2, "IOAM6_IPTUNNEL_MODE_ENCAP"},
	{3, "IOAM6_IPTUNNEL_MODE_AUTO"},
}}

// struct ioam6_trace_hdr (linux/ioam6.h, RFC 9197), without data. The length of
// a node's data and the flag of overflow are bit-fields in one byte, five bits
// and the next one; remlen has the lower seven bits of its byte. The type has a
// bit for each kind of data, from the uppermost on.
var ioam6Trace = &Layout{Kind: Struct, C: "ioam6_trace_hdr", Fields: []Field{
	{"namespace_id", be16},
	{"nodelen, overflow", hex8},
	{"remlen", u8},
	{"type_be32", hexBE32},
}}
