package iproute2

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rule"
)

// rules compares the records of ip rule show.
func rules(t *testing.T, d *dump) {
	compareAll(t, d, ruleTable.of, all(t, d, rule.Decode))
}

var ruleTable = table[*rule.Rule]{
	{"priority", func(r *rule.Rule) any { return r.Priority }},
	{"not", func(r *rule.Rule) any { return flag(r.Flags&linux.FIB_RULE_INVERT != 0) }},
	{"src", func(r *rule.Rule) any {
		if !r.Src.IsValid() {
			return "all"
		}
		return r.Src.Addr()
	}},
	{"srclen", func(r *rule.Rule) any { return prefixLen(r.Src) }},
	{"dst", func(r *rule.Rule) any { return r.Dst.Addr() }},
	{"dstlen", func(r *rule.Rule) any { return prefixLen(r.Dst) }},
	{"tos", func(r *rule.Rule) any { return typeOfService(r.TOS) }},
	{"dscp", func(r *rule.Rule) any {
		if r.DSCP == nil {
			return nil
		}
		return sinceNewer{strconv.Itoa(int(*r.DSCP))}
	}},
	{"dscp_mask", func(r *rule.Rule) any { return sinceNewer{optHex(r.DSCPMask)} }},
	{"flowlabel", func(r *rule.Rule) any { return sinceNewer{optHex(r.FlowLabel)} }},
	{"flowlabel_mask", func(r *rule.Rule) any { return sinceNewer{optHex(r.FlowLabelMask)} }},
	{"fwmark", func(r *rule.Rule) any { return optHex(r.FWMark) }},
	{"fwmask", func(r *rule.Rule) any {
		if r.FWMask == nil || *r.FWMask == 0xffffffff {
			return nil
		}
		return hex(*r.FWMask)
	}},
	{"iif", func(r *rule.Rule) any { return r.IIF }},
	{"oif", func(r *rule.Rule) any { return r.OIF }},
	{"l3mdev", func(r *rule.Rule) any { return flag(r.L3MDev) }},
	{"uid_start", func(r *rule.Rule) any {
		if r.UIDs == nil {
			return nil
		}
		return r.UIDs.First
	}},
	{"uid_end", func(r *rule.Rule) any {
		if r.UIDs == nil {
			return nil
		}
		return r.UIDs.Last
	}},
	{"ipproto", func(r *rule.Rule) any { return ipProto(r.IPProto) }},
	{"sport", func(r *rule.Rule) any { return onePort(r.SrcPorts) }},
	{"sport_mask", func(r *rule.Rule) any { return portMask(r.SrcPortMask) }},
	{"dport", func(r *rule.Rule) any { return onePort(r.DstPorts) }},
	{"dport_mask", func(r *rule.Rule) any { return portMask(r.DstPortMask) }},
	{"dport_start", func(r *rule.Rule) any { return ofRange(r.DstPorts, r.DstPorts.First) }},
	{"dport_end", func(r *rule.Rule) any { return ofRange(r.DstPorts, r.DstPorts.Last) }},
	{"table", func(r *rule.Rule) any {
		if r.Table == 0 {
			return nil
		}
		return named{tables, int(r.Table)}
	}},
	{"suppress_prefixlen", func(r *rule.Rule) any { return r.SuppressPrefixLen }},
	{"suppress_ifgroup", func(r *rule.Rule) any {
		if r.SuppressIfGroup == nil {
			return nil
		}
		return named{groups, int(*r.SuppressIfGroup)}
	}},
	{"goto", func(r *rule.Rule) any { return nonZero(r.Goto) }},
	{"action", func(r *rule.Rule) any {
		if r.Action == linux.FR_ACT_TO_TBL || r.Action == linux.FR_ACT_GOTO {
			return nil
		}
		return named{routeTypes, int(r.Action)} // those that are none of these are numbered alike
	}},
	{"protocol", func(r *rule.Rule) any { return named{protocols, int(r.Protocol)} }},
}

func onePort(p rule.PortRange) any {
	if p.First != p.Last {
		return nil
	}
	return nonZero(p.First)
}

func portMask(mask uint16) any {
	if mask == 0 {
		return nil
	}
	return sinceNewer{hex(mask)}
}

// ofRange is v, if p is more than one port.
func ofRange(p rule.PortRange, v uint16) any {
	if p.First == p.Last {
		return nil
	}
	return v
}

// ipProto is IPPROTO_*.
type ipProto uint8

func (n ipProto) in(d *dump) any {
	switch {
	case n == 0:
		return nil
	case n == 6 && !d.has("-N") && !d.newer(): // which was without the file of names
		return "tcp"
	}
	return fmt.Sprintf("ipproto-%s", strconv.Itoa(int(n)))
}
