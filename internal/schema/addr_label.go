package schema

// IFAL_*, the attributes of a label by which addresses are selected
// (linux/if_addrlabel.h, RFC 6724). A request for one label has the whole address
// and a length of 128 bits.
var addrLabel = &Layout{Kind: Nest, C: "ifaddrlblmsg", Fields: ifaddrlblmsgFields, Attrs: []Attr{
	{1, "IFAL_ADDRESS", ip},
	{2, "IFAL_LABEL", u32},
}}

// struct ifaddrlblmsg. The kernel has no flags yet. Its sequence number changes
// with the table.
var ifaddrlblmsgFields = []Field{
	{"ifal_family", family},
	{"", pad1},
	{"ifal_prefixlen", u8},
	{"ifal_flags", hex8},
	{"ifal_index", u32},
	{"ifal_seq", u32},
}
