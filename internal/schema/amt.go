package schema

// IFLA_AMT_*, IFLA_INFO_DATA of kind "amt" (linux/amt.h). Ports are in network
// byte order.
var amt = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_AMT_MODE", amtMode},
	{2, "IFLA_AMT_RELAY_PORT", be16},
	{3, "IFLA_AMT_GATEWAY_PORT", be16},
	{4, "IFLA_AMT_LINK", u32},
	{5, "IFLA_AMT_LOCAL_IP", ip4},
	{6, "IFLA_AMT_REMOTE_IP", ip4},
	{7, "IFLA_AMT_DISCOVERY_IP", ip4},
	{8, "IFLA_AMT_MAX_TUNNELS", u32},
}}

// enum ifla_amt_mode (linux/amt.h).
var amtMode = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "AMT_MODE_GATEWAY"},
	{1, "AMT_MODE_RELAY"},
}}
