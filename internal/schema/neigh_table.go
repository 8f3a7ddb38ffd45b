package schema

// NDTA_*, the attributes of a table of neighbours, such as "arp_cache"
// (linux/neighbour.h). The kernel sends a message with all of them for the
// table, and one with NDTA_NAME and NDTA_PARMS for each interface.
var neighTable = &Layout{Kind: Nest, C: "ndtmsg", Fields: ndtmsgFields, Attrs: []Attr{
	{1, "NDTA_NAME", str},
	{2, "NDTA_THRESH1", u32},
	{3, "NDTA_THRESH2", u32},
	{4, "NDTA_THRESH3", u32},
	{5, "NDTA_CONFIG", neighTableConfig},
	{6, "NDTA_PARMS", neighParams},
	{7, "NDTA_STATS", neighTableStats},
	{8, "NDTA_GC_INTERVAL", milliseconds64},
	{9, "NDTA_PAD", pad},
}}

// struct ndtmsg.
var ndtmsgFields = []Field{
	{"ndtm_family", family},
	{"", pad3},
}

// NDTPA_*, the nest NDTA_PARMS (linux/neighbour.h). NDTPA_QUEUE_LEN counts
// packets, and is NDTPA_QUEUE_LENBYTES divided by the size of a large one.
var neighParams = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "NDTPA_IFINDEX", u32},
	{2, "NDTPA_REFCNT", u32},
	{3, "NDTPA_REACHABLE_TIME", milliseconds64},
	{4, "NDTPA_BASE_REACHABLE_TIME", milliseconds64},
	{5, "NDTPA_RETRANS_TIME", milliseconds64},
	{6, "NDTPA_GC_STALETIME", milliseconds64},
	{7, "NDTPA_DELAY_PROBE_TIME", milliseconds64},
	{8, "NDTPA_QUEUE_LEN", u32},
	{9, "NDTPA_APP_PROBES", u32},
	{10, "NDTPA_UCAST_PROBES", u32},
	{11, "NDTPA_MCAST_PROBES", u32},
	{12, "NDTPA_ANYCAST_DELAY", milliseconds64},
	{13, "NDTPA_PROXY_DELAY", milliseconds64},
	{14, "NDTPA_PROXY_QLEN", u32},
	{15, "NDTPA_LOCKTIME", milliseconds64},
	{16, "NDTPA_QUEUE_LENBYTES", u32},
	{17, "NDTPA_MCAST_REPROBES", u32},
	{18, "NDTPA_PAD", pad},
	{19, "NDTPA_INTERVAL_PROBE_TIME_MS", milliseconds64},
}}

// struct ndt_config.
var neighTableConfig = &Layout{Kind: Struct, C: "ndt_config", Fields: []Field{
	{"ndtc_key_len", u16},
	{"ndtc_entry_size", u16},
	{"ndtc_entries", u32},
	{"ndtc_last_flush", milliseconds32},
	{"ndtc_last_rand", milliseconds32},
	{"ndtc_hash_rnd", hex32},
	{"ndtc_hash_mask", hex32},
	{"ndtc_hash_chain_gc", u32},
	{"ndtc_proxy_qlen", u32},
}}

// struct ndt_stats.
var neighTableStats = &Layout{Kind: Struct, C: "ndt_stats", Fields: []Field{
	{"ndts_allocs", u64},
	{"ndts_destroys", u64},
	{"ndts_hash_grows", u64},
	{"ndts_res_failed", u64},
	{"ndts_lookups", u64},
	{"ndts_hits", u64},
	{"ndts_rcv_probes_mcast", u64},
	{"ndts_rcv_probes_ucast", u64},
	{"ndts_periodic_gc_runs", u64},
	{"ndts_forced_gc_runs", u64},
	{"ndts_table_fulls", u64},
}}
