// Package netconf reads the settings that IPv4, IPv6 and MPLS have for
// interfaces: whether packets are forwarded, whether their source is checked, and
// so on, RTM_NEWNETCONF of linux/netconf.h. They are values of sysctls, such as
// net.ipv4.conf.eth0.forwarding, and are set there; the kernel takes no requests
// to change them.
//
// A message is struct netconfmsg, which is the family, and attributes:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| ncm_family    |                       0                       |
//	+---------------+---------------+---------------+---------------+
//	| attributes: NETCONFA_IFINDEX, NETCONFA_FORWARDING, ...        |
//	+---------------------------------------------------------------+
//
// [Conf] is that message. [Get] reads the settings of one interface, or those
// that hold for [Every] one; [List] and [All] read all of them, a [Filter] those
// of one family; and [Watch] follows them:
//
//	c, err := netconf.Get(conn, unix.AF_INET, netconf.Every)
//	...
//	fmt.Println(*c.Forwarding) // 1: IPv4 packets are forwarded
//
// # Errors
//
// The kernel's refusals are [*nlmsg.Error]. The settings of an interface that does
// not exist are ENODEV, which is [io/fs.ErrNotExist], or EINVAL in older kernels;
// those of a family that the kernel lacks are EOPNOTSUPP.
package netconf
