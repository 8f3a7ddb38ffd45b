package schema

// NDA_*, the attributes of a neighbour, and of an entry in the forwarding table
// of a bridge or a VXLAN, which has family AF_BRIDGE (linux/neighbour.h). A
// request for deletion in bulk has NDA_NDM_*_MASK, which say what of ndm_state
// and ndm_flags has to be as in the header.
var neigh = &Layout{Kind: Nest, C: "ndmsg", Fields: ndmsgFields, Attrs: neighAttrs}

// neighDump is neigh too, unless the request is for a forwarding table in its
// first form, that of a link.
var neighDump = &Layout{Kind: Nest, C: "ndmsg", Fields: ndmsgFields, Attrs: neighAttrs, Select: selectNeighDump}

var neighAttrs = []Attr{
	{0, "NDA_UNSPEC", pad},
	{1, "NDA_DST", ip},
	{2, "NDA_LLADDR", lladdr},
	{3, "NDA_CACHEINFO", neighCacheInfo},
	{4, "NDA_PROBES", u32},
	{5, "NDA_VLAN", u16},
	{6, "NDA_PORT", be16},
	{7, "NDA_VNI", u32},
	{8, "NDA_IFINDEX", u32},
	{9, "NDA_MASTER", u32},
	{10, "NDA_LINK_NETNSID", namespaceID},
	{11, "NDA_SRC_VNI", u32},
	{12, "NDA_PROTOCOL", routeProtocol},
	{13, "NDA_NH_ID", u32},
	{14, "NDA_FDB_EXT_ATTRS", fdbExtAttrs},
	{15, "NDA_FLAGS_EXT", neighExtFlags},
	{16, "NDA_NDM_STATE_MASK", neighState},
	{17, "NDA_NDM_FLAGS_MASK", neighFlags},
}

// struct ndmsg.
var ndmsgFields = []Field{
	{"ndm_family", family},
	{"", pad3},
	{"ndm_ifindex", s32},
	{"ndm_state", neighState},
	{"ndm_flags", neighFlags},
	{"ndm_type", routeType},
}

// struct nda_cacheinfo. Times are how long ago it was.
var neighCacheInfo = &Layout{Kind: Struct, C: "nda_cacheinfo", Fields: []Field{
	{"ndm_confirmed", ticks32},
	{"ndm_used", ticks32},
	{"ndm_updated", ticks32},
	{"ndm_refcnt", u32},
}}

// NFEA_*, the nest NDA_FDB_EXT_ATTRS (linux/neighbour.h).
var fdbExtAttrs = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "NFEA_ACTIVITY_NOTIFY", fdbNotify},
	{2, "NFEA_DONT_REFRESH", flag},
}}

// FDB_NOTIFY_* (linux/neighbour.h).
var fdbNotify = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "FDB_NOTIFY_BIT"},
	{0x2, "FDB_NOTIFY_INACTIVE_BIT"},
}}

// NUD_* (linux/neighbour.h). NUD_NONE is none of the bits.
var neighState = &Layout{Kind: Bits, Size: 2, Values: []Value{
	{0x1, "NUD_INCOMPLETE"},
	{0x2, "NUD_REACHABLE"},
	{0x4, "NUD_STALE"},
	{0x8, "NUD_DELAY"},
	{0x10, "NUD_PROBE"},
	{0x20, "NUD_FAILED"},
	{0x40, "NUD_NOARP"},
	{0x80, "NUD_PERMANENT"},
}}

// NTF_* (linux/neighbour.h).
var neighFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "NTF_USE"},
	{0x2, "NTF_SELF"},
	{0x4, "NTF_MASTER"},
	{0x8, "NTF_PROXY"},
	{0x10, "NTF_EXT_LEARNED"},
	{0x20, "NTF_OFFLOADED"},
	{0x40, "NTF_STICKY"},
	{0x80, "NTF_ROUTER"},
}}

// NTF_EXT_* (linux/neighbour.h).
var neighExtFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "NTF_EXT_MANAGED"},
	{0x2, "NTF_EXT_LOCKED"},
	{0x4, "NTF_EXT_EXT_VALIDATED"},
}}
