package schema

// DCB_ATTR_*, the attributes of data center bridging (linux/dcbnl.h). A request
// to read names what it wants by flags within the nests. The answer to one that
// sets something has a byte in place of the nest, which is zero if it was set.
var dcb = &Layout{Kind: Nest, C: "dcbmsg", Fields: dcbmsgFields, Attrs: []Attr{
	{1, "DCB_ATTR_IFNAME", str},
	{2, "DCB_ATTR_STATE", u8},
	{3, "DCB_ATTR_PFC_STATE", u8},
	{4, "DCB_ATTR_PFC_CFG", dcbPFC},
	{5, "DCB_ATTR_NUM_TC", u8},
	{6, "DCB_ATTR_PG_CFG", dcbGroups},
	{7, "DCB_ATTR_SET_ALL", u8},
	{8, "DCB_ATTR_PERM_HWADDR", lladdr}, // padded with zeros or ones to 32 bytes; empty in requests
	{9, "DCB_ATTR_CAP", dcbCapabilities},
	{10, "DCB_ATTR_NUMTCS", dcbClasses},
	{11, "DCB_ATTR_BCN", dcbBCN},
	{12, "DCB_ATTR_APP", dcbApp},
	{13, "DCB_ATTR_IEEE", dcbIEEE},
	{14, "DCB_ATTR_DCBX", dcbxMode},
	{15, "DCB_ATTR_FEATCFG", dcbFeatures},
	{16, "DCB_ATTR_CEE", dcbCEE},
}}

// struct dcbmsg.
var dcbmsgFields = []Field{
	{"dcb_family", family},
	{"cmd", dcbCommand},
	{"", pad2},
}

// enum dcbnl_commands (linux/dcbnl.h).
var dcbCommand = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "DCB_CMD_UNDEFINED"},
	{1, "DCB_CMD_GSTATE"},
	{2, "DCB_CMD_SSTATE"},
	{3, "DCB_CMD_PGTX_GCFG"},
	{4, "DCB_CMD_PGTX_SCFG"},
	{5, "DCB_CMD_PGRX_GCFG"},
	{6, "DCB_CMD_PGRX_SCFG"},
	{7, "DCB_CMD_PFC_GCFG"},
	{8, "DCB_CMD_PFC_SCFG"},
	{9, "DCB_CMD_SET_ALL"},
	{10, "DCB_CMD_GPERM_HWADDR"},
	{11, "DCB_CMD_GCAP"},
	{12, "DCB_CMD_GNUMTCS"},
	{13, "DCB_CMD_SNUMTCS"},
	{14, "DCB_CMD_PFC_GSTATE"},
	{15, "DCB_CMD_PFC_SSTATE"},
	{16, "DCB_CMD_BCN_GCFG"},
	{17, "DCB_CMD_BCN_SCFG"},
	{18, "DCB_CMD_GAPP"},
	{19, "DCB_CMD_SAPP"},
	{20, "DCB_CMD_IEEE_SET"},
	{21, "DCB_CMD_IEEE_GET"},
	{22, "DCB_CMD_GDCBX"},
	{23, "DCB_CMD_SDCBX"},
	{24, "DCB_CMD_GFEATCFG"},
	{25, "DCB_CMD_SFEATCFG"},
	{26, "DCB_CMD_CEE_GET"},
	{27, "DCB_CMD_IEEE_DEL"},
}}

// DCB_PFC_UP_ATTR_*, priority flow control of each priority, the nests
// DCB_ATTR_PFC_CFG and DCB_ATTR_CEE_PFC.
var dcbPFC = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_PFC_UP_ATTR_0", u8},
	{2, "DCB_PFC_UP_ATTR_1", u8},
	{3, "DCB_PFC_UP_ATTR_2", u8},
	{4, "DCB_PFC_UP_ATTR_3", u8},
	{5, "DCB_PFC_UP_ATTR_4", u8},
	{6, "DCB_PFC_UP_ATTR_5", u8},
	{7, "DCB_PFC_UP_ATTR_6", u8},
	{8, "DCB_PFC_UP_ATTR_7", u8},
	{9, "DCB_PFC_UP_ATTR_ALL", flag},
}}

// DCB_PG_ATTR_*, traffic classes and the bandwidth of priority groups in per
// cent, the nests DCB_ATTR_PG_CFG, DCB_ATTR_CEE_TX_PG and DCB_ATTR_CEE_RX_PG.
var dcbGroups = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_PG_ATTR_TC_0", dcbClass},
	{2, "DCB_PG_ATTR_TC_1", dcbClass},
	{3, "DCB_PG_ATTR_TC_2", dcbClass},
	{4, "DCB_PG_ATTR_TC_3", dcbClass},
	{5, "DCB_PG_ATTR_TC_4", dcbClass},
	{6, "DCB_PG_ATTR_TC_5", dcbClass},
	{7, "DCB_PG_ATTR_TC_6", dcbClass},
	{8, "DCB_PG_ATTR_TC_7", dcbClass},
	{9, "DCB_PG_ATTR_TC_MAX", raw},
	{10, "DCB_PG_ATTR_TC_ALL", dcbClass},
	{11, "DCB_PG_ATTR_BW_ID_0", u8},
	{12, "DCB_PG_ATTR_BW_ID_1", u8},
	{13, "DCB_PG_ATTR_BW_ID_2", u8},
	{14, "DCB_PG_ATTR_BW_ID_3", u8},
	{15, "DCB_PG_ATTR_BW_ID_4", u8},
	{16, "DCB_PG_ATTR_BW_ID_5", u8},
	{17, "DCB_PG_ATTR_BW_ID_6", u8},
	{18, "DCB_PG_ATTR_BW_ID_7", u8},
	{19, "DCB_PG_ATTR_BW_ID_MAX", raw},
	{20, "DCB_PG_ATTR_BW_ID_ALL", flag},
}}

// DCB_TC_ATTR_PARAM_*. The mapping has a bit for each priority.
var dcbClass = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_TC_ATTR_PARAM_PGID", u8},
	{2, "DCB_TC_ATTR_PARAM_UP_MAPPING", hex8},
	{3, "DCB_TC_ATTR_PARAM_STRICT_PRIO", u8},
	{4, "DCB_TC_ATTR_PARAM_BW_PCT", u8},
	{5, "DCB_TC_ATTR_PARAM_ALL", flag},
}}

// DCB_CAP_ATTR_*, the nest DCB_ATTR_CAP. Of numbers of traffic classes each has
// a bit.
var dcbCapabilities = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "DCB_CAP_ATTR_ALL", flag},
	{2, "DCB_CAP_ATTR_PG", u8},
	{3, "DCB_CAP_ATTR_PFC", u8},
	{4, "DCB_CAP_ATTR_UP2TC", u8},
	{5, "DCB_CAP_ATTR_PG_TCS", hex8},
	{6, "DCB_CAP_ATTR_PFC_TCS", hex8},
	{7, "DCB_CAP_ATTR_GSP", u8},
	{8, "DCB_CAP_ATTR_BCN", u8},
	{9, "DCB_CAP_ATTR_DCBX", dcbxMode},
}}

// DCB_CAP_DCBX_* (linux/dcbnl.h).
var dcbxMode = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "DCB_CAP_DCBX_HOST"},
	{0x2, "DCB_CAP_DCBX_LLD_MANAGED"},
	{0x4, "DCB_CAP_DCBX_VER_CEE"},
	{0x8, "DCB_CAP_DCBX_VER_IEEE"},
	{0x10, "DCB_CAP_DCBX_STATIC"},
}}

// DCB_NUMTCS_ATTR_*, the nest DCB_ATTR_NUMTCS.
var dcbClasses = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_NUMTCS_ATTR_ALL", flag},
	{2, "DCB_NUMTCS_ATTR_PG", u8},
	{3, "DCB_NUMTCS_ATTR_PFC", u8},
}}

// DCB_BCN_ATTR_*, backward congestion notification, the nest DCB_ATTR_BCN.
var dcbBCN = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_BCN_ATTR_RP_0", u8},
	{2, "DCB_BCN_ATTR_RP_1", u8},
	{3, "DCB_BCN_ATTR_RP_2", u8},
	{4, "DCB_BCN_ATTR_RP_3", u8},
	{5, "DCB_BCN_ATTR_RP_4", u8},
	{6, "DCB_BCN_ATTR_RP_5", u8},
	{7, "DCB_BCN_ATTR_RP_6", u8},
	{8, "DCB_BCN_ATTR_RP_7", u8},
	{9, "DCB_BCN_ATTR_RP_ALL", flag},
	{10, "DCB_BCN_ATTR_BCNA_0", u32},
	{11, "DCB_BCN_ATTR_BCNA_1", u32},
	{12, "DCB_BCN_ATTR_ALPHA", u32},
	{13, "DCB_BCN_ATTR_BETA", u32},
	{14, "DCB_BCN_ATTR_GD", u32},
	{15, "DCB_BCN_ATTR_GI", u32},
	{16, "DCB_BCN_ATTR_TMAX", u32},
	{17, "DCB_BCN_ATTR_TD", u32},
	{18, "DCB_BCN_ATTR_RMIN", u32},
	{19, "DCB_BCN_ATTR_W", u32},
	{20, "DCB_BCN_ATTR_RD", u32},
	{21, "DCB_BCN_ATTR_RU", u32},
	{22, "DCB_BCN_ATTR_WRTT", u32},
	{23, "DCB_BCN_ATTR_RI", u32},
	{24, "DCB_BCN_ATTR_C", u32},
	{25, "DCB_BCN_ATTR_ALL", flag},
}}

// DCB_APP_ATTR_*, the nest DCB_ATTR_APP. The id is an EtherType or a port, in
// the byte order of the machine; the priority has a bit for each.
var dcbApp = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_APP_ATTR_IDTYPE", dcbIDType},
	{2, "DCB_APP_ATTR_ID", hex16},
	{3, "DCB_APP_ATTR_PRIORITY", hex8},
}}

// DCB_APP_IDTYPE_* (linux/dcbnl.h).
var dcbIDType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "DCB_APP_IDTYPE_ETHTYPE"},
	{1, "DCB_APP_IDTYPE_PORTNUM"},
}}

// DCB_FEATCFG_ATTR_*, the nests DCB_ATTR_FEATCFG and DCB_ATTR_CEE_FEAT.
var dcbFeatures = &Layout{Kind: Nest, Select: selectResult, Attrs: []Attr{
	{1, "DCB_FEATCFG_ATTR_ALL", flag},
	{2, "DCB_FEATCFG_ATTR_PG", dcbFeature},
	{3, "DCB_FEATCFG_ATTR_PFC", dcbFeature},
	{4, "DCB_FEATCFG_ATTR_APP", dcbFeature},
}}

// DCB_FEATCFG_* (linux/dcbnl.h).
var dcbFeature = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "DCB_FEATCFG_ERROR"},
	{0x2, "DCB_FEATCFG_ENABLE"},
	{0x4, "DCB_FEATCFG_WILLING"},
	{0x8, "DCB_FEATCFG_ADVERTISE"},
}}

// resultOf returns t, or the layout of the byte that stands in its place.
func resultOf(t *Layout, body []byte) *Layout {
	if len(body) == 1 {
		return u8
	}
	return t
}
