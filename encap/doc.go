// Package encap holds lightweight tunnels: what a route or a nexthop object
// wraps packets in, without a device for it.
//
// A tunnel travels in two attributes of the message about the route or the
// nexthop object. The one says which type it is, LWTUNNEL_ENCAP_* of
// linux/lwtunnel.h, and the other is a nest whose attributes depend on that:
//
//	+-------------------------------+-------------------------------+
//	| length, 16 bits               | RTA_ENCAP or NHA_ENCAP        |
//	+-------------------------------+-------------------------------+
//	| attributes: LWTUNNEL_IP_DST or SEG6_IPTUNNEL_SRH, ...         |
//	+-------------------------------+-------------------------------+
//	| length, 16 bits               | RTA_ENCAP_TYPE, NHA_ENCAP_TYPE|
//	+-------------------------------+-------------------------------+
//	| LWTUNNEL_ENCAP_*, 16 bits     | padding                       |
//	+-------------------------------+-------------------------------+
//
// An [Encap] is both in both directions. There are [IP] and [IP6], [MPLS],
// [Seg6] and [Seg6Local] of segment routing, [ILA], [BPF], [RPL], [IOAM6] and
// [XFRM]; what this package does not know is [Unknown]:
//
//	route.Add(&route.Route{
//		Dst:     netip.MustParsePrefix("198.51.100.0/24"),
//		Gateway: netip.MustParseAddr("192.0.2.2"),
//		Encap:   &encap.MPLS{Labels: []uint32{100, 200}},
//	})
//
// A tunnel that was read shares no memory with the message that it came in, and
// can be written back but for what is said there of its programs: see [Program].
//
// # Errors
//
// A mistake in a tunnel is one in the route or the nexthop object that it is in:
// the request cannot be encoded, and the error has the path of the attribute.
// EOPNOTSUPP says that the kernel does not have the type. Each has an option of its
// own in the kernel's configuration, such as CONFIG_MPLS_IPTUNNEL; [RPL] is there
// since Linux 5.7, [IOAM6] since 5.15, and [XFRM] since 6.1.
package encap
