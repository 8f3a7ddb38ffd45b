package schema

// IFLA_BOND_*, IFLA_INFO_DATA of kind "bond" (linux/if_link.h). Delays and
// intervals are in milliseconds, IFLA_BOND_LP_INTERVAL is in seconds.
var bond = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BOND_MODE", bondMode},
	{2, "IFLA_BOND_ACTIVE_SLAVE", u32},
	{3, "IFLA_BOND_MIIMON", milliseconds32},
	{4, "IFLA_BOND_UPDELAY", milliseconds32},
	{5, "IFLA_BOND_DOWNDELAY", milliseconds32},
	{6, "IFLA_BOND_USE_CARRIER", u8},
	{7, "IFLA_BOND_ARP_INTERVAL", milliseconds32},
	{8, "IFLA_BOND_ARP_IP_TARGET", bondTargets},
	{9, "IFLA_BOND_ARP_VALIDATE", bondValidate},
	{10, "IFLA_BOND_ARP_ALL_TARGETS", bondAllTargets},
	{11, "IFLA_BOND_PRIMARY", u32},
	{12, "IFLA_BOND_PRIMARY_RESELECT", bondReselect},
	{13, "IFLA_BOND_FAIL_OVER_MAC", bondFailOver},
	{14, "IFLA_BOND_XMIT_HASH_POLICY", bondHashPolicy},
	{15, "IFLA_BOND_RESEND_IGMP", u32},
	{16, "IFLA_BOND_NUM_PEER_NOTIF", u8},
	{17, "IFLA_BOND_ALL_SLAVES_ACTIVE", u8},
	{18, "IFLA_BOND_MIN_LINKS", u32},
	{19, "IFLA_BOND_LP_INTERVAL", seconds32},
	{20, "IFLA_BOND_PACKETS_PER_SLAVE", u32},
	{21, "IFLA_BOND_AD_LACP_RATE", bondLACPRate},
	{22, "IFLA_BOND_AD_SELECT", bondSelect},
	{23, "IFLA_BOND_AD_INFO", bondInfo},
	{24, "IFLA_BOND_AD_ACTOR_SYS_PRIO", u16},
	{25, "IFLA_BOND_AD_USER_PORT_KEY", u16},
	{26, "IFLA_BOND_AD_ACTOR_SYSTEM", etherAddr},
	{27, "IFLA_BOND_TLB_DYNAMIC_LB", u8},
	{28, "IFLA_BOND_PEER_NOTIF_DELAY", milliseconds32},
	{29, "IFLA_BOND_AD_LACP_ACTIVE", u8},
	{30, "IFLA_BOND_MISSED_MAX", u8},
	{31, "IFLA_BOND_NS_IP6_TARGET", bondTargets6},
	{32, "IFLA_BOND_COUPLED_CONTROL", u8},
	{33, "IFLA_BOND_BROADCAST_NEIGH", u8},
	{34, "IFLA_BOND_LACP_STRICT", u8},
}}

// The nests IFLA_BOND_ARP_IP_TARGET and IFLA_BOND_NS_IP6_TARGET number their
// addresses from zero.
var (
	bondTargets  = &Layout{Kind: Nest, Elem: ip4}
	bondTargets6 = &Layout{Kind: Nest, Elem: ip6}
)

// IFLA_BOND_AD_INFO_*, the nest IFLA_BOND_AD_INFO: the active aggregator of a bond
// of mode BOND_MODE_8023AD.
var bondInfo = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BOND_AD_INFO_AGGREGATOR", u16},
	{2, "IFLA_BOND_AD_INFO_NUM_PORTS", u16},
	{3, "IFLA_BOND_AD_INFO_ACTOR_KEY", u16},
	{4, "IFLA_BOND_AD_INFO_PARTNER_KEY", u16},
	{5, "IFLA_BOND_AD_INFO_PARTNER_MAC", etherAddr},
}}

// IFLA_BOND_SLAVE_*, IFLA_INFO_SLAVE_DATA of kind "bond" (linux/if_link.h). A
// request has a queue and priorities.
var bondPort = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_BOND_SLAVE_STATE", bondPortState},
	{2, "IFLA_BOND_SLAVE_MII_STATUS", bondPortLink},
	{3, "IFLA_BOND_SLAVE_LINK_FAILURE_COUNT", u32},
	{4, "IFLA_BOND_SLAVE_PERM_HWADDR", lladdr},
	{5, "IFLA_BOND_SLAVE_QUEUE_ID", u16},
	{6, "IFLA_BOND_SLAVE_AD_AGGREGATOR_ID", u16},
	{7, "IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE", lacpState8},
	{8, "IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE", lacpState16},
	{9, "IFLA_BOND_SLAVE_PRIO", s32},
	{10, "IFLA_BOND_SLAVE_ACTOR_PORT_PRIO", u16},
	{11, "IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE", bondChurn},
	{12, "IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE", bondChurn},
}}

// BOND_MODE_* (linux/if_bonding.h).
var bondMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_MODE_ROUNDROBIN"},
	{1, "BOND_MODE_ACTIVEBACKUP"},
	{2, "BOND_MODE_XOR"},
	{3, "BOND_MODE_BROADCAST"},
	{4, "BOND_MODE_8023AD"},
	{5, "BOND_MODE_TLB"},
	{6, "BOND_MODE_ALB"},
}}

// BOND_XMIT_POLICY_* (linux/if_bonding.h).
var bondHashPolicy = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_XMIT_POLICY_LAYER2"},
	{1, "BOND_XMIT_POLICY_LAYER34"},
	{2, "BOND_XMIT_POLICY_LAYER23"},
	{3, "BOND_XMIT_POLICY_ENCAP23"},
	{4, "BOND_XMIT_POLICY_ENCAP34"},
	{5, "BOND_XMIT_POLICY_VLAN_SRCMAC"},
}}

// LACP_STATE_* (linux/if_bonding.h), the state of a port in the protocol, of itself
// and of its partner.
var (
	lacpState8  = &Layout{Kind: Bits, Size: 1, Values: lacpStateValues}
	lacpState16 = &Layout{Kind: Bits, Size: 2, Values: lacpStateValues}
)

var lacpStateValues = []Value{
	{0x1, "LACP_STATE_LACP_ACTIVITY"},
	{0x2, "LACP_STATE_LACP_TIMEOUT"},
	{0x4, "LACP_STATE_AGGREGATION"},
	{0x8, "LACP_STATE_SYNCHRONIZATION"},
	{0x10, "LACP_STATE_COLLECTING"},
	{0x20, "LACP_STATE_DISTRIBUTING"},
	{0x40, "LACP_STATE_DEFAULTED"},
	{0x80, "LACP_STATE_EXPIRED"},
}

// BOND_STATE_* (linux/if_bonding.h).
var bondPortState = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_STATE_ACTIVE"},
	{1, "BOND_STATE_BACKUP"},
}}

// BOND_LINK_* (linux/if_bonding.h).
var bondPortLink = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_LINK_UP"},
	{1, "BOND_LINK_FAIL"},
	{2, "BOND_LINK_DOWN"},
	{3, "BOND_LINK_BACK"},
}}

// BOND_ARP_VALIDATE_* and BOND_ARP_FILTER_*. This and what is below are the
// kernel's own, without names in the headers for programs (net/bonding.h).
var bondValidate = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BOND_ARP_VALIDATE_NONE"},
	{1, "BOND_ARP_VALIDATE_ACTIVE"},
	{2, "BOND_ARP_VALIDATE_BACKUP"},
	{3, "BOND_ARP_VALIDATE_ALL"},
	{4, "BOND_ARP_FILTER"},
	{5, "BOND_ARP_FILTER_ACTIVE"},
	{6, "BOND_ARP_FILTER_BACKUP"},
}}

// BOND_ARP_TARGETS_* (net/bonding.h).
var bondAllTargets = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "BOND_ARP_TARGETS_ANY"},
	{1, "BOND_ARP_TARGETS_ALL"},
}}

// BOND_PRI_RESELECT_* (net/bonding.h).
var bondReselect = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_PRI_RESELECT_ALWAYS"},
	{1, "BOND_PRI_RESELECT_BETTER"},
	{2, "BOND_PRI_RESELECT_FAILURE"},
}}

// BOND_FOM_* (net/bonding.h).
var bondFailOver = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_FOM_NONE"},
	{1, "BOND_FOM_ACTIVE"},
	{2, "BOND_FOM_FOLLOW"},
}}

// AD_LACP_* (net/bond_3ad.h).
var bondLACPRate = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "AD_LACP_SLOW"},
	{1, "AD_LACP_FAST"},
}}

// BOND_AD_* (net/bond_3ad.h).
var bondSelect = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "BOND_AD_STABLE"},
	{1, "BOND_AD_BANDWIDTH"},
	{2, "BOND_AD_COUNT"},
	{3, "BOND_AD_PRIO"},
}}

// AD_CHURN* and AD_NO_CHURN (net/bond_3ad.h).
var bondChurn = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "AD_CHURN_MONITOR"},
	{1, "AD_CHURN"},
	{2, "AD_NO_CHURN"},
}}
