package bridge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Group is an entry of the multicast database: a port whose network has members
// of a multicast group, or, of a VXLAN, a remote end that packets to the group are
// sent to. It is struct br_mdb_entry of linux/if_bridge.h, and attributes, which
// have other numbers in what the kernel sends (MDBA_MDB_EATTR_*) than in requests
// (MDBE_ATTR_*).
type Group struct {
	// Bridge is the index of the bridge or of the VXLAN (ifindex of struct
	// br_port_msg). All requests need it.
	Bridge int

	// Port is the index of the port, or once more that of the bridge for its own
	// membership, or of the VXLAN (ifindex). Requests need it.
	Port int

	// Addr is the group's address (addr.u.ip4, addr.u.ip6). The zero Addr stands
	// for one of the link layer. Of a VXLAN 0.0.0.0 and :: stand for all groups
	// that have no entry.
	Addr netip.Addr

	// HardwareAddr is the group's link-layer address, if it has no Addr
	// (addr.u.mac_addr, since Linux 5.11). Such an entry must be Permanent.
	HardwareAddr net.HardwareAddr

	// Source is the address that packets to the group must come from
	// (MDBE_ATTR_SOURCE). The zero Addr stands for any.
	Source netip.Addr

	// VLAN is that of the group (vid). Zero stands for none, in a request to a
	// bridge that filters by VLAN for all of the port's.
	VLAN uint16

	// Permanent says that the entry stays; otherwise the kernel removes it after
	// a time without reports from members (state: MDB_PERMANENT).
	Permanent bool

	// Mode says whether Sources are those to listen to, MCAST_INCLUDE (1), or all
	// others are, MCAST_EXCLUDE (0) (MDBE_ATTR_GROUP_MODE). Nil leaves it out; the
	// kernel takes exclude. Of a group with Source it is the kernel's report, which
	// requests leave out.
	Mode *uint8

	// Sources are the addresses that Mode speaks of (MDBE_ATTR_SRC_LIST). In
	// requests a group without Source has them.
	Sources []Source

	// Protocol is who made the entry, RTPROT_* (MDBE_ATTR_RTPROT). Zero leaves it
	// out; the kernel takes RTPROT_STATIC.
	Protocol uint8

	// Dst is the address of the remote VXLAN (MDBE_ATTR_DST), DstPort its UDP
	// port, in host byte order on the wire too (MDBE_ATTR_DST_PORT), and VNI its
	// network (MDBE_ATTR_VNI). Where DstPort is zero or VNI nil, the VXLAN's own
	// count. OIF is the index of the interface to send by (MDBE_ATTR_IFINDEX);
	// zero stands for that of the route. SrcVNI is the network of the VXLAN, if it
	// has several, whose packets these are (MDBE_ATTR_SRC_VNI). All are of a VXLAN
	// only.
	Dst     netip.Addr
	DstPort uint16
	VNI     *uint32
	OIF     int
	SrcVNI  *uint32

	// Flags are MDB_FLAGS_* of linux/if_bridge.h (flags): offload (1), fast leave
	// (2), added for other sources (4), blocked (8), offload failed (16). They are
	// read only.
	Flags uint8

	// Timer is how long the entry stays without a report, zero if it does not
	// run, in hundredths of a second (MDBA_MDB_EATTR_TIMER). It is read only.
	Timer time.Duration

	// Unknown are attributes that were read and have no field here. Requests
	// leave them out, since the numbers mean others there.
	Unknown []rtattr.Raw
}

// Source is a source of a multicast group (MDBA_MDB_SRCLIST_ENTRY).
type Source struct {
	// Addr is its address.
	Addr netip.Addr

	// Timer is how long it stays without a report, in hundredths of a second. It
	// is read only.
	Timer time.Duration

	// Unknown are attributes that were read and have no field here.
	Unknown []rtattr.Raw
}

// String returns the group with its source and VLAN and where it is, such as
// "239.1.1.1 from 192.0.2.1 vlan 10 on port 3 of bridge 2".
func (g Group) String() string {
	s := g.HardwareAddr.String()
	if g.Addr.IsValid() {
		s = g.Addr.String()
	}
	if g.Source.IsValid() {
		s += " from " + g.Source.String()
	}
	if g.VLAN != 0 {
		s += fmt.Sprintf(" vlan %d", g.VLAN)
	}
	if g.Dst.IsValid() {
		s += " to " + g.Dst.String()
	}
	if g.Port == 0 {
		return fmt.Sprintf("%s on bridge %d", s, g.Bridge)
	}
	return fmt.Sprintf("%s on port %d of bridge %d", s, g.Port, g.Bridge)
}

// Clone returns a copy of g that shares no memory with it.
func (g Group) Clone() Group { return deep.Copy(g) }

// sizeofEntry is the size of struct br_mdb_entry:
//
//	 0               8               16              24            32
//	+---------------------------------------------------------------+
//	| ifindex                                                       |
//	+---------------+---------------+-------------------------------+
//	| state         | flags         | vid                           |
//	+---------------+---------------+-------------------------------+
//	| addr.u: IPv4, IPv6 or MAC, 16 bytes                           |
//	:                                                               :
//	+-------------------------------+-------------------------------+
//	| addr.proto, big-endian        |               0               |
//	+-------------------------------+-------------------------------+
const sizeofEntry = 28

const macLen = 6 // ETH_ALEN

// putEntry writes struct br_mdb_entry into b, which e appended last.
func (g *Group) putEntry(e *rtattr.Encoder, b []byte) {
	setIndex(e, b, g.Port)
	if g.Permanent {
		b[4] = linux.MDB_PERMANENT
	}
	b[5] = g.Flags
	binary.NativeEndian.PutUint16(b[6:], g.VLAN)
	switch {
	case g.Addr.Is4():
		x := g.Addr.As4()
		copy(b[8:], x[:])
		binary.BigEndian.PutUint16(b[24:], linux.ETH_P_IP)
	case g.Addr.IsValid():
		x := g.Addr.As16()
		copy(b[8:], x[:])
		binary.BigEndian.PutUint16(b[24:], linux.ETH_P_IPV6)
	default:
		if len(g.HardwareAddr) != macLen {
			e.Fail(0, fmt.Errorf("addr: link-layer address of %d bytes, want %d", len(g.HardwareAddr), macLen))
		}
		copy(b[8:8+macLen], g.HardwareAddr)
	}
}

// entry reads struct br_mdb_entry.
func (g *Group) entry(d *rtattr.Decoder) {
	b := d.Struct(sizeofEntry)
	g.Port = int(int32(binary.NativeEndian.Uint32(b)))
	g.Permanent = b[4] == linux.MDB_PERMANENT
	g.Flags = b[5]
	g.VLAN = binary.NativeEndian.Uint16(b[6:])
	switch binary.BigEndian.Uint16(b[24:]) {
	case linux.ETH_P_IP:
		g.Addr = netip.AddrFrom4([4]byte(b[8:]))
	case linux.ETH_P_IPV6:
		g.Addr = netip.AddrFrom16([16]byte(b[8:]))
	case 0:
		g.HardwareAddr = slices.Clone(b[8 : 8+macLen])
	default:
		d.Fail(errors.New("addr.proto is neither IPv4 nor IPv6, nor 0 for a link-layer address"))
	}
}
