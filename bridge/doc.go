// Package bridge makes and reads what bridges know of VLANs and of multicast
// groups: RTM_NEWVLAN and RTM_NEWMDB of linux/if_bridge.h and their kin, as
// bridge(8) sends them. VXLANs have a multicast database, too.
//
// Bridges themselves and their ports are links: see package link, whose
// SetBridgeLink is the older way to VLANs. The forwarding database is in package
// neigh.
//
// Both messages begin with a header of the same form, struct br_vlan_msg and
// struct br_port_msg:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| family        |                       0                       |
//	+---------------+---------------+---------------+---------------+
//	| ifindex: of the bridge, or of the port whose VLANs these are  |
//	+---------------------------------------------------------------+
//	| attributes: BRIDGE_VLANDB_*, MDBA_*                           |
//	+---------------------------------------------------------------+
//
// # VLANs
//
// A port is a member of VLANs, and so may be the bridge itself. [AddVLANs],
// [SetVLANs] and [DelVLANs] change that, one by one or by ranges:
//
//	err := conn.Do(bridge.AddVLANs(port.Index,
//		bridge.VLAN{ID: 10, PVID: true, Untagged: true},
//		bridge.VLAN{ID: 100, Last: 200}))
//
// [SetVLANOptions] sets what holds for a VLAN on all ports. [ListVLANs] and
// [VLANFilter] read both, and [WatchVLANs] follows the former. All need a bridge
// that filters by VLAN, a kernel with CONFIG_BRIDGE_VLAN_FILTERING, and Linux 5.6
// or later.
//
// # Multicast groups
//
// The multicast database, MDB, says which ports have members of a group behind
// them. The bridge learns that from reports of IGMP and MLD; [AddGroup] and
// [DelGroup] do it by hand:
//
//	err := conn.Do(bridge.AddGroup(&bridge.Group{
//		Bridge: br.Index, Port: port.Index,
//		Addr: netip.MustParseAddr("239.1.1.1"), Permanent: true,
//	}))
//
// [ListMDBs] reads the databases of all bridges, [GetGroup] one group, and
// [FlushGroups] deletes many entries at once. [WatchGroups] follows them all. The
// database of a VXLAN is there since Linux 6.4, GetGroup since 6.7, FlushGroups
// since 6.8.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the object and the attribute. The kernel's own
// refusals are [*nlmsg.Error]. Adding a group that exists fails with EEXIST,
// which is [io/fs.ErrExist]; getting one that does not exist fails with ENOENT,
// which is [io/fs.ErrNotExist], and deleting it with EINVAL. EOPNOTSUPP says that
// the kernel has none of this.
package bridge
