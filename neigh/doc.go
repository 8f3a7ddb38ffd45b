// Package neigh adds, removes and reads neighbours: which link-layer address an
// IP address has on an interface, as ARP and IPv6 neighbour discovery find it or
// a request says. It does the same for the forwarding databases of bridges and
// VXLANs, and for the settings of the neighbour tables.
//
// Neighbours and forwarding entries travel as a fixed header, struct ndmsg of
// linux/neighbour.h, followed by attributes, NDA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+-------------------------------+
//	| ndm_family    | zero                                          |
//	+---------------+-----------------------------------------------+
//	| ndm_ifindex                                                   |
//	+-------------------------------+---------------+---------------+
//	| ndm_state, NUD_*              | ndm_flags     | ndm_type      |
//	+-------------------------------+---------------+---------------+
//	| attributes: NDA_DST, NDA_LLADDR, ...                          |
//	+---------------------------------------------------------------+
//
// [Neigh] is that message of families AF_INET and AF_INET6. Of family AF_BRIDGE
// it is an [FDB], which has other attributes and other rules. Changes are values
// that a connection sends, alone or with others:
//
//	err := conn.Do(neigh.Replace(&neigh.Neigh{
//		Index:  eth0.Index,
//		Dst:    netip.MustParseAddr("192.0.2.5"),
//		LLAddr: net.HardwareAddr{2, 0, 0, 0, 0, 5},
//		State:  neigh.StatePermanent,
//	}))
//
// Reading takes the connection: [List] and [All] return every neighbour of the
// namespace, a [Filter] those of one interface, family or state, [Get] one.
// [Watch] follows them.
//
// # Proxy entries
//
// A proxy entry is an address that the kernel answers for on an interface. It is
// a Neigh with [FlagProxy] in its Flags, to be added, deleted and got like any
// other. It is kept apart: only a Filter with Proxy lists it, and nothing is
// told of its changes.
//
// # Forwarding databases
//
// [AddFDB], [ReplaceFDB], [ChangeFDB], [AppendFDB], [DelFDB], [FlushFDB],
// [ListFDB], [AllFDB], [FDBFilter], [GetFDB] and [WatchFDB] are for forwarding
// entries what the names without FDB are for neighbours. Flags say whose entry it
// is: an entry with an endpoint is a VXLAN's own, any other as a rule that of the
// bridge whose port Index is.
//
// # Tables
//
// A [Table] has the settings of ARP ("arp_cache") or of neighbour discovery
// ("ndisc_cache"), for all interfaces or for one: how long a neighbour counts as
// reachable, how often it is asked for, and how many there may be. [ListTables]
// reads them and [SetTable] changes them. Their message is struct ndtmsg, which
// holds a family and nothing else, and attributes NDTA_*:
//
//	+---------------+-----------------------------------------------+
//	| ndtm_family   | zero                                          |
//	+---------------+-----------------------------------------------+
//	| attributes: NDTA_NAME, NDTA_PARMS, ...                        |
//	+---------------------------------------------------------------+
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the object and the attribute. The kernel's own
// refusals are [*nlmsg.Error]. Adding what exists fails with EEXIST, which is
// [io/fs.ErrExist]; changing, deleting or getting what does not exist fails with
// ENOENT, which is [io/fs.ErrNotExist].
package neigh
