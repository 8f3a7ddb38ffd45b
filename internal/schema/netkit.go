package schema

// IFLA_NETKIT_*, IFLA_INFO_DATA of kind "netkit" (linux/if_link.h). The peer, in a
// request, is a struct ifinfomsg and IFLA_* again. A reply says which end of the
// pair it is about; policy and scrub are of that end and of its peer.
var netkit = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_NETKIT_PEER_INFO", peer},
	{2, "IFLA_NETKIT_PRIMARY", u8},
	{3, "IFLA_NETKIT_POLICY", netkitPolicy},
	{4, "IFLA_NETKIT_PEER_POLICY", netkitPolicy},
	{5, "IFLA_NETKIT_MODE", netkitMode},
	{6, "IFLA_NETKIT_SCRUB", netkitScrub},
	{7, "IFLA_NETKIT_PEER_SCRUB", netkitScrub},
	{8, "IFLA_NETKIT_HEADROOM", u16},
	{9, "IFLA_NETKIT_TAILROOM", u16},
	{10, "IFLA_NETKIT_PAIRING", netkitPairing},
}}

// enum netkit_action (linux/if_link.h). What a program attached to the link says
// of a packet; a policy is NETKIT_PASS or NETKIT_DROP.
var netkitPolicy = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0xffffffff, "NETKIT_NEXT"},
	{0, "NETKIT_PASS"},
	{2, "NETKIT_DROP"},
	{7, "NETKIT_REDIRECT"},
}}

// enum netkit_mode (linux/if_link.h).
var netkitMode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "NETKIT_L2"},
	{1, "NETKIT_L3"},
}}

// enum netkit_scrub (linux/if_link.h).
var netkitScrub = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "NETKIT_SCRUB_NONE"},
	{1, "NETKIT_SCRUB_DEFAULT"},
}}

// enum netkit_pairing (linux/if_link.h).
var netkitPairing = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "NETKIT_DEVICE_PAIR"},
	{1, "NETKIT_DEVICE_SINGLE"},
}}
