package schema

import "strconv"

// genlMessage returns the body of a message of NETLINK_GENERIC. Its type is the
// number of a family, which the kernel gives out as families come; only the
// controller's is fixed.
func genlMessage(family uint16) Attr {
	const controller = 16 // GENL_ID_CTRL
	if family == controller {
		return Attr{family, "GENL_ID_CTRL", genlController}
	}
	return Attr{family, "family " + strconv.Itoa(int(family)), genl}
}

// struct genlmsghdr, and attributes that have no names here.
var genl = &Layout{Kind: Nest, C: "genlmsghdr", Fields: genlFields}

var genlFields = []Field{
	{"cmd", u8},
	{"version", u8},
	{"", pad2},
}

// CTRL_ATTR_*, the attributes of the controller's messages (linux/genetlink.h).
var genlController = &Layout{Kind: Nest, C: "genlmsghdr", Fields: genlControllerFields, Attrs: []Attr{
	{1, "CTRL_ATTR_FAMILY_ID", u16},
	{2, "CTRL_ATTR_FAMILY_NAME", str},
	{3, "CTRL_ATTR_VERSION", u32},
	{4, "CTRL_ATTR_HDRSIZE", u32},
	{5, "CTRL_ATTR_MAXATTR", u32},
	{6, "CTRL_ATTR_OPS", genlOps},
	{7, "CTRL_ATTR_MCAST_GROUPS", genlGroups},
	{8, "CTRL_ATTR_POLICY", genlPolicies},
	{9, "CTRL_ATTR_OP_POLICY", genlOpPolicies},
	{10, "CTRL_ATTR_OP", u32},
}}

// struct genlmsghdr of the controller.
var genlControllerFields = []Field{
	{"cmd", genlCommand},
	{"version", u8},
	{"", pad2},
}

// CTRL_CMD_* (linux/genetlink.h).
var genlCommand = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "CTRL_CMD_UNSPEC"},
	{1, "CTRL_CMD_NEWFAMILY"},
	{2, "CTRL_CMD_DELFAMILY"},
	{3, "CTRL_CMD_GETFAMILY"},
	{4, "CTRL_CMD_NEWOPS"},
	{5, "CTRL_CMD_DELOPS"},
	{6, "CTRL_CMD_GETOPS"},
	{7, "CTRL_CMD_NEWMCAST_GRP"},
	{8, "CTRL_CMD_DELMCAST_GRP"},
	{9, "CTRL_CMD_GETMCAST_GRP"},
	{10, "CTRL_CMD_GETPOLICY"},
}}

// CTRL_ATTR_OPS holds a nest for each operation, numbered as they come.
var genlOps = &Layout{Kind: Nest, Elem: genlOp}

// CTRL_ATTR_OP_*.
var genlOp = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "CTRL_ATTR_OP_ID", u32},
	{2, "CTRL_ATTR_OP_FLAGS", genlOpFlags},
}}

// GENL_CMD_CAP_* and others, the flags of an operation (linux/genetlink.h).
var genlOpFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "GENL_ADMIN_PERM"},
	{0x2, "GENL_CMD_CAP_DO"},
	{0x4, "GENL_CMD_CAP_DUMP"},
	{0x8, "GENL_CMD_CAP_HASPOL"},
	{0x10, "GENL_UNS_ADMIN_PERM"},
}}

// CTRL_ATTR_MCAST_GROUPS holds a nest for each group, numbered as they come.
var genlGroups = &Layout{Kind: Nest, Elem: genlGroup}

// CTRL_ATTR_MCAST_GRP_*.
var genlGroup = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "CTRL_ATTR_MCAST_GRP_NAME", str},
	{2, "CTRL_ATTR_MCAST_GRP_ID", u32},
}}

// CTRL_ATTR_POLICY holds a nest with the number of a policy, and in it one with
// that of an attribute, which has NL_POLICY_TYPE_ATTR_*. The kernel sends one
// attribute a message.
var (
	genlPolicies = &Layout{Kind: Nest, Elem: genlPolicy}
	genlPolicy   = &Layout{Kind: Nest, Elem: policy}
)

// CTRL_ATTR_OP_POLICY holds a nest with the number of an operation.
var genlOpPolicies = &Layout{Kind: Nest, Elem: genlOpPolicy}

// CTRL_ATTR_POLICY_*, the numbers of policies.
var genlOpPolicy = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "CTRL_ATTR_POLICY_DO", u32},
	{2, "CTRL_ATTR_POLICY_DUMP", u32},
}}
