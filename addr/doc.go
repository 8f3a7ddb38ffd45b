// Package addr adds, removes and reads the IP addresses of interfaces.
//
// An address travels as a fixed header, struct ifaddrmsg of linux/if_addr.h,
// followed by attributes, IFA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| ifa_family    | ifa_prefixlen | ifa_flags     | ifa_scope     |
//	+---------------+---------------+---------------+---------------+
//	| ifa_index                                                     |
//	+---------------------------------------------------------------+
//	| attributes: IFA_LOCAL, IFA_ADDRESS, ...                       |
//	+---------------------------------------------------------------+
//
// [Addr] is that message in both directions. Changes are values that a
// connection sends, alone or with others:
//
//	err := conn.Do(addr.Add(&addr.Addr{
//		Index:  br.Index,
//		Prefix: netip.MustParsePrefix("192.0.2.1/24"),
//	}))
//
// Reading takes the connection: [List] and [All] return every address of the
// namespace, a [Filter] those of one interface or family, [Get] one address.
// [Wait] waits for one by notification, for the end of duplicate address
// detection say. [Watch] follows all of them.
//
// # Own address and peer
//
// The message has two addresses, whose meaning depends on the family and on
// which of them are there. Here Prefix always holds the interface's own
// address, and Peer the other end of a point-to-point interface, if there is
// one.
//
// # Labels
//
// A [Label] is not of one address but of a prefix: by its labels the kernel
// chooses among IPv6 source addresses ("ip addrlabel"). [AddLabel],
// [ReplaceLabel], [DelLabel], [ListLabels], [AllLabels] and [GetLabel] are for
// labels what the names without Label are for addresses. The name that an IPv4
// address has with ifconfig is another thing, the field Label of [Addr].
// Deleting a label that does not exist fails with ESRCH, which is
// [io/fs.ErrNotExist].
//
// # Advertised prefixes
//
// An [RAPrefix] is what a router has advertised, from which the kernel makes
// addresses and routes. [DecodePrefix] reads it in the notifications of
// RTNLGRP_IPV6_PREFIX ("ip monitor prefix"). It cannot be asked for.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the address and the attribute. So are IPv4-mapped
// addresses, which the kernel would take for IPv6. The kernel's own refusals
// are [*nlmsg.Error]. Adding an address that exists fails with EEXIST, which is
// [io/fs.ErrExist]; deleting or getting one that does not exist fails with
// EADDRNOTAVAIL, which is [io/fs.ErrNotExist]. EACCES says that IPv6 is disabled
// on the interface.
package addr
