package nexthop

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NextHop is a nexthop object: a way, a group of ways, or what drops packets.
type NextHop struct {
	// ID is its number (NHA_ID). Zero lets the kernel choose, in [Add] and
	// [Create] alone.
	ID uint32

	// Family is AF_INET or AF_INET6 (nh_family). Zero stands for that of the
	// Gateway, or for AF_INET without one. A group has none.
	Family uint8

	// Scope is how far away the Gateway is, RT_SCOPE_* (nh_scope). It is read only.
	Scope uint8

	// Protocol is who made the object, RTPROT_* (nh_protocol). Zero stands for
	// nobody in particular.
	Protocol uint8

	// Flags are RTNH_F_* (nh_flags). Requests may have RTNH_F_ONLINK: the gateway
	// is on the interface's network although no prefix says so. The others tell of
	// the kernel's state, and are not sent.
	Flags uint32

	// Gateway is the next router (NHA_GATEWAY). The zero Addr stands for none: the
	// destination is on the interface's network.
	Gateway netip.Addr

	// OIF is the index of the interface that packets leave by (NHA_OIF). Zero
	// stands for none, which a group, a Blackhole and an FDB have.
	OIF int

	// Blackhole drops packets (NHA_BLACKHOLE).
	Blackhole bool

	// FDB says that the object is for the forwarding database of a VXLAN, and
	// Gateway the remote end, or that the group is of such objects (NHA_FDB).
	FDB bool

	// DstPort is the UDP port of the remote end of an FDB (NHA_DST_PORT), in host
	// byte order. Zero leaves it out.
	DstPort uint16

	// Encap is what packets are wrapped in (NHA_ENCAP_TYPE, NHA_ENCAP). Nil stands
	// for nothing.
	Encap encap.Encap

	// Group are the members of a group, which has none of Gateway, OIF, Blackhole
	// and Encap (NHA_GROUP).
	Group []Member

	// Type is that of a group, [GroupMultipath] or [GroupResilient]
	// (NHA_GROUP_TYPE). A group with Resilient has that type without saying so.
	Type uint16

	// Resilient is what a resilient group has besides its members (NHA_RES_GROUP).
	// Nil stands for a multipath group.
	Resilient *Resilient

	// HWStats says whether the hardware is to count the packets of a group's
	// members (NHA_HW_STATS_ENABLE, since Linux 6.9). Nil leaves it out.
	// HWStatsUsed says whether it does (NHA_HW_STATS_USED). It is read only.
	HWStats, HWStatsUsed *bool

	// Stats are the packets of each member of a group (NHA_GROUP_STATS), if they
	// were asked for. They are read only.
	Stats []MemberStats

	// Unknown are attributes that have no field here. They are sent as they are.
	// See [NextHop.Clone].
	Unknown []rtattr.Raw
}

// The types of groups (NEXTHOP_GRP_TYPE_*).
const (
	// GroupMultipath chooses a member by a hash of each packet's addresses and
	// ports (NEXTHOP_GRP_TYPE_MPATH). It is zero.
	GroupMultipath = linux.NEXTHOP_GRP_TYPE_MPATH

	// GroupResilient keeps flows where they are, by buckets
	// (NEXTHOP_GRP_TYPE_RES). See [Resilient].
	GroupResilient = linux.NEXTHOP_GRP_TYPE_RES
)

// Member is a member of a group (struct nexthop_grp):
//
//	 0               8               16              24            32
//	+---------------------------------------------------------------+
//	| id                                                            |
//	+---------------+---------------+-------------------------------+
//	| weight        | weight_high   |               0               |
//	+---------------+---------------+-------------------------------+
type Member struct {
	// ID is the number of another object (id).
	ID uint32

	// Weight is the share of packets that it gets (weight, and since Linux 6.12
	// weight_high, plus one): 1 to 256, and since then up to 65536. Zero stands
	// for 1.
	Weight int
}

// Resilient is what a resilient group has (NHA_RES_GROUP_*). Times are in
// hundredths of a second on the wire.
type Resilient struct {
	// Buckets is the number of buckets, at least that of the members
	// (NHA_RES_GROUP_BUCKETS). It cannot change. Zero leaves it out.
	Buckets uint16

	// IdleTimer is how long a bucket must have been without packets to move to
	// another member (NHA_RES_GROUP_IDLE_TIMER). Nil leaves it out; the kernel
	// takes 120 s.
	IdleTimer *time.Duration

	// UnbalancedTimer is how long the group may be out of balance before buckets
	// move that are not idle (NHA_RES_GROUP_UNBALANCED_TIMER). Zero stands for
	// ever. Nil leaves it out; the kernel takes zero.
	UnbalancedTimer *time.Duration

	// UnbalancedTime is how long the group has been out of balance
	// (NHA_RES_GROUP_UNBALANCED_TIME). It is read only.
	UnbalancedTime time.Duration

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// MemberStats are the packets of a member of a group (NHA_GROUP_STATS_ENTRY_*).
type MemberStats struct {
	ID       uint32  // the member's number
	Packets  uint64  // those that the kernel has sent, and those in Hardware
	Hardware *uint64 // those that the hardware has sent; nil if it was not asked

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// String returns the object as ip-nexthop(8) would name it, such as
// "id 1 via 192.0.2.1 dev index 3", "id 4 blackhole" or "id 10 group 1,10/2".
func (n NextHop) String() string {
	s := fmt.Sprintf("id %d", n.ID)
	if len(n.Group) > 0 {
		var members []string
		for _, m := range n.Group {
			if m.Weight > 1 {
				members = append(members, fmt.Sprintf("%d,%d", m.ID, m.Weight))
			} else {
				members = append(members, fmt.Sprint(m.ID))
			}
		}
		s += " group " + strings.Join(members, "/")
	}
	if n.Gateway.IsValid() {
		s += " via " + n.Gateway.String()
	}
	if n.OIF != 0 {
		s += fmt.Sprintf(" dev index %d", n.OIF)
	}
	if n.Blackhole {
		s += " blackhole"
	}
	if n.FDB {
		s += " fdb"
	}
	return s
}

// Clone returns a copy of n that shares no memory with it. The Unknown attributes
// of an object from [All] or [Decode] are part of the received message and valid
// only as long as that is.
func (n NextHop) Clone() NextHop { return deep.Copy(n) }
