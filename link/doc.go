// Package link makes and reads the rtnetlink messages of network interfaces,
// which the kernel calls links: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK and their
// kin.
//
// # Requests
//
// Each function that changes something returns a request, a value, which a
// connection sends alone or with others:
//
//	br := &link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}
//	err := conn.Do(
//		link.Add(br),
//		link.Add(&link.Link{Name: "port0", Master: new(10),
//			Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFile(ns)}}}),
//		link.SetUp(link.Name("port0")),
//		link.SetUp(br))
//
// [Add], [Set] and [Del] are the general ones; [SetUp], [SetMaster] and others
// are Set with one field. A [Ref] says which link: its name, of which no index
// need be known, its index, or a [Link] that was read. There is no verb that
// replaces a link: the kernel has none.
//
// # Reading
//
// [Get] reads one link, [List] and [All] read many, [Filter] those of a kind or
// of a bridge, and [Decode] a notification. [Watch] follows all links, [Wait]
// waits for one, and [WaitUp] until it is up. [Create] is Add and Get at once.
// Attributes that this package does not know are kept as bytes, in every nest:
// [Link.AppendBinary] writes all that was read but zeros of the [State] and the
// counters in 32 bits (IFLA_STATS), which Stats has in 64.
//
// What was read is no request: much of it cannot be set, and the rest may have
// changed meanwhile. Give [Set] a new Link that holds what changes:
//
//	l, err := link.Get(conn, link.Name("veth0"))
//	...
//	err = conn.Do(link.Set(l, &link.Link{MTU: l.MTU - 50}))
//
// or leave it to [Modify], which reads a link, has a function change it, and sends
// the difference, which [Changes] finds:
//
//	err = link.Modify(conn, link.Name("veth0"), func(l *link.Link) { l.MTU -= 50 })
//
// For most kinds a Data in Set holds what changes and no more. The Data of the
// tunnels [GRE], [Gretap], [Erspan], [IP6GRE], [IP6Gretap], [IP6Erspan], [IPIP],
// [SIT], [IP6Tnl], [VTI], [VTI6] and of an [XFRM] must be whole, since the kernel
// resets, or refuses to go without, what it leaves out.
//
// A notification of type RTM_DELLINK with Family AF_BRIDGE is about a port: the
// link is no longer one, and still exists. See [Decode].
//
// # On the wire
//
// Every message begins with struct ifinfomsg (linux/rtnetlink.h), in host byte
// order, and attributes IFLA_* follow (linux/if_link.h):
//
//	 0       8       16              32
//	+-------+-------+---------------+
//	| family|   0   | ifi_type      |   Family, Type (ARPHRD_*)
//	+-------+-------+---------------+
//	| ifi_index                     |   Index
//	+-------------------------------+
//	| ifi_flags                     |   Flags (IFF_*)
//	+-------------------------------+
//	| ifi_change                    |   Change: the mask of Flags
//	+-------------------------------+
//	| attributes                    |
//	:                               :
//
// What is special to a kind is in nests. A veth's peer is a whole message body
// within them, an ifinfomsg with attributes of its own:
//
//	nlmsghdr    RTM_NEWLINK, REQUEST|ACK|CREATE|EXCL
//	ifinfomsg
//	IFLA_IFNAME "port0"
//	IFLA_MASTER 10
//	IFLA_LINKINFO
//	    IFLA_INFO_KIND "veth"
//	    IFLA_INFO_DATA
//	        VETH_INFO_PEER
//	            ifinfomsg
//	            IFLA_IFNAME "eth0"
//	            IFLA_NET_NS_FD 7
//
// The files in testdata show such messages byte by byte.
//
// # Statistics
//
// What every link counts is in its [Stats]. Bridges, bonds, MPLS and drivers count
// more, which a [StatsFilter] asks for and an [IfStats] holds.
//
// # Networks of a VXLAN
//
// A [VXLAN] with a VNIFilter takes the packets of some networks alone, by
// messages of their own: [AddVNIs] and [DelVNIs], [ListVNIs] and [VNIsFilter],
// [DecodeVNIs], and [WatchVNIs]. They exist since Linux 5.18.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the link and the attribute. The kernel's own refusals
// are [*nlmsg.Error]. Adding a link whose name is taken fails with EEXIST, which is
// [io/fs.ErrExist]; a link that does not exist is ENODEV, which is
// [io/fs.ErrNotExist]. EOPNOTSUPP says that the kernel was built without the kind,
// or without one of the options given, such as VLANFiltering of a [Bridge].
//
// # Kinds
//
// A kind of link is a type with the methods of [Kind], in a file of its own, and
// a case in newKind; needsParent and changesWhole name those that need a parent
// or a whole Data. Any other is an [UnknownKind], whose attributes can be sent
// and read as bytes. Known are
//
//   - bridges ([Bridge], and [BridgePort] for their ports)
//   - several links as one ([Bond], and [BondPort] for its ports; [Team], and
//     [TeamPort]; [HSR]; [Batadv])
//   - routing domains ([VRF], and [VRFPort] for their ports)
//   - what ends on this machine ([Dummy], [IFB], [Netkit], [Nlmon], [PPP], [Tun],
//     [Veth])
//   - what shares an Ethernet interface ([IPVLAN], [IPVTAP], [Macsec], [Macvlan],
//     [Macvtap], [VLAN])
//   - tunnels over UDP ([VXLAN], [Geneve], [BareUDP], [GTP], [PFCP], [AMT],
//     [WireGuard], [OVPN])
//   - GRE tunnels over IPv4 ([GRE], [Gretap], [Erspan]) and over IPv6 ([IP6GRE],
//     [IP6Gretap], [IP6Erspan])
//   - tunnels of IP packets ([IPIP], [SIT], [IP6Tnl])
//   - interfaces of IPsec ([VTI], [VTI6], [XFRM])
//   - CAN buses ([CAN], [VCAN], [VXCAN])
//   - what is for certain hardware ([DSA], [IPoIB], [Rmnet], [WWAN]), or for none
//     ([Netdevsim], [VirtWifi])
package link
