package rule

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// actions are the names that ip(8) has for FR_ACT_*, but for those of tables and
// jumps.
var actions = map[uint8]string{
	linux.FR_ACT_NOP:         "nop",
	linux.FR_ACT_BLACKHOLE:   "blackhole",
	linux.FR_ACT_UNREACHABLE: "unreachable",
	linux.FR_ACT_PROHIBIT:    "prohibit",
}

var tables = map[uint32]string{
	linux.RT_TABLE_DEFAULT: "default",
	linux.RT_TABLE_MAIN:    "main",
	linux.RT_TABLE_LOCAL:   "local",
}

// protocols are the names of RTPROT_*. Rules of the kernel show none.
var protocols = map[uint8]string{
	linux.RTPROT_REDIRECT: "redirect",
	linux.RTPROT_BOOT:     "boot",
	linux.RTPROT_STATIC:   "static",
}

// ipProtocols are names of IPPROTO_*, those with ports and a few more.
var ipProtocols = map[uint8]string{
	1:   "icmp",
	6:   "tcp",
	17:  "udp",
	33:  "dccp",
	58:  "ipv6-icmp",
	132: "sctp",
	136: "udplite",
}

// String returns the rule as ip(8) shows it, but that other names of tables,
// protocols and groups than those of the kernel's headers are numbers:
// "900: from 10.0.0.0/8 fwmark 0x10/0xff lookup main proto static". Before it
// stands the family, unless it is AF_INET or seen by a prefix: "inet6", "ipmr" or
// "ip6mr", as in "inet6 32766: from all lookup main".
func (r Rule) String() string {
	b := r.appendFamily(nil)
	if r.Priority != nil {
		b = fmt.Appendf(b, "%d: ", *r.Priority)
	}
	if r.Flags&linux.FIB_RULE_INVERT != 0 {
		b = append(b, "not "...)
	}
	b = append(b, "from "...)
	if r.Src.Bits() > 0 {
		b = appendPrefix(b, r.Src)
	} else {
		b = append(b, "all"...)
	}
	if r.Dst.Bits() > 0 {
		b = appendPrefix(append(b, " to "...), r.Dst)
	}
	b = r.appendPacket(b)
	b = r.appendAction(b)
	switch name, ok := protocols[r.Protocol]; {
	case ok:
		b = fmt.Appendf(b, " proto %s", name)
	case r.Protocol != linux.RTPROT_UNSPEC && r.Protocol != linux.RTPROT_KERNEL:
		b = fmt.Appendf(b, " proto %d", r.Protocol)
	}
	return string(r.appendClass(b))
}

// appendFamily appends the family, if nothing else shows it.
func (r *Rule) appendFamily(b []byte) []byte {
	switch {
	case r.Family == FamilyIPMR:
		b = append(b, "ipmr "...)
	case r.Family == FamilyIP6MR:
		b = append(b, "ip6mr "...)
	case r.Family == linux.AF_INET6 && r.Src.Bits() <= 0 && r.Dst.Bits() <= 0:
		b = append(b, "inet6 "...)
	}
	return b
}

// appendPacket appends what ip(8) shows of the packet between its addresses and
// the action.
func (r *Rule) appendPacket(b []byte) []byte {
	if r.TOS != 0 {
		b = fmt.Appendf(b, " tos 0x%02x", r.TOS)
	}
	if r.FWMark != nil || r.FWMask != nil {
		b = fmt.Appendf(b, " fwmark %s", hex(value(r.FWMark)))
		if r.FWMask != nil && *r.FWMask != 1<<32-1 {
			b = fmt.Appendf(b, "/%s", hex(*r.FWMask))
		}
	}
	b = appendName(b, "iif", r.IIF, r.Flags&linux.FIB_RULE_IIF_DETACHED != 0)
	b = appendName(b, "oif", r.OIF, r.Flags&linux.FIB_RULE_OIF_DETACHED != 0)
	if r.L3MDev {
		b = append(b, " lookup [l3mdev-table]"...)
	}
	if r.UIDs != nil {
		b = fmt.Appendf(b, " uidrange %d-%d", r.UIDs.First, r.UIDs.Last)
	}
	if name, ok := ipProtocols[r.IPProto]; ok {
		b = fmt.Appendf(b, " ipproto %s", name)
	} else if r.IPProto != 0 {
		b = fmt.Appendf(b, " ipproto %d", r.IPProto)
	}
	b = appendPorts(b, "sport", r.SrcPorts, r.SrcPortMask)
	b = appendPorts(b, "dport", r.DstPorts, r.DstPortMask)
	if r.TunID != 0 {
		b = fmt.Appendf(b, " tun_id %d", r.TunID)
	}
	return b
}

func (r *Rule) appendAction(b []byte) []byte {
	if name, ok := tables[r.Table]; ok {
		b = fmt.Appendf(b, " lookup %s", name)
	} else if r.Table != 0 {
		b = fmt.Appendf(b, " lookup %d", r.Table)
	}
	if r.SuppressPrefixLen != nil {
		b = fmt.Appendf(b, " suppress_prefixlength %d", *r.SuppressPrefixLen)
	}
	if r.SuppressIfGroup != nil {
		b = fmt.Appendf(b, " suppress_ifgroup %d", *r.SuppressIfGroup)
	}
	if from := r.Flow >> 16; from != 0 {
		b = fmt.Appendf(b, " realms %d/%d", from, uint16(r.Flow))
	} else if r.Flow != 0 {
		b = fmt.Appendf(b, " realms %d", r.Flow)
	}
	switch action := r.action(); action {
	case linux.FR_ACT_UNSPEC, linux.FR_ACT_TO_TBL:
	case linux.FR_ACT_GOTO:
		b = fmt.Appendf(b, " goto %d", r.Goto)
		if r.Flags&linux.FIB_RULE_UNRESOLVED != 0 {
			b = append(b, " [unresolved]"...)
		}
	default:
		if name, ok := actions[action]; ok {
			b = fmt.Appendf(b, " %s", name)
		} else {
			b = fmt.Appendf(b, " action %d", action)
		}
	}
	return b
}

// appendClass appends what newer versions of ip(8) show last.
func (r *Rule) appendClass(b []byte) []byte {
	if r.DSCP != nil || r.DSCPMask != nil {
		b = fmt.Appendf(b, " dscp %d", value(r.DSCP))
		if r.DSCPMask != nil && *r.DSCPMask != maxDSCP {
			b = fmt.Appendf(b, "/%s", hex(uint32(*r.DSCPMask)))
		}
	}
	if r.FlowLabel != nil || r.FlowLabelMask != nil {
		b = fmt.Appendf(b, " flowlabel %s", hex(value(r.FlowLabel)))
		if r.FlowLabelMask != nil && *r.FlowLabelMask != maxFlowLabel {
			b = fmt.Appendf(b, "/%s", hex(*r.FlowLabelMask))
		}
	}
	return b
}

func appendPrefix(b []byte, p netip.Prefix) []byte {
	if p.IsSingleIP() {
		return p.Addr().AppendTo(b)
	}
	return p.AppendTo(b)
}

func appendName(b []byte, option, name string, detached bool) []byte {
	if name != "" {
		b = fmt.Appendf(b, " %s %s", option, name)
		if detached {
			b = append(b, " [detached]"...)
		}
	}
	return b
}

func appendPorts(b []byte, option string, p PortRange, mask uint16) []byte {
	if p == (PortRange{}) {
		return b
	}
	b = fmt.Appendf(b, " %s %d", option, p.First)
	if p.First != p.Last {
		return fmt.Appendf(b, "-%d", p.Last)
	}
	if mask != 0 && mask != 1<<16-1 {
		b = fmt.Appendf(b, "/%s", hex(uint32(mask)))
	}
	return b
}

// hex is what C's %#x prints, which has no 0x before a zero.
func hex(n uint32) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%#x", n)
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
