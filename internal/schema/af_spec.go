package schema

// The nest IFLA_AF_SPEC of a link holds a nest for each address family, with
// the family as its number (linux/if_link.h).
var afSpecLink = &Layout{Kind: Nest, Attrs: []Attr{
	{2, "AF_INET", afInet},
	{10, "AF_INET6", afInet6},
	{45, "AF_MCTP", afMCTP},
}}

// IFLA_INET_*. IFLA_INET_CONF is a nest in requests, and an array of numbers in
// what the kernel sends; here it is bytes.
var afInet = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_INET_CONF", raw},
}}

// IFLA_INET6_*, also the nest IFLA_PROTINFO of family AF_INET6.
var afInet6 = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_INET6_FLAGS", u32},
	{2, "IFLA_INET6_CONF", raw},
	{3, "IFLA_INET6_STATS", raw},
	{4, "IFLA_INET6_MCAST", raw},
	{5, "IFLA_INET6_CACHEINFO", inet6CacheInfo},
	{6, "IFLA_INET6_ICMP6STATS", raw},
	{7, "IFLA_INET6_TOKEN", ip},
	{8, "IFLA_INET6_ADDR_GEN_MODE", addrGenMode},
	{9, "IFLA_INET6_RA_MTU", u32},
}}

// struct ifla_cacheinfo.
var inet6CacheInfo = &Layout{Kind: Struct, C: "ifla_cacheinfo", Fields: []Field{
	{"max_reasm_len", u32},
	{"tstamp", u32},
	{"reachable_time", u32},
	{"retrans_time", u32},
}}

// IFLA_MCTP_*.
var afMCTP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_MCTP_NET", u32},
	{2, "IFLA_MCTP_PHYS_BINDING", u8},
}}

// IFLA_BRIDGE_*, the nest IFLA_AF_SPEC in a message of family AF_BRIDGE
// (linux/if_bridge.h). Their numbers begin at zero.
var afSpecBridge = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "IFLA_BRIDGE_FLAGS", u16},
	{1, "IFLA_BRIDGE_MODE", u16},
	{2, "IFLA_BRIDGE_VLAN_INFO", bridgeVLAN},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_INFO", bridgeTunnel},
	{4, "IFLA_BRIDGE_MRP", opaque},
	{5, "IFLA_BRIDGE_CFM", opaque},
	{6, "IFLA_BRIDGE_MST", opaque},
}}

// struct bridge_vlan_info.
var bridgeVLAN = &Layout{Kind: Struct, C: "bridge_vlan_info", Fields: []Field{
	{"flags", u16},
	{"vid", u16},
}}

// IFLA_BRIDGE_VLAN_TUNNEL_*.
var bridgeTunnel = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_VLAN_TUNNEL_ID", u32},
	{2, "IFLA_BRIDGE_VLAN_TUNNEL_VID", u16},
	{3, "IFLA_BRIDGE_VLAN_TUNNEL_FLAGS", u16},
}}
