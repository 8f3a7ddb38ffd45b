package schema

import (
	"encoding/binary"
	"slices"
)

// NDUSEROPT_*, the attributes of what a router has advertised for programs and
// not for the kernel (linux/rtnetlink.h). Options of Neighbor Discovery (RFC
// 4861), as they came in the packet, stand between the struct and the attributes.
var userOption = &Layout{Kind: Nest, C: "nduseroptmsg", Fields: nduseroptmsgFields, Attrs: []Attr{
	{1, "NDUSEROPT_SRCADDR", ip6},
}, Select: selectUserOption}

// struct nduseroptmsg.
var nduseroptmsgFields = []Field{
	{"nduseropt_family", family},
	{"", pad1},
	{"nduseropt_opts_len", u16},
	{"nduseropt_ifindex", s32},
	{"nduseropt_icmp_type", discoveryMessage},
	{"nduseropt_icmp_code", u8},
	{"", &Layout{Kind: Pad, Size: 6}},
}

// withOptions returns userOption with fields for the options in the body of a
// message.
func withOptions(body []byte) *Layout {
	const length, options = 2, 16 // offsets
	if len(body) < options {
		return userOption
	}
	b := body[options:]
	b = b[:min(int(binary.NativeEndian.Uint16(body[length:])), len(b))]
	l := *userOption
	l.Fields = slices.Clone(nduseroptmsgFields)
	for len(b) >= 2 {
		size := 8 * int(b[1])
		if size == 0 || size > len(b) {
			break
		}
		l.Fields = appendOption(l.Fields, b[0], size-2)
		b = b[size:]
	}
	if len(b) > 0 {
		l.Fields = append(l.Fields, Field{"options", &Layout{Kind: Binary, Size: len(b)}})
	}
	return &l
}

// appendOption appends the fields of an option of a type, with so many bytes
// after the first two.
func appendOption(fields []Field, typ byte, size int) []Field {
	fields = append(fields, Field{"nd_opt_type", discoveryOption}, Field{"nd_opt_len", u8})
	rest := Field{"nd_opt_data", raw}
	for _, o := range discoveryOptions {
		head := (&Layout{Fields: o.fields}).HeaderLen()
		if o.typ == typ && head <= size {
			fields = append(fields, o.fields...)
			size -= head
			rest = o.rest
			break
		}
	}
	if size > 0 {
		l := *rest.Type
		l.Size = size
		fields = append(fields, Field{rest.Name, &l})
	}
	return fields
}

// discoveryOptions are the options that the kernel hands on, with what follows
// their type and length. The length counts eight bytes.
var discoveryOptions = []struct {
	typ    byte
	fields []Field
	rest   Field // takes what is left
}{
	{3, []Field{ // RFC 4861
		{"nd_opt_pi_prefix_len", u8},
		{"nd_opt_pi_flags", prefixInfoFlags},
		{"nd_opt_pi_valid_time", secondsBE32},
		{"nd_opt_pi_preferred_time", secondsBE32},
		{"", pad4},
		{"nd_opt_pi_prefix", ip6},
	}, Field{"", pad}},
	{25, []Field{ // RFC 8106
		{"", pad2},
		{"nd_opt_rdnss_lifetime", secondsBE32},
	}, Field{"nd_opt_rdnss", addresses6}},
	{31, []Field{ // RFC 8106
		{"", pad2},
		{"nd_opt_dnssl_lifetime", secondsBE32},
	}, Field{"nd_opt_dnssl", raw}},
	{34, []Field{ // RFC 6775
		{"nd_opt_6co_context_len", u8},
		{"nd_opt_6co_context_id", hex8},
		{"", pad2},
		{"nd_opt_6co_lifetime", minutesBE16},
	}, Field{"nd_opt_6co_prefix", raw}},
	{37, nil, Field{"nd_opt_captive_portal", str}}, // RFC 8910
	{38, []Field{ // RFC 8781: the lifetime's last three bits are the prefix's length
		{"nd_opt_pref64_lifetime", hexBE16},
	}, Field{"nd_opt_pref64_prefix", raw}},
}

// NDISC_* (net/ndisc.h), the kernel's own, as what is below.
var discoveryMessage = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{134, "NDISC_ROUTER_ADVERTISEMENT"},
}}

// ND_OPT_*, the types of options (net/ndisc.h, and the RFCs about them).
var discoveryOption = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "ND_OPT_SOURCE_LL_ADDR"},
	{2, "ND_OPT_TARGET_LL_ADDR"},
	{3, "ND_OPT_PREFIX_INFO"},
	{4, "ND_OPT_REDIRECT_HDR"},
	{5, "ND_OPT_MTU"},
	{14, "ND_OPT_NONCE"},
	{24, "ND_OPT_ROUTE_INFO"},
	{25, "ND_OPT_RDNSS"},
	{31, "ND_OPT_DNSSL"},
	{34, "ND_OPT_6CO"},
	{37, "ND_OPT_CAPTIVE_PORTAL"},
	{38, "ND_OPT_PREF64"},
}}
