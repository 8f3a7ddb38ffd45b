package schema

// DCB_ATTR_IEEE_* and DCB_ATTR_DCB_*, what IEEE 802.1Q names, the nest
// DCB_ATTR_IEEE (linux/dcbnl.h). Attributes with PEER in their name are what the
// other end of the link sent.
var dcbIEEE = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_ATTR_IEEE_ETS", ieeeETS},
	{2, "DCB_ATTR_IEEE_PFC", ieeePFC},
	{3, "DCB_ATTR_IEEE_APP_TABLE", ieeeApps},
	{4, "DCB_ATTR_IEEE_PEER_ETS", ieeeETS},
	{5, "DCB_ATTR_IEEE_PEER_PFC", ieeePFC},
	{6, "DCB_ATTR_IEEE_PEER_APP", ieeeApps},
	{7, "DCB_ATTR_IEEE_MAXRATE", ieeeMaxRate},
	{8, "DCB_ATTR_IEEE_QCN", ieeeQCN},
	{9, "DCB_ATTR_IEEE_QCN_STATS", ieeeQCNStats},
	{10, "DCB_ATTR_DCB_BUFFER", dcbBuffer},
	{11, "DCB_ATTR_DCB_APP_TRUST_TABLE", dcbTrust},
	{12, "DCB_ATTR_DCB_REWR_TABLE", ieeeApps},
}}

// What the tables have for each of eight priorities or traffic classes.
var (
	eightU8     = &Layout{Kind: Array, Size: 8, Elem: u8}
	eightU32    = &Layout{Kind: Array, Size: 32, Elem: u32}
	eightU64    = &Layout{Kind: Array, Size: 64, Elem: u64}
	eightTSA    = &Layout{Kind: Array, Size: 8, Elem: ieeeTSA}
	eightStates = &Layout{Kind: Array, Size: 32, Elem: cnddState}
)

// struct ieee_ets. Bandwidths are in per cent.
var ieeeETS = &Layout{Kind: Struct, C: "ieee_ets", Fields: []Field{
	{"willing", u8},
	{"ets_cap", u8},
	{"cbs", u8},
	{"tc_tx_bw", eightU8},
	{"tc_rx_bw", eightU8},
	{"tc_tsa", eightTSA},
	{"prio_tc", eightU8},
	{"tc_reco_bw", eightU8},
	{"tc_reco_tsa", eightTSA},
	{"reco_prio_tc", eightU8},
}}

// IEEE_8021QAZ_TSA_* (linux/dcbnl.h).
var ieeeTSA = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IEEE_8021QAZ_TSA_STRICT"},
	{1, "IEEE_8021QAZ_TSA_CB_SHAPER"},
	{2, "IEEE_8021QAZ_TSA_ETS"},
	{255, "IEEE_8021QAZ_TSA_VENDOR"},
}}

// struct ieee_pfc. pfc_en has a bit for each priority; the delay is in bits.
var ieeePFC = &Layout{Kind: Struct, C: "ieee_pfc", Fields: []Field{
	{"pfc_cap", u8},
	{"pfc_en", hex8},
	{"mbc", u8},
	{"", pad1},
	{"delay", u16},
	{"", pad2},
	{"requests", eightU64},
	{"indications", eightU64},
}}

// DCB_ATTR_IEEE_APP and DCB_ATTR_DCB_APP, the nests DCB_ATTR_IEEE_APP_TABLE,
// DCB_ATTR_IEEE_PEER_APP and DCB_ATTR_DCB_REWR_TABLE. The number says whether
// the selector is of the standard.
var ieeeApps = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_ATTR_IEEE_APP", ieeeApp},
	{2, "DCB_ATTR_DCB_APP", ieeeApp},
}}

// struct dcb_app. The protocol is in the byte order of the machine.
var ieeeApp = &Layout{Kind: Struct, C: "dcb_app", Fields: []Field{
	{"selector", ieeeSelector},
	{"priority", u8},
	{"protocol", hex16},
}}

// IEEE_8021QAZ_APP_SEL_* and DCB_APP_SEL_PCP (linux/dcbnl.h).
var ieeeSelector = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "IEEE_8021QAZ_APP_SEL_ETHERTYPE"},
	{2, "IEEE_8021QAZ_APP_SEL_STREAM"},
	{3, "IEEE_8021QAZ_APP_SEL_DGRAM"},
	{4, "IEEE_8021QAZ_APP_SEL_ANY"},
	{5, "IEEE_8021QAZ_APP_SEL_DSCP"},
	{255, "DCB_APP_SEL_PCP"},
}}

// The nest DCB_ATTR_DCB_APP_TRUST_TABLE has the selectors that are trusted, the
// most trusted first, with the numbers of DCB_ATTR_IEEE_APP_TABLE.
var dcbTrust = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_ATTR_IEEE_APP", ieeeSelector},
	{2, "DCB_ATTR_DCB_APP", ieeeSelector},
}}

// struct ieee_maxrate, in kbit/s.
var ieeeMaxRate = &Layout{Kind: Struct, C: "ieee_maxrate", Fields: []Field{
	{"tc_maxrate", eightU64},
}}

// struct ieee_qcn.
var ieeeQCN = &Layout{Kind: Struct, C: "ieee_qcn", Fields: []Field{
	{"rpg_enable", eightU8},
	{"rppp_max_rps", eightU32},
	{"rpg_time_reset", eightU32},
	{"rpg_byte_reset", eightU32},
	{"rpg_threshold", eightU32},
	{"rpg_max_rate", eightU32},
	{"rpg_ai_rate", eightU32},
	{"rpg_hai_rate", eightU32},
	{"rpg_gd", eightU32},
	{"rpg_min_dec_fac", eightU32},
	{"rpg_min_rate", eightU32},
	{"cndd_state_machine", eightStates},
}}

// enum dcbnl_cndd_states (linux/dcbnl.h).
var cnddState = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "DCB_CNDD_RESET"},
	{1, "DCB_CNDD_EDGE"},
	{2, "DCB_CNDD_INTERIOR"},
	{3, "DCB_CNDD_INTERIOR_READY"},
}}

// struct ieee_qcn_stats.
var ieeeQCNStats = &Layout{Kind: Struct, C: "ieee_qcn_stats", Fields: []Field{
	{"rppp_rp_centiseconds", eightU64},
	{"rppp_created_rps", eightU32},
}}

// struct dcbnl_buffer. Sizes are in bytes.
var dcbBuffer = &Layout{Kind: Struct, C: "dcbnl_buffer", Fields: []Field{
	{"prio2buffer", eightU8},
	{"buffer_size", eightU32},
	{"total_size", u32},
}}

// DCB_ATTR_CEE_*, what there was before the standard, the nest DCB_ATTR_CEE.
var dcbCEE = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_ATTR_CEE_PEER_PG", ceePG},
	{2, "DCB_ATTR_CEE_PEER_PFC", ceePFC},
	{3, "DCB_ATTR_CEE_PEER_APP_TABLE", ceePeerApps},
	{4, "DCB_ATTR_CEE_TX_PG", dcbGroups},
	{5, "DCB_ATTR_CEE_RX_PG", dcbGroups},
	{6, "DCB_ATTR_CEE_PFC", dcbPFC},
	{7, "DCB_ATTR_CEE_APP_TABLE", ceeApps},
	{8, "DCB_ATTR_CEE_FEAT", dcbFeatures},
}}

// struct cee_pg.
var ceePG = &Layout{Kind: Struct, C: "cee_pg", Fields: []Field{
	{"willing", u8},
	{"error", u8},
	{"pg_en", u8},
	{"tcs_supported", u8},
	{"pg_bw", eightU8},
	{"prio_pg", eightU8},
}}

// struct cee_pfc.
var ceePFC = &Layout{Kind: Struct, C: "cee_pfc", Fields: []Field{
	{"willing", u8},
	{"error", u8},
	{"pfc_en", hex8},
	{"tcs_supported", u8},
}}

// DCB_ATTR_CEE_PEER_APP_*, the nest DCB_ATTR_CEE_PEER_APP_TABLE.
var ceePeerApps = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_ATTR_CEE_PEER_APP_INFO", ceePeerInfo},
	{2, "DCB_ATTR_CEE_PEER_APP", ceePeerApp},
}}

// struct dcb_peer_app_info.
var ceePeerInfo = &Layout{Kind: Struct, C: "dcb_peer_app_info", Fields: []Field{
	{"willing", u8},
	{"error", u8},
}}

// struct dcb_app, with the selectors of DCB_APP_ATTR_IDTYPE and a bit for each
// priority.
var ceePeerApp = &Layout{Kind: Struct, C: "dcb_app", Fields: []Field{
	{"selector", dcbIDType},
	{"priority", hex8},
	{"protocol", hex16},
}}

// The nest DCB_ATTR_CEE_APP_TABLE. The kernel numbers what is in it
// DCB_ATTR_APP, although the header has DCB_ATTR_CEE_APP.
var ceeApps = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_ATTR_CEE_APP", dcbApp},
	{12, "DCB_ATTR_APP", dcbApp},
}}
