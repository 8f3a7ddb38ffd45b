package schema

// IFLA_BRIDGE_CFM_*, the nest IFLA_BRIDGE_CFM: Connectivity Fault Management
// (linux/if_bridge.h). Up to IFLA_BRIDGE_CFM_CC_CCM_TX they are requests; the
// kernel sends those that end in _INFO, once for each maintenance end point or
// peer. Most of them hold the same attributes as the request.
var bridgeCFM = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_MEP_CREATE", cfmCreate},
	{2, "IFLA_BRIDGE_CFM_MEP_DELETE", cfmDelete},
	{3, "IFLA_BRIDGE_CFM_MEP_CONFIG", cfmConfig},
	{4, "IFLA_BRIDGE_CFM_CC_CONFIG", cfmCheckConfig},
	{5, "IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD", cfmPeer},
	{6, "IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE", cfmPeer},
	{7, "IFLA_BRIDGE_CFM_CC_RDI", cfmDefect},
	{8, "IFLA_BRIDGE_CFM_CC_CCM_TX", cfmTransmit},
	{9, "IFLA_BRIDGE_CFM_MEP_CREATE_INFO", cfmCreate},
	{10, "IFLA_BRIDGE_CFM_MEP_CONFIG_INFO", cfmConfig},
	{11, "IFLA_BRIDGE_CFM_CC_CONFIG_INFO", cfmCheckConfig},
	{12, "IFLA_BRIDGE_CFM_CC_RDI_INFO", cfmDefect},
	{13, "IFLA_BRIDGE_CFM_CC_CCM_TX_INFO", cfmTransmit},
	{14, "IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO", cfmPeer},
	{15, "IFLA_BRIDGE_CFM_MEP_STATUS_INFO", cfmStatus},
	{16, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO", cfmPeerStatus},
}}

// IFLA_BRIDGE_CFM_MEP_CREATE_* (linux/if_bridge.h).
var cfmCreate = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN", cfmDomain},
	{3, "IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION", cfmDirection},
	{4, "IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX", u32},
}}

// IFLA_BRIDGE_CFM_MEP_DELETE_* (linux/if_bridge.h).
var cfmDelete = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_MEP_DELETE_INSTANCE", u32},
}}

// IFLA_BRIDGE_CFM_MEP_CONFIG_* (linux/if_bridge.h).
var cfmConfig = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC", etherAddr},
	{3, "IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL", u32},
	{4, "IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID", u32},
}}

// IFLA_BRIDGE_CFM_CC_CONFIG_* (linux/if_bridge.h). The MAID is that of IEEE
// 802.1ag, in 48 bytes.
var cfmCheckConfig = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE", u32},
	{3, "IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL", cfmInterval},
	{4, "IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID", raw},
}}

// IFLA_BRIDGE_CFM_CC_PEER_MEP* (linux/if_bridge.h).
var cfmPeer = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_CC_PEER_MEPID", u32},
}}

// IFLA_BRIDGE_CFM_CC_RDI_*: the remote defect indication (linux/if_bridge.h).
var cfmDefect = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_CC_RDI_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_CC_RDI_RDI", u32},
}}

// IFLA_BRIDGE_CFM_CC_CCM_TX_* (linux/if_bridge.h). The period is how long to go
// on, and not the interval between messages.
var cfmTransmit = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC", etherAddr},
	{3, "IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE", u32},
	{4, "IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD", seconds32},
	{5, "IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV", u32},
	{6, "IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE", u8},
	{7, "IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV", u32},
	{8, "IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE", u8},
}}

// IFLA_BRIDGE_CFM_MEP_STATUS_* (linux/if_bridge.h).
var cfmStatus = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN", u32},
	{3, "IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN", u32},
	{4, "IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN", u32},
}}

// IFLA_BRIDGE_CFM_CC_PEER_STATUS_* (linux/if_bridge.h).
var cfmPeerStatus = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE", u32},
	{2, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID", u32},
	{3, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT", u32},
	{4, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI", u32},
	{5, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE", u8},
	{6, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE", u8},
	{7, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN", u32},
	{8, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN", u32},
	{9, "IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN", u32},
}}

// enum br_cfm_domain (linux/cfm_bridge.h).
var cfmDomain = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_CFM_PORT"},
	{1, "BR_CFM_VLAN"},
}}

// enum br_cfm_mep_direction (linux/cfm_bridge.h).
var cfmDirection = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_CFM_MEP_DIRECTION_DOWN"},
	{1, "BR_CFM_MEP_DIRECTION_UP"},
}}

// enum br_cfm_ccm_interval (linux/cfm_bridge.h).
var cfmInterval = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BR_CFM_CCM_INTERVAL_NONE"},
	{1, "BR_CFM_CCM_INTERVAL_3_3_MS"},
	{2, "BR_CFM_CCM_INTERVAL_10_MS"},
	{3, "BR_CFM_CCM_INTERVAL_100_MS"},
	{4, "BR_CFM_CCM_INTERVAL_1_SEC"},
	{5, "BR_CFM_CCM_INTERVAL_10_SEC"},
	{6, "BR_CFM_CCM_INTERVAL_1_MIN"},
	{7, "BR_CFM_CCM_INTERVAL_10_MIN"},
}}
