package schema

import "strconv"

// genlMessage returns the body of a message of NETLINK_GENERIC. Its type is the
// number of a family, which the kernel gives out as families come; only the
// controller's is fixed.
func genlMessage(family uint16) Attr {
	return Attr{family, "family " + strconv.Itoa(int(family)), genl}
}

// struct genlmsghdr, and attributes that have no names here.
var genl = &Layout{Kind: Nest, C: "genlmsghdr", Fields: genlFields}

var genlFields = []Field{
	{"cmd", u8},
	{"version", u8},
	{"reserved", u16},
}
