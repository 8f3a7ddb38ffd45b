package mroute

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Route says where packets from a source to a group are forwarded to.
type Route struct {
	// Source is the address that they come from (RTA_SRC). The unspecified
	// address stands for any.
	Source netip.Addr

	// Group is the address that they go to (RTA_DST). The unspecified address
	// stands for any.
	Group netip.Addr

	// Table is the multicast routing table (RTA_TABLE): RT_TABLE_DEFAULT of IPv4
	// and RT_TABLE_MAIN of IPv6, unless there are several.
	Table uint32

	// Protocol is RTPROT_MROUTED, or RTPROT_STATIC for a route that the daemon
	// has marked so (rtm_protocol).
	Protocol uint8

	// Flags are RTNH_F_UNRESOLVED, of packets that wait for the daemon to make a
	// route, and RTNH_F_OFFLOAD (rtm_flags).
	Flags uint32

	// IIF is the index of the interface that packets have to come by (RTA_IIF).
	// Zero stands for none, of a route that is unresolved.
	IIF int

	// Outs are the interfaces that they are forwarded to (RTA_MULTIPATH).
	Outs []Out

	// Stats are what has been counted (RTA_MFC_STATS). Nil stands for nothing,
	// of a route that is unresolved.
	Stats *Stats

	// Idle is how long ago the last packet came (RTA_EXPIRES, a u64 in
	// hundredths of a second).
	Idle time.Duration

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Out is an interface that packets are forwarded to, struct rtnexthop of
// linux/rtnetlink.h:
//
//	 0               8               16              24            32
//	+-------------------------------+---------------+---------------+
//	| rtnh_len                      | rtnh_flags    | rtnh_hops     |
//	+-------------------------------+---------------+---------------+
//	| rtnh_ifindex                                                  |
//	+---------------------------------------------------------------+
type Out struct {
	// Index is that of the interface (rtnh_ifindex).
	Index int

	// TTL is the time to live that packets must exceed (rtnh_hops).
	TTL uint8
}

// Stats are struct rta_mfc_stats of linux/rtnetlink.h.
type Stats struct {
	Packets uint64 // forwarded (mfcs_packets)
	Bytes   uint64 // in them (mfcs_bytes)
	WrongIf uint64 // packets that came by another interface (mfcs_wrong_if)
}

// Clone returns a copy of r that shares no memory with it.
func (r Route) Clone() Route { return deep.Copy(r) }

// String returns the route in short: "(192.0.2.1, 233.252.0.1) iif index 2 oif
// index 3".
func (r Route) String() string {
	b := fmt.Appendf(nil, "(%v, %v)", r.Source, r.Group)
	if r.IIF != 0 {
		b = fmt.Appendf(b, " iif index %d", r.IIF)
	}
	for _, out := range r.Outs {
		b = fmt.Appendf(b, " oif index %d", out.Index)
	}
	return string(b)
}

// Decode returns the route in a message: in an answer, or in a notification that
// it is new or changed (RTM_NEWROUTE) or gone (RTM_DELROUTE), of the groups
// RTNLGRP_IPV4_MROUTE and RTNLGRP_IPV6_MROUTE. It shares no memory with the
// message.
func Decode(m nlmsg.Message) (*Route, error) {
	r := new(Route)
	if err := r.decode(&m); err != nil {
		return nil, err
	}
	return r, nil
}
