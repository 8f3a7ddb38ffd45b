// Package mroute reads multicast routes: which interfaces the system forwards
// packets to a group to. A daemon makes them through a socket of its own, and
// they are gone when it is.
//
// A route travels as a fixed header, struct rtmsg of linux/rtnetlink.h, followed
// by attributes, RTA_*. The family is one that only these routes have:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| RTNL_FAMILY_* | rtm_dst_len   | rtm_src_len   | 0             |
//	+---------------+---------------+---------------+---------------+
//	| rtm_table     | rtm_protocol  | 0             | RTN_MULTICAST |
//	+---------------+---------------+---------------+---------------+
//	| rtm_flags                                                     |
//	+---------------------------------------------------------------+
//	| attributes: RTA_SRC, RTA_DST, RTA_IIF, RTA_MULTIPATH, ...     |
//	+---------------------------------------------------------------+
//
// [Route] is that message. [List] and [All] return the routes of both families and all tables, a [Filter]
// those of one family, table or interface. [Get] returns the route of a source
// and a group. [Watch] follows all.
//
//	for r, err := range mroute.All(conn) {
//		...
//		fmt.Println(r.Source, r.Group, r.Stats.Packets)
//	}
//
// The kernel needs CONFIG_IP_MROUTE, or CONFIG_IPV6_MROUTE. Without, there are no
// routes, and Get fails. The rules that choose among several tables are in package
// rule: rule.FamilyIPMR.
//
// # Errors
//
// The kernel's refusals are [*nlmsg.Error]. Looking up a route that does not exist
// fails with ENOENT, which is [io/fs.ErrNotExist].
package mroute
