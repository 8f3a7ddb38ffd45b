package addr

import (
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Addr is an IP address of an interface. The family, IPv4 or IPv6, is that of
// Prefix.
type Addr struct {
	// Index is the interface (ifa_index). All requests need it.
	Index int

	// Prefix is the interface's own address (IFA_LOCAL; of an IPv6 address
	// without a peer, IFA_ADDRESS as the kernel reports it) with the length of
	// the network's prefix (ifa_prefixlen). With a Peer, the length is that of
	// the peer's network.
	Prefix netip.Prefix

	// Peer is the address of the other end (IFA_ADDRESS). The zero Addr stands
	// for none: the interface has a network of many. 0.0.0.0 is one of its own,
	// with which the network is 0.0.0.0 too.
	Peer netip.Addr

	// Broadcast is the broadcast address of an IPv4 network (IFA_BROADCAST).
	// The kernel does not work it out: with the zero Addr there is none. The
	// function [Broadcast] returns the usual one.
	Broadcast netip.Addr

	// Anycast and Multicast are the anycast address or the multicast group that
	// the interface has joined (IFA_ANYCAST, IFA_MULTICAST), in a message about
	// one: RTM_NEWANYCAST, RTM_NEWMULTICAST and the like. It has no Prefix. The
	// kernel ignores them in requests.
	Anycast, Multicast netip.Addr

	// Users is how many have joined the group Multicast (IFA_MC_USERS). It is
	// not sent. Zero stands for a kernel that does not tell it, as Linux 6.18;
	// 7.3 does.
	Users uint32

	// Label names an IPv4 address (IFA_LABEL), in at most 15 bytes. Left
	// empty, the kernel makes it the interface's name. IPv6 has no labels.
	Label string

	// Scope is how far the address is valid (ifa_scope): RT_SCOPE_UNIVERSE,
	// which is zero, RT_SCOPE_LINK, RT_SCOPE_HOST or a number of one's own.
	// The kernel finds the scope of an IPv6 address by itself.
	Scope uint8

	// Flags are IFA_F_* (ifa_flags if they fit its eight bits, else IFA_FLAGS,
	// which counts where there are both). Requests may set IFA_F_NODAD,
	// IFA_F_OPTIMISTIC, IFA_F_HOMEADDRESS, IFA_F_MANAGETEMPADDR,
	// IFA_F_NOPREFIXROUTE and IFA_F_MCAUTOJOIN. The others are the kernel's
	// report, which it ignores in requests. IPv4 keeps and reports bits that no
	// IFA_F_* names.
	Flags uint32

	// Valid is for how much longer the address exists (ifa_valid of
	// IFA_CACHEINFO), in seconds on the wire, rounded up. Zero stands for ever.
	Valid time.Duration

	// Preferred is for how much longer new connections may use the address as
	// their own (ifa_prefered of IFA_CACHEINFO). Nil stands for as long as it
	// is valid; zero makes it deprecated. Of an IPv4 address that is valid for
	// ever the kernel reports nil, whatever was sent: IFA_F_DEPRECATED in Flags
	// is what remains of zero.
	Preferred *time.Duration

	// Created and Updated are when the address was made and last changed
	// (cstamp and tstamp of IFA_CACHEINFO), as times since the system's start,
	// in hundredths of a second. They are not sent.
	Created, Updated time.Duration

	// Priority is the metric of the network's route that the kernel makes
	// (IFA_RT_PRIORITY). Zero stands for the kernel's choice.
	Priority uint32

	// Protocol is who made the address (IFA_PROTO): [ProtocolLoopback],
	// [ProtocolRouter], [ProtocolLinkLocal], or from 4 on a number of one's
	// own. Zero stands for nobody in particular. Kernels before 5.18 have none.
	Protocol uint8

	// TargetNetNSID is the id of the namespace the address was read from
	// (IFA_TARGET_NETNSID), if it was asked for by [Filter.TargetNetNSID]. Nil
	// stands for the connection's own. Such an address cannot be added or
	// deleted: the kernel would do it in the connection's own namespace.
	TargetNetNSID *int32

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [Addr.Clone].
	Unknown []rtattr.Raw
}

// String returns the address and the interface, such as
// "192.0.2.1/24 on index 3", with the peer or the group if it has one:
// "10.0.0.1/32 peer 10.0.0.2 on index 3", "multicast ff02::1 on index 3".
func (a Addr) String() string {
	switch {
	case a.Peer.IsValid():
		return fmt.Sprintf("%v peer %v on index %d", a.Prefix, a.Peer, a.Index)
	case a.Prefix.IsValid():
	case a.Multicast.IsValid():
		return fmt.Sprintf("multicast %v on index %d", a.Multicast, a.Index)
	case a.Anycast.IsValid():
		return fmt.Sprintf("anycast %v on index %d", a.Anycast, a.Index)
	}
	return fmt.Sprintf("%v on index %d", a.Prefix, a.Index)
}

// Clone returns a copy of a that shares no memory with it. The Unknown
// attributes of an address from [All] or [Decode] are part of the received
// message and valid only as long as that is.
func (a Addr) Clone() Addr {
	c := a
	c.Unknown = slices.Clone(a.Unknown)
	for i, raw := range c.Unknown {
		c.Unknown[i] = raw.Clone()
	}
	if c.Preferred != nil {
		c.Preferred = new(*c.Preferred)
	}
	if c.TargetNetNSID != nil {
		c.TargetNetNSID = new(*c.TargetNetNSID)
	}
	return c
}

// Decode returns the address in a message: in an answer, or in a notification
// that it is new or changed (RTM_NEWADDR) or gone (RTM_DELADDR), of the groups
// RTNLGRP_IPV4_IFADDR and RTNLGRP_IPV6_IFADDR. It also decodes messages about
// multicast groups and anycast addresses: answers to RTM_GETMULTICAST and
// RTM_GETANYCAST, and their notifications. Unknown attributes are part of
// m.Data; [Addr.Clone] gives it bytes of its own.
func Decode(m nlmsg.Message) (*Addr, error) {
	r := readers.Get().(*reader)
	defer func() {
		r.dec = rtattr.Decoder{}
		readers.Put(r)
	}()
	a := new(Addr)
	if err := r.decode(&m, a); err != nil {
		return nil, err
	}
	return a, nil
}

var readers = sync.Pool{New: func() any { return new(reader) }}
