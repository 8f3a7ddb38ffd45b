package rule

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The largest values of fields that have fewer bits than their attribute.
const (
	maxDSCP      = 1<<6 - 1
	maxFlowLabel = 1<<20 - 1
)

// checkPacket fails if what a packet must have is something that a request cannot
// say, or that no packet has.
func (r *Rule) checkPacket(e *rtattr.Encoder) {
	r.checkPrefixOf(e, linux.FRA_SRC, r.Src)
	r.checkPrefixOf(e, linux.FRA_DST, r.Dst)
	checkName(e, linux.FRA_IIFNAME, r.IIF)
	checkName(e, linux.FRA_OIFNAME, r.OIF)
	checkDSCP(e, linux.FRA_DSCP, r.DSCP)
	checkDSCP(e, linux.FRA_DSCP_MASK, r.DSCPMask)
	checkFlowLabel(e, linux.FRA_FLOWLABEL, r.FlowLabel)
	checkFlowLabel(e, linux.FRA_FLOWLABEL_MASK, r.FlowLabelMask)
	if u := r.UIDs; u != nil && u.First > u.Last {
		e.Fail(linux.FRA_UID_RANGE, fmt.Errorf("users from %d to %d are none", u.First, u.Last))
	}
	checkPorts(e, linux.FRA_SPORT_RANGE, r.SrcPorts)
	checkPorts(e, linux.FRA_DPORT_RANGE, r.DstPorts)
}

// checkPrefixOf fails if p is a prefix that is not of r's family.
func (r *Rule) checkPrefixOf(e *rtattr.Encoder, typ uint16, p netip.Prefix) {
	x := p.Addr()
	switch {
	case p == netip.Prefix{}:
	case !p.IsValid():
		e.Fail(typ, errors.New("no valid prefix"))
	case x.Is4In6():
		e.Fail(typ, fmt.Errorf("%v is an IPv4-mapped prefix: use netip.Addr.Unmap", p))
	case x.Is4() != isIPv4(r.family()):
		e.Fail(typ, fmt.Errorf("%v is not of the rule's family", p))
	}
}

// checkHostBits fails if p has bits beyond its length: a mistake more often than
// not.
func checkHostBits(e *rtattr.Encoder, typ uint16, p netip.Prefix) {
	if p.IsValid() && p != p.Masked() {
		e.Fail(typ, fmt.Errorf("%v has bits set beyond its length: use netip.Prefix.Masked", p))
	}
}

// checkIgnored fails if r has what its family ignores: the kernel would make a rule
// for more packets than r is for.
func (r *Rule) checkIgnored(e *rtattr.Encoder) {
	if r.family() != FamilyIPMR && r.family() != FamilyIP6MR {
		return
	}
	switch {
	case r.Src.Bits() > 0:
		e.Fail(linux.FRA_SRC, errMulticast)
	case r.Dst.Bits() > 0:
		e.Fail(linux.FRA_DST, errMulticast)
	case r.TOS != 0:
		e.Fail(0, fmt.Errorf("tos: %w", errMulticast))
	case r.DSCP != nil || r.DSCPMask != nil:
		e.Fail(linux.FRA_DSCP, errMulticast)
	case r.FlowLabel != nil || r.FlowLabelMask != nil:
		e.Fail(linux.FRA_FLOWLABEL, errMulticast)
	}
}

var errMulticast = errors.New("a rule of multicast routing does not look at it")

func checkName(e *rtattr.Encoder, typ uint16, name string) {
	if len(name) >= linux.IFNAMSIZ {
		e.Fail(typ, fmt.Errorf("name %q has %d bytes, at most %d fit", name, len(name), linux.IFNAMSIZ-1))
	}
}

func checkDSCP(e *rtattr.Encoder, typ uint16, p *uint8) {
	if p != nil && *p > maxDSCP {
		e.Fail(typ, fmt.Errorf("%#x has more than 6 bits", *p))
	}
}

func checkFlowLabel(e *rtattr.Encoder, typ uint16, p *uint32) {
	if p != nil && *p > maxFlowLabel {
		e.Fail(typ, fmt.Errorf("%#x has more than 20 bits", *p))
	}
}

func checkPorts(e *rtattr.Encoder, typ uint16, p PortRange) {
	if p != (PortRange{}) && (p.First == 0 || p.First > p.Last) {
		e.Fail(typ, fmt.Errorf("ports from %d to %d are no range", p.First, p.Last))
	}
}
