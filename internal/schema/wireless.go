package schema

// struct iw_event, what IFLA_WIRELESS holds (linux/wireless.h). The union u
// depends on cmd, and where it begins on the width of a pointer: on most
// machines there are four bytes of padding before it.
var wirelessEvent = &Layout{Kind: Struct, C: "iw_event", Fields: []Field{
	{"len", u16},
	{"cmd", wirelessCommand},
	{"u", raw},
}}

// Events, and requests whose effect is an event (linux/wireless.h).
var wirelessCommand = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0x8b02, "SIOCSIWNWID"},
	{0x8b04, "SIOCSIWFREQ"},
	{0x8b06, "SIOCSIWMODE"},
	{0x8b15, "SIOCGIWAP"},
	{0x8b19, "SIOCGIWSCAN"},
	{0x8b1a, "SIOCSIWESSID"},
	{0x8b2a, "SIOCSIWENCODE"},
	{0x8c00, "IWEVTXDROP"},
	{0x8c01, "IWEVQUAL"},
	{0x8c02, "IWEVCUSTOM"},
	{0x8c03, "IWEVREGISTERED"},
	{0x8c04, "IWEVEXPIRED"},
	{0x8c05, "IWEVGENIE"},
	{0x8c06, "IWEVMICHAELMICFAILURE"},
	{0x8c07, "IWEVASSOCREQIE"},
	{0x8c08, "IWEVASSOCRESPIE"},
	{0x8c09, "IWEVPMKIDCAND"},
}}
