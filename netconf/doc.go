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
// [Get] reads the settings of one interface, [List] and [All] read those of all,
// and [Watch] follows them.
package netconf
