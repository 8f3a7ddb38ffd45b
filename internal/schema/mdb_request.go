package schema

// MDBA_SET_ENTRY*, the attributes of a request to change the multicast database
// (linux/if_bridge.h). In a deletion in bulk the struct tells with its zeros what
// does not matter.
var mdbSet = &Layout{Kind: Nest, C: "br_port_msg", Fields: portMsgFields, Attrs: []Attr{
	{1, "MDBA_SET_ENTRY", mdbEntry4},
	{2, "MDBA_SET_ENTRY_ATTRS", mdbRequest},
}}

// MDBA_GET_ENTRY*, the attributes of a request for one group
// (linux/if_bridge.h). A dump takes none.
var mdbGet = &Layout{Kind: Nest, C: "br_port_msg", Fields: portMsgFields, Attrs: []Attr{
	{1, "MDBA_GET_ENTRY", mdbEntry4},
	{2, "MDBA_GET_ENTRY_ATTRS", mdbRequest},
}}

// MDBE_ATTR_*, the nests MDBA_SET_ENTRY_ATTRS and MDBA_GET_ENTRY_ATTRS
// (linux/if_bridge.h). The port is in the byte order of the machine. The mask
// says what of the state has to be as in the struct, in a deletion in bulk.
var mdbRequest = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBE_ATTR_SOURCE", ip},
	{2, "MDBE_ATTR_SRC_LIST", mdbRequestSources},
	{3, "MDBE_ATTR_GROUP_MODE", filterMode},
	{4, "MDBE_ATTR_RTPROT", routeProtocol},
	{5, "MDBE_ATTR_DST", ip},
	{6, "MDBE_ATTR_DST_PORT", u16},
	{7, "MDBE_ATTR_VNI", u32},
	{8, "MDBE_ATTR_IFINDEX", s32},
	{9, "MDBE_ATTR_SRC_VNI", u32},
	{10, "MDBE_ATTR_STATE_MASK", mdbStateMask},
}}

// The nest MDBE_ATTR_SRC_LIST holds a nest for each source.
var mdbRequestSources = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBE_SRC_LIST_ENTRY", mdbRequestSource},
}}

// MDBE_SRCATTR_*, the nest MDBE_SRC_LIST_ENTRY (linux/if_bridge.h).
var mdbRequestSource = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "MDBE_SRCATTR_ADDRESS", ip},
}}

// MDB_PERMANENT (linux/if_bridge.h).
var mdbStateMask = &Layout{Kind: Bits, Size: 1, Values: []Value{
	{0x1, "MDB_PERMANENT"},
}}
