package schema

// VXLAN_VNIFILTER_*, the attributes of the networks that a VXLAN takes
// (linux/if_link.h). RTM_NEWTUNNEL and the like are about nothing else.
var vniFilter = &Layout{Kind: Nest, C: "tunnel_msg", Fields: tunnelMsgFields, Attrs: []Attr{
	{1, "VXLAN_VNIFILTER_ENTRY", vniEntry},
}}

// struct tunnel_msg.
var tunnelMsgFields = []Field{
	{"family", family},
	{"flags", tunnelFlags},
	{"", pad2},
	{"ifindex", u32},
}

// VXLAN_VNIFILTER_ENTRY_*, the nest VXLAN_VNIFILTER_ENTRY (linux/if_link.h).
// Without an end it is one network.
var vniEntry = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "VXLAN_VNIFILTER_ENTRY_START", u32},
	{2, "VXLAN_VNIFILTER_ENTRY_END", u32},
	{3, "VXLAN_VNIFILTER_ENTRY_GROUP", ip4},
	{4, "VXLAN_VNIFILTER_ENTRY_GROUP6", ip6},
	{5, "VXLAN_VNIFILTER_ENTRY_STATS", vniStats},
}}

// VNIFILTER_ENTRY_STATS_*, the nest VXLAN_VNIFILTER_ENTRY_STATS
// (linux/if_link.h).
var vniStats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "VNIFILTER_ENTRY_STATS_RX_BYTES", u64},
	{2, "VNIFILTER_ENTRY_STATS_RX_PKTS", u64},
	{3, "VNIFILTER_ENTRY_STATS_RX_DROPS", u64},
	{4, "VNIFILTER_ENTRY_STATS_RX_ERRORS", u64},
	{5, "VNIFILTER_ENTRY_STATS_TX_BYTES", u64},
	{6, "VNIFILTER_ENTRY_STATS_TX_PKTS", u64},
	{7, "VNIFILTER_ENTRY_STATS_TX_DROPS", u64},
	{8, "VNIFILTER_ENTRY_STATS_TX_ERRORS", u64},
	{9, "VNIFILTER_ENTRY_STATS_PAD", pad},
}}

// TUNNEL_MSG_FLAG_STATS (linux/if_link.h).
var tunnelFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "TUNNEL_MSG_FLAG_STATS"},
}}
