package schema

// LINK_XSTATS_TYPE_*, the nests IFLA_STATS_LINK_XSTATS and
// IFLA_STATS_LINK_XSTATS_SLAVE: what a kind of link counts for itself, or for one
// of its ports (linux/if_link.h).
var linkXstats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "LINK_XSTATS_TYPE_BRIDGE", bridgeXstats},
	{2, "LINK_XSTATS_TYPE_BOND", bondXstats},
}}

// BRIDGE_XSTATS_* (linux/if_bridge.h). There is a BRIDGE_XSTATS_VLAN for each
// VLAN.
var bridgeXstats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_XSTATS_VLAN", bridgeVLANXstats},
	{2, "BRIDGE_XSTATS_MCAST", bridgeMulticastStats},
	{3, "BRIDGE_XSTATS_PAD", pad},
	{4, "BRIDGE_XSTATS_STP", bridgeSTPXstats},
}}

// struct bridge_vlan_xstats.
var bridgeVLANXstats = &Layout{Kind: Struct, C: "bridge_vlan_xstats", Fields: []Field{
	{"rx_bytes", u64},
	{"rx_packets", u64},
	{"tx_bytes", u64},
	{"tx_packets", u64},
	{"vid", u16},
	{"flags", bridgeVLANFlags},
	{"", pad4},
}}

// bothWays is a number for each direction, BR_MCAST_DIR_* (linux/if_bridge.h).
var bothWays = &Layout{Kind: Array, Size: 16, Elem: u64, Values: []Value{
	{0, "[BR_MCAST_DIR_RX]"},
	{1, "[BR_MCAST_DIR_TX]"},
}}

// struct br_mcast_stats, BRIDGE_XSTATS_MCAST.
var bridgeMulticastStats = &Layout{Kind: Struct, C: "br_mcast_stats", Fields: []Field{
	{"igmp_v1queries", bothWays},
	{"igmp_v2queries", bothWays},
	{"igmp_v3queries", bothWays},
	{"igmp_leaves", bothWays},
	{"igmp_v1reports", bothWays},
	{"igmp_v2reports", bothWays},
	{"igmp_v3reports", bothWays},
	{"igmp_parse_errors", u64},
	{"mld_v1queries", bothWays},
	{"mld_v2queries", bothWays},
	{"mld_leaves", bothWays},
	{"mld_v1reports", bothWays},
	{"mld_v2reports", bothWays},
	{"mld_parse_errors", u64},
	{"mcast_bytes", bothWays},
	{"mcast_packets", bothWays},
}}

// struct bridge_stp_xstats.
var bridgeSTPXstats = &Layout{Kind: Struct, C: "bridge_stp_xstats", Fields: []Field{
	{"transition_blk", u64},
	{"transition_fwd", u64},
	{"rx_bpdu", u64},
	{"tx_bpdu", u64},
	{"rx_tcn", u64},
	{"tx_tcn", u64},
}}

// BOND_XSTATS_* (linux/if_bonding.h).
var bondXstats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BOND_XSTATS_3AD", bond3ADStats},
}}

// BOND_3AD_STAT_*. Their numbers begin at zero.
var bond3ADStats = &Layout{Kind: Nest, Attrs: []Attr{
	{0, "BOND_3AD_STAT_LACPDU_RX", u64},
	{1, "BOND_3AD_STAT_LACPDU_TX", u64},
	{2, "BOND_3AD_STAT_LACPDU_UNKNOWN_RX", u64},
	{3, "BOND_3AD_STAT_LACPDU_ILLEGAL_RX", u64},
	{4, "BOND_3AD_STAT_MARKER_RX", u64},
	{5, "BOND_3AD_STAT_MARKER_TX", u64},
	{6, "BOND_3AD_STAT_MARKER_RESP_RX", u64},
	{7, "BOND_3AD_STAT_MARKER_RESP_TX", u64},
	{8, "BOND_3AD_STAT_MARKER_UNKNOWN_RX", u64},
	{9, "BOND_3AD_STAT_PAD", pad},
}}
