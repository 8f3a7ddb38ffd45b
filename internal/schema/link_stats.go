package schema

// struct rtnl_link_stats.
var linkStats = &Layout{Kind: Struct, C: "rtnl_link_stats", Fields: []Field{
	{"rx_packets", u32},
	{"tx_packets", u32},
	{"rx_bytes", u32},
	{"tx_bytes", u32},
	{"rx_errors", u32},
	{"tx_errors", u32},
	{"rx_dropped", u32},
	{"tx_dropped", u32},
	{"multicast", u32},
	{"collisions", u32},
	{"rx_length_errors", u32},
	{"rx_over_errors", u32},
	{"rx_crc_errors", u32},
	{"rx_frame_errors", u32},
	{"rx_fifo_errors", u32},
	{"rx_missed_errors", u32},
	{"tx_aborted_errors", u32},
	{"tx_carrier_errors", u32},
	{"tx_fifo_errors", u32},
	{"tx_heartbeat_errors", u32},
	{"tx_window_errors", u32},
	{"rx_compressed", u32},
	{"tx_compressed", u32},
	{"rx_nohandler", u32},
}}

// struct rtnl_link_stats64.
var linkStats64 = &Layout{Kind: Struct, C: "rtnl_link_stats64", Fields: []Field{
	{"rx_packets", u64},
	{"tx_packets", u64},
	{"rx_bytes", u64},
	{"tx_bytes", u64},
	{"rx_errors", u64},
	{"tx_errors", u64},
	{"rx_dropped", u64},
	{"tx_dropped", u64},
	{"multicast", u64},
	{"collisions", u64},
	{"rx_length_errors", u64},
	{"rx_over_errors", u64},
	{"rx_crc_errors", u64},
	{"rx_frame_errors", u64},
	{"rx_fifo_errors", u64},
	{"rx_missed_errors", u64},
	{"tx_aborted_errors", u64},
	{"tx_carrier_errors", u64},
	{"tx_fifo_errors", u64},
	{"tx_heartbeat_errors", u64},
	{"tx_window_errors", u64},
	{"rx_compressed", u64},
	{"tx_compressed", u64},
	{"rx_nohandler", u64},
	{"rx_otherhost_dropped", u64},
}}

// struct rtnl_link_ifmap.
var linkMap = &Layout{Kind: Struct, C: "rtnl_link_ifmap", Fields: []Field{
	{"mem_start", hex64},
	{"mem_end", hex64},
	{"base_addr", hex64},
	{"irq", u16},
	{"dma", u8},
	{"port", mediaPort},
	{"", pad4},
}}

// IF_PORT_* (linux/netdevice.h).
var mediaPort = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_PORT_UNKNOWN"},
	{1, "IF_PORT_10BASE2"},
	{2, "IF_PORT_10BASET"},
	{3, "IF_PORT_AUI"},
	{4, "IF_PORT_100BASET"},
	{5, "IF_PORT_100BASETX"},
	{6, "IF_PORT_100BASEFX"},
}}
