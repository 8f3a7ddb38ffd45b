package input

// protocols are the NETLINK_* of linux/netlink.h, by what follows NETLINK_.
var protocols = map[string]int{
	"ROUTE":          0,
	"USERSOCK":       2,
	"FIREWALL":       3,
	"SOCK_DIAG":      4,
	"INET_DIAG":      4,
	"NFLOG":          5,
	"XFRM":           6,
	"SELINUX":        7,
	"ISCSI":          8,
	"AUDIT":          9,
	"FIB_LOOKUP":     10,
	"CONNECTOR":      11,
	"NETFILTER":      12,
	"IP6_FW":         13,
	"DNRTMSG":        14,
	"KOBJECT_UEVENT": 15,
	"GENERIC":        16,
	"SCSITRANSPORT":  18,
	"ECRYPTFS":       19,
	"RDMA":           20,
	"CRYPTO":         21,
	"SMC":            22,
}
