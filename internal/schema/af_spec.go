package schema

// The nest IFLA_AF_SPEC of a link holds a nest for each address family, with
// the family as its number (linux/if_link.h).
var afSpecLink = &Layout{Kind: Nest, Attrs: []Attr{
	{2, "AF_INET", afInet},
	{10, "AF_INET6", afInet6},
	{45, "AF_MCTP", afMCTP},
}}

// IFLA_MCTP_*, the nest AF_MCTP.
var afMCTP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_MCTP_NET", u32},
	{2, "IFLA_MCTP_PHYS_BINDING", mctpBinding},
}}

// What carries MCTP (DSP0239). The names are the kernel's own (net/mctp.h).
var mctpBinding = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MCTP_PHYS_BINDING_UNSPEC"},
	{1, "MCTP_PHYS_BINDING_SMBUS"},
	{2, "MCTP_PHYS_BINDING_PCIE_VDM"},
	{3, "MCTP_PHYS_BINDING_USB"},
	{4, "MCTP_PHYS_BINDING_KCS"},
	{5, "MCTP_PHYS_BINDING_SERIAL"},
	{6, "MCTP_PHYS_BINDING_I3C"},
	{7, "MCTP_PHYS_BINDING_MMBI"},
	{8, "MCTP_PHYS_BINDING_PCC"},
	{9, "MCTP_PHYS_BINDING_UCIE"},
	{255, "MCTP_PHYS_BINDING_VENDOR"},
}}
