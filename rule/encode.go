package rule

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct fib_rule_hdr.
const sizeofHeader = 12

// reported are the flags that the kernel works out itself.
const reported = linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED

// AppendBinary appends what follows the nlmsghdr of a message about r, as the
// kernel sends it. [Add], [Append] and [Del] make requests.
func (r Rule) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	r.encode(e, r.Action, true)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWRULE, fmt.Sprintf("rule %v", r), err)
	}
	return out, err
}

// encode appends r with that action: everything in it if full is set, as the
// kernel does, or else what a request has, which it checks.
func (r *Rule) encode(e *rtattr.Encoder, action uint8, full bool) {
	h := e.Struct(sizeofHeader)
	h[0] = r.family()
	h[1] = uint8(max(r.Dst.Bits(), 0))
	h[2] = uint8(max(r.Src.Bits(), 0))
	h[3] = r.TOS
	h[7] = action
	flags := r.Flags
	if !full {
		flags &^= reported
	}
	binary.NativeEndian.PutUint32(h[8:], flags)
	r.encodeTable(e, h, full)
	if r.Priority != nil && (*r.Priority != 0 || !full) {
		e.Uint32(linux.FRA_PRIORITY, *r.Priority)
	}
	r.encodePacket(e, full)
	r.encodeAction(e, full)
	if r.Protocol != 0 {
		e.Uint8(linux.FRA_PROTOCOL, r.Protocol)
	}
	e.Raws(r.Unknown)
}

// encodeTable appends the table, for which the header has room if it is below
// 256. The kernel says it twice.
func (r *Rule) encodeTable(e *rtattr.Encoder, h []byte, full bool) {
	fits := r.Table <= math.MaxUint8
	switch {
	case fits:
		h[4] = uint8(r.Table)
	case full:
		h[4] = linux.RT_TABLE_COMPAT
	}
	if full || !fits {
		e.Uint32(linux.FRA_TABLE, r.Table)
	}
}

// encodePacket appends what a packet must have.
func (r *Rule) encodePacket(e *rtattr.Encoder, full bool) {
	if !full {
		r.checkPacket(e)
	}
	if r.Src.IsValid() {
		e.Addr(linux.FRA_SRC, r.Src.Addr())
	}
	if r.Dst.IsValid() {
		e.Addr(linux.FRA_DST, r.Dst.Addr())
	}
	if r.IIF != "" {
		e.String(linux.FRA_IIFNAME, r.IIF)
	}
	if r.OIF != "" {
		e.String(linux.FRA_OIFNAME, r.OIF)
	}
	rtattr.Opt(e.Uint8, linux.FRA_DSCP, r.DSCP)
	rtattr.Opt(e.Uint8, linux.FRA_DSCP_MASK, r.DSCPMask)
	rtattr.Opt(e.Uint32BE, linux.FRA_FLOWLABEL, r.FlowLabel)
	rtattr.Opt(e.Uint32BE, linux.FRA_FLOWLABEL_MASK, r.FlowLabelMask)
	rtattr.Opt(e.Uint32, linux.FRA_FWMARK, r.FWMark)
	rtattr.Opt(e.Uint32, linux.FRA_FWMASK, r.FWMask)
	if r.TunID != 0 {
		e.Uint64BE(linux.FRA_TUN_ID, r.TunID)
	}
	if u := r.UIDs; u != nil {
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
func (r *Rule) encodeAction(e *rtattr.Encoder, full bool) {
	if r.L3MDev {
		e.Uint8(linux.FRA_L3MDEV, 1)
	}
	if r.Goto != 0 {
		e.Uint32(linux.FRA_GOTO, r.Goto)
	}
	switch {
	case r.SuppressPrefixLen != nil:
		e.Int32(linux.FRA_SUPPRESS_PREFIXLEN, *r.SuppressPrefixLen)
	case full:
		e.Int32(linux.FRA_SUPPRESS_PREFIXLEN, -1)
	}
	rtattr.Opt(e.Uint32, linux.FRA_SUPPRESS_IFGROUP, r.SuppressIfGroup)
	if r.Flow != 0 {
		e.Uint32(linux.FRA_FLOW, r.Flow)
	}
}

func encodePorts(e *rtattr.Encoder, typ uint16, p PortRange) {
	if p == (PortRange{}) {
		return
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
