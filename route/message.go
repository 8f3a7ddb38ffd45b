package route

import (
	"net/netip"
	"slices"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Route is a route of IPv4 or IPv6. The family is that of Dst.
type Route struct {
	// Dst is the destination (RTA_DST and rtm_dst_len), and always needed. The
	// default route's has length zero, see [DefaultIPv4]. Bits of the address
	// beyond the length are refused, since they are a mistake more often than
	// not: [netip.Prefix.Masked] clears them.
	Dst netip.Prefix

	// Src limits an IPv6 route to packets from these addresses (RTA_SRC and
	// rtm_src_len). In a new route of IPv4, where the kernel ignores it, it is
	// refused. In an answer of [Get] it is the source asked for. The zero
	// Prefix stands for all.
	Src netip.Prefix

	// TOS is the type of service that packets must have (rtm_tos). Zero stands
	// for all. IPv4 only.
	TOS uint8

	// Protocol is who made the route, RTPROT_* (rtm_protocol). Zero stands for
	// RTPROT_BOOT in a new route, and for any in one to be deleted.
	Protocol uint8

	// Scope is how far away the destination is (rtm_scope). Zero stands for
	// what goes with the rest of the route; see [Scope].
	Scope Scope

	// Table is the routing table, RT_TABLE_* or any number (RTA_TABLE, or
	// rtm_table below 256). Zero stands for RT_TABLE_MAIN, and for
	// RT_TABLE_LOCAL where the Type is local, broadcast or anycast. What was
	// read is never zero.
	Table uint32

	// Type is what becomes of packets, RTN_* (rtm_type). Zero stands for
	// RTN_UNICAST in a new route. In an IPv4 route to be deleted it stands for
	// any; IPv6 deletes routes of any type, whatever is given: see [Del].
	Type uint8

	// Pref is an IPv6 router's preference (RTA_PREF): [PrefHigh], [PrefLow], or
	// zero, which is [PrefMedium]. The kernel takes any other number for zero.
	Pref uint8

	// Flags are RTM_F_* and RTNH_F_* (rtm_flags). The one that a new route may
	// need is RTNH_F_ONLINK: the gateway is on the interface's network although
	// no prefix says so. Those that tell of the kernel's state, such as
	// RTNH_F_LINKDOWN, are not sent. RTM_F_CLONED is sent to delete a cached
	// route of IPv6, and not to add one, which the kernel refuses.
	Flags uint32

	// Gateway is the next router (RTA_GATEWAY). It may be an IPv6 address where
	// Dst is of IPv4 (RTA_VIA, since Linux 5.2), but not the other way round.
	// The zero Addr stands for none: the destination is on the interface's
	// network.
	Gateway netip.Addr

	// OIF is the index of the interface that packets leave by (RTA_OIF). Zero
	// stands for that of the gateway.
	OIF int

	// IIF is the index of the interface that a packet came by (RTA_IIF), in
	// an answer of [Get] that was asked about one. Zero stands for none.
	IIF int

	// PrefSrc is the source address of packets that have none yet
	// (RTA_PREFSRC), an address of the system. The zero Addr leaves it to the
	// kernel.
	PrefSrc netip.Addr

	// Priority is what ip(8) calls metric: of several routes with the same
	// destination that with the lowest is taken (RTA_PRIORITY). Zero is the
	// lowest of IPv4. Of IPv6 it stands for 1024 in a new route; only the
	// kernel makes some with zero. In a route to be deleted it stands for any.
	Priority uint32

	// NHID is the id of a nexthop object (RTA_NH_ID). Zero stands for none.
	// With it, OIF, Gateway, MultiPath and Encap are the kernel's report of
	// that object, and are not sent.
	NHID uint32

	// Metrics are what TCP and IP are told about the path (RTA_METRICS). Nil
	// stands for nothing.
	Metrics *Metrics

	// MultiPath are several ways that packets are spread over (RTA_MULTIPATH),
	// in place of Gateway, OIF and Encap. Empty stands for no such.
	MultiPath []NextHop

	// Encap is what packets are wrapped in (RTA_ENCAP and RTA_ENCAP_TYPE). Nil
	// stands for nothing.
	Encap encap.Encap

	// Flow holds the realms of an IPv4 route (RTA_FLOW): that of the source in
	// the upper 16 bits, that of the destination in the lower. Zero stands for
	// none.
	Flow uint32

	// Mark is the packet mark that an answer of [Get] is for (RTA_MARK). Zero
	// stands for none.
	Mark uint32

	// UID is the user that an answer of [Get] is for (RTA_UID). Nil stands for
	// none.
	UID *uint32

	// Expires is for how much longer the route exists (RTA_EXPIRES in seconds,
	// rounded up; rta_expires of RTA_CACHEINFO in hundredths). Zero stands for
	// ever. Of routes that are added, those of IPv6 only may expire, and of these
	// none of a Type that rejects packets: the kernel forgets the time.
	//
	// In a route that was read, it is below zero if the time is over and the
	// kernel has not removed the route yet; such a route can be deleted, but not
	// added. The kernel reports no more than 248 days, even if it is longer.
	Expires time.Duration

	// Cache is what the kernel reports of the route's use, if there is anything
	// to report (RTA_CACHEINFO). It is not sent.
	Cache *Cache

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [Route.Clone].
	Unknown []rtattr.Raw
}

// DefaultIPv4 returns the destination of IPv4's default route, 0.0.0.0/0.
func DefaultIPv4() netip.Prefix { return netip.PrefixFrom(netip.IPv4Unspecified(), 0) }

// DefaultIPv6 returns the destination of IPv6's default route, ::/0.
func DefaultIPv6() netip.Prefix { return netip.PrefixFrom(netip.IPv6Unspecified(), 0) }

// Clone returns a copy of r that shares no memory with it. The Unknown attributes
// of a route from [All] or [Decode], those of its Metrics and MultiPath too, are
// part of the received message and valid only as long as that is.
func (r Route) Clone() Route {
	c := r
	c.Encap = encap.Clone(c.Encap)
	if c.Cache != nil {
		c.Cache = new(*c.Cache)
	}
	if c.Metrics != nil {
		c.Metrics = new(*c.Metrics)
	}
	if c.UID != nil {
		c.UID = new(*c.UID)
	}
	c.MultiPath = slices.Clone(c.MultiPath)
	for i := range c.MultiPath {
		c.MultiPath[i].Encap = encap.Clone(c.MultiPath[i].Encap)
	}
	c.own()
	return c
}

// own copies what is part of a received message.
func (r *Route) own() {
	r.Unknown = cloneRaw(r.Unknown)
	if r.Metrics != nil {
		r.Metrics.Unknown = cloneRaw(r.Metrics.Unknown)
	}
	for i := range r.MultiPath {
		hop := &r.MultiPath[i]
		hop.Unknown = cloneRaw(hop.Unknown)
	}
}

func cloneRaw(list []rtattr.Raw) []rtattr.Raw {
	list = slices.Clone(list)
	for i, raw := range list {
		list[i] = raw.Clone()
	}
	return list
}

// Decode returns the route in a message: in an answer, or in a notification that
// it is new or changed (RTM_NEWROUTE) or gone (RTM_DELROUTE), of the groups
// RTNLGRP_IPV4_ROUTE and RTNLGRP_IPV6_ROUTE. What it has as bytes is part of
// m.Data; [Route.Clone] gives it bytes of its own.
func Decode(m nlmsg.Message) (*Route, error) {
	r := new(Route) // on the stack of a caller that does not keep it
	if err := r.decodeOne(m); err != nil {
		return nil, err
	}
	return r, nil
}
