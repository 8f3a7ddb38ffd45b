package linux

import (
	"fmt"
	"slices"
)

// protocols are the names of those of netlink sockets, by number
// (linux/netlink.h).
var protocols = [...]string{
	0:  "NETLINK_ROUTE",
	1:  "NETLINK_UNUSED",
	2:  "NETLINK_USERSOCK",
	3:  "NETLINK_FIREWALL",
	4:  "NETLINK_SOCK_DIAG",
	5:  "NETLINK_NFLOG",
	6:  "NETLINK_XFRM",
	7:  "NETLINK_SELINUX",
	8:  "NETLINK_ISCSI",
	9:  "NETLINK_AUDIT",
	10: "NETLINK_FIB_LOOKUP",
	11: "NETLINK_CONNECTOR",
	12: "NETLINK_NETFILTER",
	13: "NETLINK_IP6_FW",
	14: "NETLINK_DNRTMSG",
	15: "NETLINK_KOBJECT_UEVENT",
	16: "NETLINK_GENERIC",
	18: "NETLINK_SCSITRANSPORT",
	19: "NETLINK_ECRYPTFS",
	20: "NETLINK_RDMA",
	21: "NETLINK_CRYPTO",
	22: "NETLINK_SMC",
}

// ProtocolName returns the name of a protocol, such as "NETLINK_ROUTE", or
// "protocol 77" if it has none.
func ProtocolName(protocol int) string {
	if protocol >= 0 && protocol < len(protocols) && protocols[protocol] != "" {
		return protocols[protocol]
	}
	return fmt.Sprintf("protocol %d", protocol)
}

// ProtocolNumber returns the protocol that has a name, and false if none has.
func ProtocolNumber(name string) (int, bool) {
	i := slices.Index(protocols[:], name)
	return i, i >= 0 && name != ""
}
