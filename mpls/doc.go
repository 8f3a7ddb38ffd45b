// Package mpls adds, removes, reads and looks up MPLS routes: what the system
// does with packets that come with a label.
//
// A route travels as a fixed header, struct rtmsg of linux/rtnetlink.h, whose
// family is AF_MPLS, followed by attributes, RTA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| AF_MPLS       | rtm_dst_len 20| 0             | 0             |
//	+---------------+---------------+---------------+---------------+
//	| RT_TABLE_MAIN | rtm_protocol  | 0             | RTN_UNICAST   |
//	+---------------+---------------+---------------+---------------+
//	| rtm_flags                                                     |
//	+---------------------------------------------------------------+
//	| attributes: RTA_DST, RTA_NEWDST, RTA_VIA, RTA_OIF, ...        |
//	+---------------------------------------------------------------+
//
// [Route] is that message in both directions. Changes are values that a
// connection sends, alone or with others:
//
//	err := conn.Do(mpls.Add(&mpls.Route{
//		Label:     100,
//		NewLabels: []uint32{200, 300},
//		Gateway:   netip.MustParseAddr("192.0.2.2"),
//	}))
//
// Reading takes the connection: [List] and [All] return all routes, a [Filter]
// those of one protocol or interface. [Get] looks up the route of a label.
// [Watch] follows all routes.
//
// What puts labels on packets of IP is no route of MPLS but a tunnel of a route
// of IP: see encap.MPLS.
//
// The kernel forwards packets with labels only if it is configured to: the sysctl
// net.mpls.platform_labels is the number of labels that there may be, and
// net.mpls.conf.<interface>.input lets an interface take them. Without its module
// mpls_router it refuses changes and lookups with EOPNOTSUPP, and has no routes.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the label and the attribute. The kernel's own
// refusals are [*nlmsg.Error]. Adding a route that exists fails with EEXIST,
// which is [io/fs.ErrExist]; deleting one that does not exist succeeds.
package mpls
