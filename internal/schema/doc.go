// Package schema knows the messages of NETLINK_ROUTE, and those of the controller
// of NETLINK_GENERIC, by name: their types, the fixed header that each begins
// with, and the attributes after it with their names, types and nesting.
//
// It is plain tables. [Parse] lays them over the bytes of a message and gives
// a tree, from which the other functions and the annotated dumps are made:
//
//	message             RTM_NEWLINK
//	├─ header           struct ifinfomsg
//	└─ attributes       IFLA_*
//	   ├─ IFLA_IFNAME   a string
//	   └─ IFLA_LINKINFO a nest of IFLA_INFO_*
//	      ├─ IFLA_INFO_KIND "veth"
//	      └─ IFLA_INFO_DATA chosen by the kind beside it: VETH_INFO_*
//	         └─ VETH_INFO_PEER struct ifinfomsg, then IFLA_* once more
//
// A table is a variable that points to a [Layout]. Tables refer to each other by
// those variables. Go does not let that come round in a circle, as from a link to
// a veth and to its peer, which is a link again: there a [Selector] names the
// other table, as it does where the rest of a message decides which one is meant.
// All of this is laid out when a program is built. Nothing runs when it starts,
// which a test holds: a table cannot be made by a function, nor out of a slice of
// another.
//
// Attributes stand in the order of their numbers, which are written beside the
// names. Tests hold them, the values and the structs against the headers and the
// specifications of the kernel (testdata/README.md).
//
// To add a kind of link, write its table in a file of its own and give the kind a
// row in linkKinds. A message has its row in messages.
package schema
