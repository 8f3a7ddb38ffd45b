// Package schema knows the messages of NETLINK_ROUTE by name: their types, the
// fixed header that each begins with, and the attributes after it with their
// names, types and nesting.
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
// A table of attributes stands in the order of their numbers, which are
// written beside the names and held against internal/linux by a test. What an
// attribute holds is its [Type], a small number: types refer to each other
// freely that way (a veth's peer holds the attributes of a link, and one of
// those a veth), and no table needs to be built when a program starts.
//
// To add a kind of link, write its table, give it a Type with a row in layouts
// (layout.go), and name the kind in linkKinds (choose.go).
package schema
