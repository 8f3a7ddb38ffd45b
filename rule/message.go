package rule

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The families of multicast routing (RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR of
// linux/rtnetlink.h).
const (
	FamilyIPMR  = linux.RTNL_FAMILY_IPMR
	FamilyIP6MR = linux.RTNL_FAMILY_IP6MR
)

// Rule is a rule of policy routing. A packet is for it if it has all that the
// rule asks for; what the rule does not mention any packet has.
type Rule struct {
	// Family is AF_INET, AF_INET6, [FamilyIPMR] or [FamilyIP6MR] (family). Zero
	// stands for the family of Src or Dst, one of which there must be then.
	Family uint8

	// Priority is the place of the rule (FRA_PRIORITY): the kernel tries those
	// with lower numbers first, and those with the same number in the order in
	// which they were added. Nil stands, in a rule to be added, for one less
	// than the second rule's, and in one to be deleted for any. In a rule that
	// was read it is never nil.
	Priority *uint32

	// Src and Dst are the packet's source and destination (FRA_SRC and src_len,
	// FRA_DST and dst_len). The zero Prefix stands for any. Multicast routing
	// looks at neither, nor at TOS, DSCP and FlowLabel: they are refused there. Bits of the address
	// beyond the length are refused in a rule to be added, since they are a
	// mistake more often than not: [netip.Prefix.Masked] clears them.
	Src, Dst netip.Prefix

	// IIF and OIF are the names of the interfaces that the packet comes from
	// and goes to (FRA_IIFNAME, FRA_OIFNAME), in at most 15 bytes. They need
	// not exist. IIF is lo for packets that the system itself sends; OIF is for
	// sockets that are bound to an interface. Left empty, any does.
	IIF, OIF string

	// TOS is the type of service (tos). Zero stands for any. The lowest two bits
	// must be zero, and for IPv4 the highest three too: DSCP can say those.
	TOS uint8

	// DSCP is the differentiated services code point, of 6 bits (FRA_DSCP). Nil
	// stands for any; zero is that of ordinary packets. There cannot be a TOS
	// then. Kernels before 6.12 do not know it.
	DSCP *uint8

	// DSCPMask are the bits of DSCP that count (FRA_DSCP_MASK). Nil stands for
	// all, zero for none. Kernels before 6.15 do not know it.
	DSCPMask *uint8

	// FlowLabel is that of an IPv6 packet, of 20 bits, and FlowLabelMask are
	// the bits of it that count, 0xfffff for all (FRA_FLOWLABEL,
	// FRA_FLOWLABEL_MASK, big-endian). The kernel wants both or neither; nil
	// stands for any. Kernels before 6.14 do not know them.
	FlowLabel, FlowLabelMask *uint32

	// FWMark is the mark of a packet (FRA_FWMARK), and FWMask are the bits of it
	// that count (FRA_FWMASK). Without a FWMask all bits of a FWMark count,
	// unless it is zero, when none do. A rule that was read has no FWMark if it
	// is zero.
	FWMark, FWMask *uint32

	// TunID is the id of the tunnel that the packet came by (FRA_TUN_ID,
	// big-endian), of a device such as vxlan in its collecting mode. Zero stands
	// for any.
	TunID uint64

	// UIDs are the users whose sockets send the packet (FRA_UID_RANGE). Nil
	// stands for all users.
	UIDs *UIDRange

	// IPProto is the packet's protocol, IPPROTO_* (FRA_IP_PROTO). Zero stands
	// for any.
	IPProto uint8

	// SrcPorts and DstPorts are the packet's ports (FRA_SPORT_RANGE,
	// FRA_DPORT_RANGE). The zero range stands for any. See [Port].
	SrcPorts, DstPorts PortRange

	// SrcPortMask and DstPortMask are the bits of the port that count
	// (FRA_SPORT_MASK, FRA_DPORT_MASK), if the range is a single port. Zero
	// stands for all; of such a port the kernel reports 0xffff. Kernels before
	// 6.15 do not know them.
	SrcPortMask, DstPortMask uint16

	// Action is what becomes of the packet, FR_ACT_* (action): FR_ACT_TO_TBL,
	// FR_ACT_GOTO, FR_ACT_NOP, FR_ACT_BLACKHOLE, FR_ACT_UNREACHABLE or
	// FR_ACT_PROHIBIT. Zero stands for FR_ACT_GOTO if there is a Goto; else, in
	// a rule to be added, for FR_ACT_TO_TBL if it has a Table or L3MDev, and in
	// one to be deleted for any.
	Action uint8

	// Table is the routing table to look in, RT_TABLE_* or any number (FRA_TABLE,
	// or table below 256). Zero stands for none; in a rule to be deleted, for
	// any. With FR_ACT_TO_TBL it stands for the first empty table of IPv4, and
	// IPv6 refuses it.
	Table uint32

	// L3MDev says to look in the table of the packet's VRF, if it comes from one
	// or goes to one (FRA_L3MDEV). There must be no Table then.
	L3MDev bool

	// Goto is the Priority of the rule to go on with (FRA_GOTO), a greater one
	// than the rule's own. Zero stands for none. While there is no such rule,
	// this one does nothing: FIB_RULE_UNRESOLVED says so.
	Goto uint32

	// SuppressPrefixLen makes the rule as if it did not match when the route
	// found has a prefix that is not longer (FRA_SUPPRESS_PREFIXLEN): zero
	// passes over default routes. Nil stands for none; the kernel has -1 there.
	SuppressPrefixLen *int32

	// SuppressIfGroup does so when the route found leads to an interface of that
	// group (FRA_SUPPRESS_IFGROUP). Nil stands for none; the kernel has -1 there.
	SuppressIfGroup *uint32

	// Flow holds the realms of an IPv4 rule (FRA_FLOW): that of the source in
	// the upper 16 bits, that of the destination in the lower. Zero stands for
	// none.
	Flow uint32

	// Protocol is who made the rule, RTPROT_* (FRA_PROTOCOL). Zero, which is
	// RTPROT_UNSPEC, stands for nobody in particular; in a rule to be deleted,
	// for anybody.
	Protocol uint8

	// Flags are FIB_RULE_* (flags). Requests may set FIB_RULE_INVERT, the "not"
	// of ip(8): the rule is for the packets that it would otherwise not match.
	// FIB_RULE_PERMANENT makes a rule that cannot be deleted any more, and
	// FIB_RULE_FIND_SADDR is for IPv6. FIB_RULE_UNRESOLVED,
	// FIB_RULE_IIF_DETACHED and FIB_RULE_OIF_DETACHED are the kernel's report:
	// there is no rule to go to, no interface of that name. They are not sent,
	// because the kernel would report them for ever.
	Flags uint32

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [Rule.Clone].
	Unknown []rtattr.Raw
}

// UIDRange is a range of user ids, as the system's first user namespace has them,
// ends included (struct fib_rule_uid_range).
type UIDRange struct{ First, Last uint32 }

// PortRange is a range of ports, ends included, in the byte order of the machine
// (struct fib_rule_port_range). No port is 0.
type PortRange struct{ First, Last uint16 }

// Port returns the range of a single port.
func Port(port uint16) PortRange { return PortRange{port, port} }

// Clone returns a copy of r that shares no memory with it. The Unknown
// attributes of a rule from [All] or [Decode] are part of the received message
// and valid only as long as that is.
func (r Rule) Clone() Rule { return deep.Copy(r) }

// Decode returns the rule in a message: in an answer, or in a notification that
// it is new (RTM_NEWRULE) or gone (RTM_DELRULE), of the groups RTNLGRP_IPV4_RULE
// and RTNLGRP_IPV6_RULE. Those of multicast routing come by these groups too.
// Unknown attributes are part of m.Data; [Rule.Clone] gives the rule bytes of its
// own.
func Decode(m nlmsg.Message) (*Rule, error) {
	r := new(Rule)
	if err := r.decode(&m); err != nil {
		return nil, err
	}
	return r, nil
}
