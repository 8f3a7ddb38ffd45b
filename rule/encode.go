package rule

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct fib_rule_hdr.
const sizeofHeader = 12

// reported are the flags that the kernel works out itself.
const reported = linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED

// The largest values of fields that have fewer bits than their attribute.
const (
	maxDSCP      = 1<<6 - 1
	maxFlowLabel = 1<<20 - 1
)

// encode appends r with that action.
func (r *Rule) encode(e *rtattr.Encoder, action uint8) {
	h := e.Struct(sizeofHeader)
	h[0] = r.family()
	h[1] = uint8(max(r.Dst.Bits(), 0))
	h[2] = uint8(max(r.Src.Bits(), 0))
	h[3] = r.TOS
	h[7] = action
	binary.NativeEndian.PutUint32(h[8:], r.Flags&^reported)
	if r.Table <= math.MaxUint8 {
		h[4] = uint8(r.Table)
	} else {
		e.Uint32(linux.FRA_TABLE, r.Table)
	}
	rtattr.Opt(e.Uint32, linux.FRA_PRIORITY, r.Priority)
	r.encodePacket(e)
	r.encodeAction(e)
	if r.Protocol != 0 {
		e.Uint8(linux.FRA_PROTOCOL, r.Protocol)
	}
	for _, raw := range r.Unknown {
		e.Raw(raw)
	}
}

// encodePacket appends what a packet must have.
func (r *Rule) encodePacket(e *rtattr.Encoder) {
	r.encodePrefix(e, linux.FRA_SRC, r.Src)
	r.encodePrefix(e, linux.FRA_DST, r.Dst)
	if r.IIF != "" {
		e.Name(linux.FRA_IIFNAME, r.IIF, linux.IFNAMSIZ-1)
	}
	if r.OIF != "" {
		e.Name(linux.FRA_OIFNAME, r.OIF, linux.IFNAMSIZ-1)
	}
	encodeDSCP(e, linux.FRA_DSCP, r.DSCP)
	encodeDSCP(e, linux.FRA_DSCP_MASK, r.DSCPMask)
	encodeFlowLabel(e, linux.FRA_FLOWLABEL, r.FlowLabel)
	encodeFlowLabel(e, linux.FRA_FLOWLABEL_MASK, r.FlowLabelMask)
	rtattr.Opt(e.Uint32, linux.FRA_FWMARK, r.FwMark)
	rtattr.Opt(e.Uint32, linux.FRA_FWMASK, r.FwMask)
	if r.TunID != 0 {
		e.Uint64BE(linux.FRA_TUN_ID, r.TunID)
	}
	if u := r.UIDs; u != nil {
		if u.First > u.Last {
			e.Fail(linux.FRA_UID_RANGE, fmt.Errorf("users from %d to %d are none", u.First, u.Last))
		}
		b := e.StructAttr(linux.FRA_UID_RANGE, 8)
		binary.NativeEndian.PutUint32(b, u.First)
		binary.NativeEndian.PutUint32(b[4:], u.Last)
	}
	if r.IPProto != 0 {
		e.Uint8(linux.FRA_IP_PROTO, r.IPProto)
	}
	encodePorts(e, linux.FRA_SPORT_RANGE, r.SrcPorts)
	encodePorts(e, linux.FRA_DPORT_RANGE, r.DstPorts)
	if r.SrcPortMask != 0 {
		e.Uint16(linux.FRA_SPORT_MASK, r.SrcPortMask)
	}
	if r.DstPortMask != 0 {
		e.Uint16(linux.FRA_DPORT_MASK, r.DstPortMask)
	}
}

// encodeAction appends what becomes of it.
func (r *Rule) encodeAction(e *rtattr.Encoder) {
	if r.L3MDev {
		e.Uint8(linux.FRA_L3MDEV, 1)
	}
	if r.Goto != 0 {
		e.Uint32(linux.FRA_GOTO, r.Goto)
	}
	rtattr.Opt(e.Int32, linux.FRA_SUPPRESS_PREFIXLEN, r.SuppressPrefixLen)
	rtattr.Opt(e.Uint32, linux.FRA_SUPPRESS_IFGROUP, r.SuppressIfGroup)
	if r.Flow != 0 {
		e.Uint32(linux.FRA_FLOW, r.Flow)
	}
}

// encodePrefix appends the address of p, which must be of r's family, if there
// is one.
func (r *Rule) encodePrefix(e *rtattr.Encoder, typ uint16, p netip.Prefix) {
	x := p.Addr()
	switch {
	case p == netip.Prefix{}:
	case !p.IsValid():
		e.Fail(typ, errors.New("no valid prefix"))
	case x.Is4In6():
		e.Fail(typ, fmt.Errorf("%v is an IPv4-mapped prefix: use netip.Addr.Unmap", p))
	case x.Is4() != isIPv4(r.family()):
		e.Fail(typ, fmt.Errorf("%v is not of the rule's family", p))
	default:
		e.Addr(typ, x)
	}
}

func encodeDSCP(e *rtattr.Encoder, typ uint16, p *uint8) {
	if p != nil && *p > maxDSCP {
		e.Fail(typ, fmt.Errorf("%#x has more than 6 bits", *p))
	}
	rtattr.Opt(e.Uint8, typ, p)
}

func encodeFlowLabel(e *rtattr.Encoder, typ uint16, p *uint32) {
	if p != nil && *p > maxFlowLabel {
		e.Fail(typ, fmt.Errorf("%#x has more than 20 bits", *p))
	}
	rtattr.Opt(e.Uint32BE, typ, p)
}

func encodePorts(e *rtattr.Encoder, typ uint16, p PortRange) {
	if p == (PortRange{}) {
		return
	}
	if p.First == 0 || p.First > p.Last {
		e.Fail(typ, fmt.Errorf("ports from %d to %d are no range", p.First, p.Last))
	}
	b := e.StructAttr(typ, 4)
	binary.NativeEndian.PutUint16(b, p.First)
	binary.NativeEndian.PutUint16(b[2:], p.Last)
}

// family returns the family of r, or AF_UNSPEC if nothing says which it is.
func (r *Rule) family() uint8 {
	switch {
	case r.Family != linux.AF_UNSPEC:
		return r.Family
	case r.Src.Addr().Is4() || r.Dst.Addr().Is4():
		return linux.AF_INET
	case r.Src.Addr().Is6() || r.Dst.Addr().Is6():
		return linux.AF_INET6
	}
	return linux.AF_UNSPEC
}

// known reports whether rules of a family are what this package encodes and
// decodes: those of DECnet, which old kernels have, are not.
func known(family uint8) bool { return isIPv4(family) || isIPv6(family) }

func isIPv4(family uint8) bool { return family == linux.AF_INET || family == FamilyIPMR }

func isIPv6(family uint8) bool { return family == linux.AF_INET6 || family == FamilyIP6MR }
