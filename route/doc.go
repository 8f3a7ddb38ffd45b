// Package route adds, removes, reads and looks up IP routes. Those of MPLS and of
// multicast groups are the business of packages mpls and mroute.
//
// A route travels as a fixed header, struct rtmsg of linux/rtnetlink.h,
// followed by attributes, RTA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| rtm_family    | rtm_dst_len   | rtm_src_len   | rtm_tos       |
//	+---------------+---------------+---------------+---------------+
//	| rtm_table     | rtm_protocol  | rtm_scope     | rtm_type      |
//	+---------------+---------------+---------------+---------------+
//	| rtm_flags                                                     |
//	+---------------------------------------------------------------+
//	| attributes: RTA_DST, RTA_GATEWAY, RTA_OIF, ...                |
//	+---------------------------------------------------------------+
//
// [Route] is that message in both directions. Changes are values that a
// connection sends, alone or with others:
//
//	err := conn.Do(route.Add(&route.Route{
//		Dst:     route.DefaultIPv4(),
//		Gateway: netip.MustParseAddr("192.0.2.254"),
//	}))
//
// Reading takes the connection: [List] and [All] return the routes of all
// tables, a [Filter] those of one table, family, protocol, type or interface.
// [Get] looks up the route of a packet. [Watch] follows all routes.
//
// # What may be left out
//
// A new route needs a destination and, unless its type is one that goes
// nowhere, a way: a Gateway, an interface, or several in MultiPath. A unicast
// route without one is refused, since the kernel's answer, ENODEV, would pass
// for [io/fs.ErrNotExist]. What else
// is zero is filled in as ip(8) does: type unicast, protocol boot, the main
// table, and the scope that goes with the type and the gateway. A route as it
// was read has all of that, and can be written back; what only the kernel can
// say of it is not sent. There are two exceptions, both of IPv6: the metric 0,
// which the kernel gives its own local and anycast routes, comes back as 1024,
// and a route whose time is over is refused.
//
// In place of a way of its own a route may have the NHID of a nexthop object,
// which many routes can share: see package nexthop.
//
// What packets are wrapped in, without a device for it, is the Encap of a route
// or of one of its ways: see package encap.
//
// To delete a route, give what tells it from others. What the kernel compares
// depends on the family: see [Del].
//
// # Default routes
//
// The default route is the one whose destination has no bits, 0.0.0.0/0 or
// ::/0, in both directions: [DefaultIPv4], [DefaultIPv6]. No other spelling is
// taken.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the destination and the attribute. So are
// IPv4-mapped addresses, which the kernel would take for IPv6: only the prefix
// of all of them, ::ffff:0.0.0.0/96, and those around it are sent. The kernel's
// own refusals are [*nlmsg.Error]. Adding a route that exists fails with EEXIST,
// which is [io/fs.ErrExist]; deleting one that does not exist fails with ESRCH,
// which is [io/fs.ErrNotExist].
package route
