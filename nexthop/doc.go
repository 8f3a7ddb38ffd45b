// Package nexthop makes, changes and reads nexthop objects: ways to a router, or
// groups of them, that routes refer to by number. When such a way fails or
// changes, one message changes all routes that use it. They exist since Linux 5.3.
//
// A message is struct nhmsg of linux/nexthop.h, followed by attributes, NHA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| nh_family     | nh_scope      | nh_protocol   |       0       |
//	+---------------+---------------+---------------+---------------+
//	| nh_flags                                                      |
//	+---------------------------------------------------------------+
//	| attributes: NHA_ID, NHA_GATEWAY, NHA_OIF, ...                 |
//	+---------------------------------------------------------------+
//
// [NextHop] is that message in both directions. A group spreads packets over
// several, and a route uses either by its ID:
//
//	err := conn.Do(
//		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: router1, OIF: eth0.Index}),
//		nexthop.Add(&nexthop.NextHop{ID: 2, Gateway: router2, OIF: eth1.Index}),
//		nexthop.Add(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1}, {ID: 2, Weight: 3}}}),
//		route.Add(&route.Route{Dst: route.DefaultIPv4(), NHID: 10}))
//
// [Create] makes an object and returns it with the ID that the kernel chose. [Get]
// reads one, [List], [All] and a [Filter] read many, and [Watch] follows them.
//
// # Resilient groups
//
// A group whose flows are to stay where they are has buckets: each flow
// belongs to a bucket, and a bucket to a member. When a member goes or comes, only
// buckets that are idle move, or those of it. [Resilient] sets that up, and
// [ListBuckets] and [GetBucket] read it. They exist since Linux 5.13.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the object and the attribute. The kernel's own
// refusals are [*nlmsg.Error]. Adding an object that exists fails with EEXIST,
// which is [io/fs.ErrExist]; getting or deleting one that does not exist fails
// with ENOENT, which is [io/fs.ErrNotExist].
package nexthop
