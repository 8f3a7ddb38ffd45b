package schema

// linux/if.h.
var linkMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_LINK_MODE_DEFAULT"},
	{1, "IF_LINK_MODE_DORMANT"},
	{2, "IF_LINK_MODE_TESTING"},
}}

// What made the kernel send the message (linux/if_link.h).
var linkEvent = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "IFLA_EVENT_NONE"},
	{1, "IFLA_EVENT_REBOOT"},
	{2, "IFLA_EVENT_FEATURES"},
	{3, "IFLA_EVENT_BONDING_FAILOVER"},
	{4, "IFLA_EVENT_NOTIFY_PEERS"},
	{5, "IFLA_EVENT_IGMP_RESEND"},
	{6, "IFLA_EVENT_BONDING_OPTIONS"},
}}

// linux/if_link.h.
var xdpAttached = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "XDP_ATTACHED_NONE"},
	{1, "XDP_ATTACHED_DRV"},
	{2, "XDP_ATTACHED_SKB"},
	{3, "XDP_ATTACHED_HW"},
	{4, "XDP_ATTACHED_MULTI"},
}}

// linux/if_link.h.
var xdpFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "XDP_FLAGS_UPDATE_IF_NOEXIST"},
	{0x2, "XDP_FLAGS_SKB_MODE"},
	{0x4, "XDP_FLAGS_DRV_MODE"},
	{0x8, "XDP_FLAGS_HW_MODE"},
	{0x10, "XDP_FLAGS_REPLACE"},
}}

// linux/netdevice.h.
var mediaPort = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_PORT_UNKNOWN"},
	{1, "IF_PORT_10BASE2"},
	{2, "IF_PORT_10BASET"},
	{3, "IF_PORT_AUI"},
	{4, "IF_PORT_100BASET"},
	{5, "IF_PORT_100BASETX"},
	{6, "IF_PORT_100BASEFX"},
}}

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

// linux/if_link.h.
var vfLink = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "IFLA_VF_LINK_STATE_AUTO"},
	{1, "IFLA_VF_LINK_STATE_ENABLE"},
	{2, "IFLA_VF_LINK_STATE_DISABLE"},
}}

// linux/if_link.h.
var portRequest = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "PORT_REQUEST_PREASSOCIATE"},
	{1, "PORT_REQUEST_PREASSOCIATE_RR"},
	{2, "PORT_REQUEST_ASSOCIATE"},
	{3, "PORT_REQUEST_DISASSOCIATE"},
}}

// linux/if_link.h.
var portResponse = &Layout{Kind: Enum, Size: 2, Values: []Value{
	{0, "PORT_VDP_RESPONSE_SUCCESS"},
	{1, "PORT_VDP_RESPONSE_INVALID_FORMAT"},
	{2, "PORT_VDP_RESPONSE_INSUFFICIENT_RESOURCES"},
	{3, "PORT_VDP_RESPONSE_UNUSED_VTID"},
	{4, "PORT_VDP_RESPONSE_VTID_VIOLATION"},
	{5, "PORT_VDP_RESPONSE_VTID_VERSION_VIOALTION"},
	{6, "PORT_VDP_RESPONSE_OUT_OF_SYNC"},
	{256, "PORT_PROFILE_RESPONSE_SUCCESS"},
	{257, "PORT_PROFILE_RESPONSE_INPROGRESS"},
	{258, "PORT_PROFILE_RESPONSE_INVALID"},
	{259, "PORT_PROFILE_RESPONSE_BADSTATE"},
	{260, "PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES"},
	{261, "PORT_PROFILE_RESPONSE_ERROR"},
}}
