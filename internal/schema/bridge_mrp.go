package schema

// IFLA_BRIDGE_MRP_*, the nest IFLA_BRIDGE_MRP: the Media Redundancy Protocol
// (linux/if_bridge.h). The kernel sends IFLA_BRIDGE_MRP_INFO alone, once for each
// ring; the others are requests.
var bridgeMRP = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_INSTANCE", mrpInstance},
	{2, "IFLA_BRIDGE_MRP_PORT_STATE", mrpPortState},
	{3, "IFLA_BRIDGE_MRP_PORT_ROLE", mrpPortRole},
	{4, "IFLA_BRIDGE_MRP_RING_STATE", mrpRingState},
	{5, "IFLA_BRIDGE_MRP_RING_ROLE", mrpRingRole},
	{6, "IFLA_BRIDGE_MRP_START_TEST", mrpStartTest},
	{7, "IFLA_BRIDGE_MRP_INFO", mrpInfo},
	{8, "IFLA_BRIDGE_MRP_IN_ROLE", mrpInRole},
	{9, "IFLA_BRIDGE_MRP_IN_STATE", mrpInState},
	{10, "IFLA_BRIDGE_MRP_START_IN_TEST", mrpStartInTest},
}}

// IFLA_BRIDGE_MRP_INSTANCE_*, the nest IFLA_BRIDGE_MRP_INSTANCE
// (linux/if_bridge.h).
var mrpInstance = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_INSTANCE_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX", u32},
	{3, "IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX", u32},
	{4, "IFLA_BRIDGE_MRP_INSTANCE_PRIO", u16},
}}

// IFLA_BRIDGE_MRP_PORT_STATE_*, the nest IFLA_BRIDGE_MRP_PORT_STATE
// (linux/if_bridge.h).
var mrpPortState = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_PORT_STATE_STATE", mrpPortStateType},
}}

// IFLA_BRIDGE_MRP_PORT_ROLE_*, the nest IFLA_BRIDGE_MRP_PORT_ROLE
// (linux/if_bridge.h).
var mrpPortRole = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_PORT_ROLE_ROLE", mrpPortRoleType},
}}

// IFLA_BRIDGE_MRP_RING_STATE_*, the nest IFLA_BRIDGE_MRP_RING_STATE
// (linux/if_bridge.h).
var mrpRingState = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_RING_STATE_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_RING_STATE_STATE", mrpRingStateType},
}}

// IFLA_BRIDGE_MRP_RING_ROLE_*, the nest IFLA_BRIDGE_MRP_RING_ROLE
// (linux/if_bridge.h).
var mrpRingRole = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_RING_ROLE_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_RING_ROLE_ROLE", mrpRingRoleType},
}}

// IFLA_BRIDGE_MRP_START_TEST_*, the nest IFLA_BRIDGE_MRP_START_TEST
// (linux/if_bridge.h).
var mrpStartTest = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_START_TEST_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_START_TEST_INTERVAL", microseconds32},
	{3, "IFLA_BRIDGE_MRP_START_TEST_MAX_MISS", u32},
	{4, "IFLA_BRIDGE_MRP_START_TEST_PERIOD", microseconds32},
	{5, "IFLA_BRIDGE_MRP_START_TEST_MONITOR", u32},
}}

// IFLA_BRIDGE_MRP_INFO_*, the nest IFLA_BRIDGE_MRP_INFO (linux/if_bridge.h).
var mrpInfo = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_INFO_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_INFO_P_IFINDEX", u32},
	{3, "IFLA_BRIDGE_MRP_INFO_S_IFINDEX", u32},
	{4, "IFLA_BRIDGE_MRP_INFO_PRIO", u16},
	{5, "IFLA_BRIDGE_MRP_INFO_RING_STATE", mrpRingStateType},
	{6, "IFLA_BRIDGE_MRP_INFO_RING_ROLE", mrpRingRoleType},
	{7, "IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL", microseconds32},
	{8, "IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS", u32},
	{9, "IFLA_BRIDGE_MRP_INFO_TEST_MONITOR", u32},
	{10, "IFLA_BRIDGE_MRP_INFO_I_IFINDEX", u32},
	{11, "IFLA_BRIDGE_MRP_INFO_IN_STATE", mrpInStateType},
	{12, "IFLA_BRIDGE_MRP_INFO_IN_ROLE", mrpInRoleType},
	{13, "IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL", microseconds32},
	{14, "IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS", u32},
}}

// IFLA_BRIDGE_MRP_IN_STATE_*, the nest IFLA_BRIDGE_MRP_IN_STATE
// (linux/if_bridge.h). The number of the interconnection has four bytes here and
// in IFLA_BRIDGE_MRP_START_IN_TEST, and two in IFLA_BRIDGE_MRP_IN_ROLE.
var mrpInState = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_IN_STATE_IN_ID", u32},
	{2, "IFLA_BRIDGE_MRP_IN_STATE_STATE", mrpInStateType},
}}

// IFLA_BRIDGE_MRP_IN_ROLE_*, the nest IFLA_BRIDGE_MRP_IN_ROLE
// (linux/if_bridge.h).
var mrpInRole = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_IN_ROLE_RING_ID", u32},
	{2, "IFLA_BRIDGE_MRP_IN_ROLE_IN_ID", u16},
	{3, "IFLA_BRIDGE_MRP_IN_ROLE_ROLE", mrpInRoleType},
	{4, "IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX", u32},
}}

// IFLA_BRIDGE_MRP_START_IN_TEST_*, the nest IFLA_BRIDGE_MRP_START_IN_TEST
// (linux/if_bridge.h).
var mrpStartInTest = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID", u32},
	{2, "IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL", microseconds32},
	{3, "IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS", u32},
	{4, "IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD", microseconds32},
}}

// enum br_mrp_port_state_type (linux/mrp_bridge.h).
var mrpPortStateType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_PORT_STATE_DISABLED"},
	{1, "BR_MRP_PORT_STATE_BLOCKED"},
	{2, "BR_MRP_PORT_STATE_FORWARDING"},
	{3, "BR_MRP_PORT_STATE_NOT_CONNECTED"},
}}

// enum br_mrp_port_role_type (linux/mrp_bridge.h).
var mrpPortRoleType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_PORT_ROLE_PRIMARY"},
	{1, "BR_MRP_PORT_ROLE_SECONDARY"},
	{2, "BR_MRP_PORT_ROLE_INTER"},
}}

// enum br_mrp_ring_state_type (linux/mrp_bridge.h).
var mrpRingStateType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_RING_STATE_OPEN"},
	{1, "BR_MRP_RING_STATE_CLOSED"},
}}

// enum br_mrp_ring_role_type (linux/mrp_bridge.h).
var mrpRingRoleType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_RING_ROLE_DISABLED"},
	{1, "BR_MRP_RING_ROLE_MRC"},
	{2, "BR_MRP_RING_ROLE_MRM"},
	{3, "BR_MRP_RING_ROLE_MRA"},
}}

// enum br_mrp_in_state_type (linux/mrp_bridge.h).
var mrpInStateType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_IN_STATE_OPEN"},
	{1, "BR_MRP_IN_STATE_CLOSED"},
}}

// enum br_mrp_in_role_type (linux/mrp_bridge.h).
var mrpInRoleType = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_MRP_IN_ROLE_DISABLED"},
	{1, "BR_MRP_IN_ROLE_MIC"},
	{2, "BR_MRP_IN_ROLE_MIM"},
}}
