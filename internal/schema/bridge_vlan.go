package schema

import "github.com/seed-030106aa/rawnl/internal/linux"

// BRIDGE_VLANDB_*, the attributes of the VLANs of a bridge or of its port
// (linux/if_bridge.h).
var vlanDB = &Layout{Kind: Nest, C: "br_vlan_msg", Fields: vlanMsgFields, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_ENTRY", vlanEntry},
	{2, "BRIDGE_VLANDB_GLOBAL_OPTIONS", vlanOptions},
}}

// BRIDGE_VLANDB_DUMP_*, the attributes of a request for them (linux/if_bridge.h).
var vlanDump = &Layout{Kind: Nest, C: "br_vlan_msg", Fields: vlanMsgFields, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_DUMP_FLAGS", vlanDumpFlags},
}}

// struct br_vlan_msg.
var vlanMsgFields = []Field{
	{"family", family},
	{"", pad3},
	{"ifindex", u32},
}

// BRIDGE_VLANDB_ENTRY_*, the nest BRIDGE_VLANDB_ENTRY (linux/if_bridge.h). The
// range is the last VLAN's number; the first stands in the struct.
var vlanEntry = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_ENTRY_INFO", bridgeVLAN},
	{2, "BRIDGE_VLANDB_ENTRY_RANGE", u16},
	{3, "BRIDGE_VLANDB_ENTRY_STATE", bridgePortState},
	{4, "BRIDGE_VLANDB_ENTRY_TUNNEL_INFO", vlanTunnel},
	{5, "BRIDGE_VLANDB_ENTRY_STATS", vlanStats},
	{6, "BRIDGE_VLANDB_ENTRY_MCAST_ROUTER", multicastRouter},
	{7, "BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS", u32},
	{8, "BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS", u32},
	{9, "BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS", u8},
	{10, "BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT", u8},
}}

// BRIDGE_VLANDB_TINFO_*, the nest BRIDGE_VLANDB_ENTRY_TUNNEL_INFO
// (linux/if_bridge.h). Of a range the id is that of the first VLAN's tunnel. The
// command, in requests alone, is the type of a message.
var vlanTunnel = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_TINFO_ID", u32},
	{2, "BRIDGE_VLANDB_TINFO_CMD", vlanTunnelCommand},
}}

// BRIDGE_VLANDB_STATS_*, the nest BRIDGE_VLANDB_ENTRY_STATS (linux/if_bridge.h).
var vlanStats = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_STATS_RX_BYTES", u64},
	{2, "BRIDGE_VLANDB_STATS_RX_PACKETS", u64},
	{3, "BRIDGE_VLANDB_STATS_TX_BYTES", u64},
	{4, "BRIDGE_VLANDB_STATS_TX_PACKETS", u64},
	{5, "BRIDGE_VLANDB_STATS_PAD", pad},
}}

// BRIDGE_VLANDB_GOPTS_*, the nest BRIDGE_VLANDB_GLOBAL_OPTIONS: what a VLAN of
// the bridge has set for all ports (linux/if_bridge.h).
var vlanOptions = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "BRIDGE_VLANDB_GOPTS_ID", u16},
	{2, "BRIDGE_VLANDB_GOPTS_RANGE", u16},
	{3, "BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING", u8},
	{4, "BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION", u8},
	{5, "BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION", u8},
	{6, "BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT", u32},
	{7, "BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT", u32},
	{8, "BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL", ticks64},
	{9, "BRIDGE_VLANDB_GOPTS_PAD", pad},
	{10, "BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL", ticks64},
	{11, "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL", ticks64},
	{12, "BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL", ticks64},
	{13, "BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL", ticks64},
	{14, "BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL", ticks64},
	{15, "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER", u8},
	{16, "BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS", vlanRouters},
	{17, "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE", bridgeQuerier},
	{18, "BRIDGE_VLANDB_GOPTS_MSTI", u16},
}}

// The nest BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS holds an attribute of the
// multicast database.
var vlanRouters = &Layout{Kind: Nest, Attrs: []Attr{
	{2, "MDBA_ROUTER", mdbRouters},
}}

// BRIDGE_VLANDB_DUMPF_* (linux/if_bridge.h).
var vlanDumpFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "BRIDGE_VLANDB_DUMPF_STATS"},
	{0x2, "BRIDGE_VLANDB_DUMPF_GLOBAL"},
}}

// RTM_* (linux/rtnetlink.h): to set a tunnel or to delete it.
var vlanTunnelCommand = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{linux.RTM_DELLINK, "RTM_DELLINK"},
	{linux.RTM_SETLINK, "RTM_SETLINK"},
}}
