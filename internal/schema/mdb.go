package schema

import "encoding/binary"

// MDBA_*, the attributes of the multicast database of a bridge or a VXLAN as the
// kernel sends it (linux/if_bridge.h). The same numbers stand for others in
// requests. In a dump of a bridge's the messages have type RTM_GETMDB, and no
// family.
var mdb = &Layout{Kind: Nest, C: "br_port_msg", Fields: portMsgFields, Attrs: []Attr{
	{1, "MDBA_MDB", mdbEntries},
	{2, "MDBA_ROUTER", mdbRouters},
}}

// struct br_port_msg.
var portMsgFields = []Field{
	{"family", family},
	{"", pad3},
	{"ifindex", u32},
}

// The nest MDBA_MDB holds a nest for each group.
var mdbEntries = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBA_MDB_ENTRY", mdbEntry},
}}

// The nest MDBA_MDB_ENTRY holds one for each port in the group.
var mdbEntry = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBA_MDB_ENTRY_INFO", mdbInfo4},
}}

// MDBA_MDB_EATTR_*, which follow the struct br_mdb_entry of MDBA_MDB_ENTRY_INFO
// (linux/if_bridge.h). The struct tells which of the three it is.
var (
	mdbInfo4    = &Layout{Kind: Nest, C: "br_mdb_entry", Fields: mdbFields4, Attrs: mdbInfoAttrs, Select: selectMDBInfo}
	mdbInfo6    = &Layout{Kind: Nest, C: "br_mdb_entry", Fields: mdbFields6, Attrs: mdbInfoAttrs}
	mdbInfoAddr = &Layout{Kind: Nest, C: "br_mdb_entry", Fields: mdbFieldsAddr, Attrs: mdbInfoAttrs}
)

// The timer is how long is left. The port is in the byte order of the machine,
// unlike NDA_PORT.
var mdbInfoAttrs = []Attr{
	{1, "MDBA_MDB_EATTR_TIMER", ticks32},
	{2, "MDBA_MDB_EATTR_SRC_LIST", mdbSources},
	{3, "MDBA_MDB_EATTR_GROUP_MODE", filterMode},
	{4, "MDBA_MDB_EATTR_SOURCE", ip},
	{5, "MDBA_MDB_EATTR_RTPROT", routeProtocol},
	{6, "MDBA_MDB_EATTR_DST", ip},
	{7, "MDBA_MDB_EATTR_DST_PORT", u16},
	{8, "MDBA_MDB_EATTR_VNI", u32},
	{9, "MDBA_MDB_EATTR_IFINDEX", u32},
	{10, "MDBA_MDB_EATTR_SRC_VNI", u32},
}

// The nest MDBA_MDB_EATTR_SRC_LIST holds a nest for each source.
var mdbSources = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBA_MDB_SRCLIST_ENTRY", mdbSource},
}}

// MDBA_MDB_SRCATTR_*, the nest MDBA_MDB_SRCLIST_ENTRY (linux/if_bridge.h).
var mdbSource = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBA_MDB_SRCATTR_ADDRESS", ip},
	{2, "MDBA_MDB_SRCATTR_TIMER", ticks32},
}}

// The nest MDBA_ROUTER holds a nest for each port that leads to a multicast
// router.
var mdbRouters = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBA_ROUTER_PORT", mdbRouter},
}}

// MDBA_ROUTER_PATTR_*, which follow the number of the port in MDBA_ROUTER_PORT
// (linux/if_bridge.h).
var mdbRouter = &Layout{Kind: Nest, Fields: mdbRouterFields, Attrs: []Attr{
	{1, "MDBA_ROUTER_PATTR_TIMER", ticks32},
	{2, "MDBA_ROUTER_PATTR_TYPE", multicastRouter},
	{3, "MDBA_ROUTER_PATTR_INET_TIMER", ticks32},
	{4, "MDBA_ROUTER_PATTR_INET6_TIMER", ticks32},
	{5, "MDBA_ROUTER_PATTR_VID", u16},
}}

// A bare number, not a struct.
var mdbRouterFields = []Field{
	{"ifindex", u32},
}

// struct br_mdb_entry. The group is an address of IPv4, of IPv6, or of the link
// layer where addr.proto is 0.
var (
	mdbEntry4    = &Layout{Kind: Struct, C: "br_mdb_entry", Fields: mdbFields4, Select: selectMDBEntry}
	mdbEntry6    = &Layout{Kind: Struct, C: "br_mdb_entry", Fields: mdbFields6}
	mdbEntryAddr = &Layout{Kind: Struct, C: "br_mdb_entry", Fields: mdbFieldsAddr}
)

var (
	mdbFields4 = []Field{
		{"ifindex", u32},
		{"state", mdbState},
		{"flags", mdbFlags},
		{"vid", u16},
		{"addr.u.ip4", ip4},
		{"", &Layout{Kind: Pad, Size: 12}},
		{"addr.proto", etherType},
		{"", pad2},
	}
	mdbFields6 = []Field{
		{"ifindex", u32},
		{"state", mdbState},
		{"flags", mdbFlags},
		{"vid", u16},
		{"addr.u.ip6", ip6},
		{"addr.proto", etherType},
		{"", pad2},
	}
	mdbFieldsAddr = []Field{
		{"ifindex", u32},
		{"state", mdbState},
		{"flags", mdbFlags},
		{"vid", u16},
		{"addr.u.mac_addr", etherAddr},
		{"", &Layout{Kind: Pad, Size: 10}},
		{"addr.proto", etherType},
		{"", pad2},
	}
)

// byGroup returns the one of three layouts that is for the group in the struct
// br_mdb_entry at the start of body.
func byGroup(body []byte, ip4, ip6, addr *Layout) *Layout {
	const proto = 24    // offset of addr.proto
	const ipv6 = 0x86dd // ETH_P_IPV6
	if len(body) < proto+2 {
		return ip4
	}
	switch binary.BigEndian.Uint16(body[proto:]) {
	case 0:
		return addr
	case ipv6:
		return ip6
	}
	return ip4
}

// MDB_TEMPORARY and MDB_PERMANENT (linux/if_bridge.h).
var mdbState = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MDB_TEMPORARY"},
	{1, "MDB_PERMANENT"},
}}

// MDB_FLAGS_* (linux/if_bridge.h).
var mdbFlags = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "MDB_FLAGS_OFFLOAD"},
	{0x2, "MDB_FLAGS_FAST_LEAVE"},
	{0x4, "MDB_FLAGS_STAR_EXCL"},
	{0x8, "MDB_FLAGS_BLOCKED"},
	{0x10, "MDB_FLAGS_OFFLOAD_FAILED"},
}}

// Whether the sources are those to listen to or all others (linux/in.h).
var filterMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MCAST_EXCLUDE"},
	{1, "MCAST_INCLUDE"},
}}
