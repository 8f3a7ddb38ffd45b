package netconf

import (
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Conf are the settings of a family for an interface. Each has the value of its
// sysctl, where 0 is off and 1 is on unless it says more. A setting is nil if the
// family does not have it, or if a notification tells of others only.
type Conf struct {
	// Family is AF_INET, AF_INET6 or AF_MPLS (ncm_family).
	Family uint8

	// Index is the interface (NETCONFA_IFINDEX), or [Every] or [Default].
	Index int

	// Forwarding says whether packets are forwarded that come in by the
	// interface (NETCONFA_FORWARDING; sysctl forwarding).
	Forwarding *int32

	// RPFilter says whether the source of packets is looked up: 0 no, 1 it must
	// be reached by the interface that they came in by, 2 by any
	// (NETCONFA_RP_FILTER; rp_filter). IPv4 only.
	RPFilter *int32

	// MCForwarding says whether multicast packets are forwarded, which a routing
	// daemon decides (NETCONFA_MC_FORWARDING; mc_forwarding).
	MCForwarding *int32

	// ProxyNeigh says whether neighbours are answered for others
	// (NETCONFA_PROXY_NEIGH; proxy_arp of IPv4, proxy_ndp of IPv6).
	ProxyNeigh *int32

	// IgnoreRoutesWithLinkdown says whether routes count that leave by an
	// interface without carrier
	// (NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN; ignore_routes_with_linkdown).
	IgnoreRoutesWithLinkdown *int32

	// Input says whether packets with labels are taken in (NETCONFA_INPUT;
	// net.mpls.conf.*.input). MPLS only.
	Input *int32

	// BCForwarding says whether packets are forwarded to the broadcast address
	// of a network (NETCONFA_BC_FORWARDING; bc_forwarding). IPv4 only.
	BCForwarding *int32

	// ForceForwarding says whether packets are forwarded whatever Forwarding of
	// [Every] says (NETCONFA_FORCE_FORWARDING; force_forwarding). IPv6 only. The
	// number came with Linux 6.17, but neither 6.18 nor 7.3 tells the value: the
	// notification of a change has the interface alone.
	ForceForwarding *int32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Every and Default are indexes of no interface: settings that count together
// with those of each, and those that a new interface begins with (sysctls all and
// default; NETCONFA_IFINDEX_ALL and NETCONFA_IFINDEX_DEFAULT).
const (
	Every   = linux.NETCONFA_IFINDEX_ALL
	Default = linux.NETCONFA_IFINDEX_DEFAULT
)

// sizeofHeader is the size of struct netconfmsg, with its padding.
const sizeofHeader = 4

// setting is a field of a Conf.
type setting struct {
	typ   uint16
	field **int32
}

func (c *Conf) settings() [8]setting {
	return [...]setting{
		{linux.NETCONFA_FORWARDING, &c.Forwarding},
		{linux.NETCONFA_RP_FILTER, &c.RPFilter},
		{linux.NETCONFA_MC_FORWARDING, &c.MCForwarding},
		{linux.NETCONFA_PROXY_NEIGH, &c.ProxyNeigh},
		{linux.NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, &c.IgnoreRoutesWithLinkdown},
		{linux.NETCONFA_INPUT, &c.Input},
		{linux.NETCONFA_BC_FORWARDING, &c.BCForwarding},
		{linux.NETCONFA_FORCE_FORWARDING, &c.ForceForwarding},
	}
}

// AppendBinary appends what follows the nlmsghdr of a message about c, as the
// kernel sends it.
func (c *Conf) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)[0] = c.Family
	putIndex(e, c.Index)
	for _, s := range c.settings() {
		rtattr.Opt(e.Int32, s.typ, *s.field)
	}
	e.Raws(c.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNETCONF, fmt.Sprintf("netconf of index %d", c.Index), err)
	}
	return out, err
}

func putIndex(e *rtattr.Encoder, index int) {
	if index < math.MinInt32 || index > math.MaxInt32 {
		e.Fail(linux.NETCONFA_IFINDEX, fmt.Errorf("%d is the index of no interface", index))
		return
	}
	e.Int32(linux.NETCONFA_IFINDEX, int32(index))
}

// Decode returns the settings in a message: in an answer, or in a notification of
// the groups RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF and RTNLGRP_MPLS_NETCONF.
// A notification that an interface is gone (RTM_DELNETCONF) has no settings, and
// one of a change may have just the one that has changed. Unknown attributes are
// part of m.Data; [Conf.Clone] gives it bytes of its own.
func Decode(m nlmsg.Message) (*Conf, error) {
	c := new(Conf)
	if err := c.decode(&m); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Conf) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWNETCONF && m.Type != linux.RTM_DELNETCONF {
		return fmt.Errorf("netconf: message of type %d, want RTM_NEWNETCONF or RTM_DELNETCONF", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	c.Family = d.Struct(sizeofHeader)[0]
	settings := c.settings()
next:
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		if typ == linux.NETCONFA_IFINDEX {
			c.Index = v.Index()
			continue
		}
		for _, s := range settings {
			if s.typ == typ {
				*s.field = new(v.Int32())
				continue next
			}
		}
		c.Unknown = append(c.Unknown, v.Raw())
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("netconf: %w", nlmsg.NameError(*m, err))
	}
	return nil
}

// Clone returns a copy of c that shares no memory with it.
func (c Conf) Clone() Conf { return deep.Copy(c) }

// String says whose settings they are, such as "IPv4 of index 3" or "IPv6 of
// every interface".
func (c Conf) String() string { return about{c.Family, c.Index}.String() }

// about is whose settings there are.
type about struct {
	family uint8
	index  int
}

func (a about) String() string {
	family := fmt.Sprintf("family %d", a.family)
	switch a.family {
	case linux.AF_INET:
		family = "IPv4"
	case linux.AF_INET6:
		family = "IPv6"
	case linux.AF_MPLS:
		family = "MPLS"
	}
	switch a.index {
	case Every:
		return family + " of every interface"
	case Default:
		return family + " of new interfaces"
	}
	return fmt.Sprintf("%s of index %d", family, a.index)
}
