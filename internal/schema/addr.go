package schema

// IFA_*, the attributes of an address (linux/if_addr.h).
var addr = &Layout{Kind: Nest, C: "ifaddrmsg", Select: selectAddr, Fields: []Field{
	{"ifa_family", family},
	{"ifa_prefixlen", u8},
	{"ifa_flags", addrFlags8},
	{"ifa_scope", routeScope},
	{"ifa_index", u32},
}, Attrs: addrAttrs}

// The same for IPv6, whose flags have a bit of another meaning.
var addr6 = &Layout{Kind: Nest, C: "ifaddrmsg", Fields: []Field{
	{"ifa_family", family},
	{"ifa_prefixlen", u8},
	{"ifa_flags", addrFlags8v6},
	{"ifa_scope", routeScope},
	{"ifa_index", u32},
}, Attrs: addrAttrs}

var addrAttrs = []Attr{
	{1, "IFA_ADDRESS", ip},
	{2, "IFA_LOCAL", ip},
	{3, "IFA_LABEL", str},
	{4, "IFA_BROADCAST", ip},
	{5, "IFA_ANYCAST", ip},
	{6, "IFA_CACHEINFO", addrCacheInfo},
	{7, "IFA_MULTICAST", ip},
	{8, "IFA_FLAGS", addrFlags},
	{9, "IFA_RT_PRIORITY", u32},
	{10, "IFA_TARGET_NETNSID", s32},
	{11, "IFA_PROTO", addrProtocol},
	{12, "IFA_MC_USERS", u32},
}

// IFA_F_* (linux/if_addr.h).
var (
	addrFlags8    = &Layout{Kind: Bits, Size: 1, Values: addrFlagValues}
	addrFlags8v6  = &Layout{Kind: Bits, Size: 1, Values: addrFlagValues6}
	addrFlags     = &Layout{Kind: Bits, Size: 4, Values: addrFlagValues, Select: selectAddrFlags}
	addrFlags32v6 = &Layout{Kind: Bits, Size: 4, Values: addrFlagValues6}
)

var addrFlagValues = []Value{
	{0x1, "IFA_F_SECONDARY"},
	{0x2, "IFA_F_NODAD"},
	{0x4, "IFA_F_OPTIMISTIC"},
	{0x8, "IFA_F_DADFAILED"},
	{0x10, "IFA_F_HOMEADDRESS"},
	{0x20, "IFA_F_DEPRECATED"},
	{0x40, "IFA_F_TENTATIVE"},
	{0x80, "IFA_F_PERMANENT"},
	{0x100, "IFA_F_MANAGETEMPADDR"},
	{0x200, "IFA_F_NOPREFIXROUTE"},
	{0x400, "IFA_F_MCAUTOJOIN"},
	{0x800, "IFA_F_STABLE_PRIVACY"},
}

var addrFlagValues6 = []Value{
	{0x1, "IFA_F_TEMPORARY"},
	{0x2, "IFA_F_NODAD"},
	{0x4, "IFA_F_OPTIMISTIC"},
	{0x8, "IFA_F_DADFAILED"},
	{0x10, "IFA_F_HOMEADDRESS"},
	{0x20, "IFA_F_DEPRECATED"},
	{0x40, "IFA_F_TENTATIVE"},
	{0x80, "IFA_F_PERMANENT"},
	{0x100, "IFA_F_MANAGETEMPADDR"},
	{0x200, "IFA_F_NOPREFIXROUTE"},
	{0x400, "IFA_F_MCAUTOJOIN"},
	{0x800, "IFA_F_STABLE_PRIVACY"},
}

// Who made the address (linux/if_addr.h). Other numbers are for programs.
var addrProtocol = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IFAPROT_UNSPEC"},
	{1, "IFAPROT_KERNEL_LO"},
	{2, "IFAPROT_KERNEL_RA"},
	{3, "IFAPROT_KERNEL_LL"},
}}

// struct ifa_cacheinfo. Lifetimes are in seconds, and all ones are forever.
// The times when the address was made and changed count from the start of the
// machine.
var addrCacheInfo = &Layout{Kind: Struct, C: "ifa_cacheinfo", Fields: []Field{
	{"ifa_prefered", lifetime},
	{"ifa_valid", lifetime},
	{"cstamp", ticks32},
	{"tstamp", ticks32},
}}
