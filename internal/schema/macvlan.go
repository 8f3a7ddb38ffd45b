package schema

// IFLA_MACVLAN_*, IFLA_INFO_DATA of kinds "macvlan" and "macvtap"
// (linux/if_link.h). In a request IFLA_MACVLAN_MACADDR_MODE says what becomes of
// the addresses of mode MACVLAN_MODE_SOURCE, of which one stands in
// IFLA_MACVLAN_MACADDR, or several in IFLA_MACVLAN_MACADDR_DATA. A reply has the
// latter and their count.
var macvlan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_MACVLAN_MODE", macvlanMode},
	{2, "IFLA_MACVLAN_FLAGS", macvlanFlags},
	{3, "IFLA_MACVLAN_MACADDR_MODE", macvlanAddrMode},
	{4, "IFLA_MACVLAN_MACADDR", lladdr},
	{5, "IFLA_MACVLAN_MACADDR_DATA", macvlanAddrs},
	{6, "IFLA_MACVLAN_MACADDR_COUNT", u32},
	{7, "IFLA_MACVLAN_BC_QUEUE_LEN", u32},
	{8, "IFLA_MACVLAN_BC_QUEUE_LEN_USED", u32},
	{9, "IFLA_MACVLAN_BC_CUTOFF", s32},
}}

// The nest IFLA_MACVLAN_MACADDR_DATA holds attributes of one number.
var macvlanAddrs = &Layout{Kind: Nest, Attrs: []Attr{
	{4, "IFLA_MACVLAN_MACADDR", lladdr},
}}

// enum macvlan_mode (linux/if_link.h). A macvlan has one mode, although each is a
// bit.
var macvlanMode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{1, "MACVLAN_MODE_PRIVATE"},
	{2, "MACVLAN_MODE_VEPA"},
	{4, "MACVLAN_MODE_BRIDGE"},
	{8, "MACVLAN_MODE_PASSTHRU"},
	{16, "MACVLAN_MODE_SOURCE"},
}}

// MACVLAN_FLAG_* (linux/if_link.h).
var macvlanFlags = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "MACVLAN_FLAG_NOPROMISC"},
	{0x2, "MACVLAN_FLAG_NODST"},
}}

// enum macvlan_macaddr_mode (linux/if_link.h).
var macvlanAddrMode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "MACVLAN_MACADDR_ADD"},
	{1, "MACVLAN_MACADDR_DEL"},
	{2, "MACVLAN_MACADDR_FLUSH"},
	{3, "MACVLAN_MACADDR_SET"},
}}
