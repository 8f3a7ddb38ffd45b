package rule

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// decode decodes m into r, which is zero.
func (r *Rule) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWRULE && m.Type != linux.RTM_DELRULE {
		return fmt.Errorf("rule: message of type %d, want RTM_NEWRULE or RTM_DELRULE", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	r.Family = h[0]
	r.TOS = h[3]
	r.Table = uint32(h[4])
	r.Action = h[7]
	r.Flags = binary.NativeEndian.Uint32(h[8:])
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.FRA_DST:
			r.Dst = r.decodePrefix(v, h[1])
		case linux.FRA_SRC:
			r.Src = r.decodePrefix(v, h[2])
		case linux.FRA_IIFNAME:
			r.IIF = v.Str()
		case linux.FRA_OIFNAME:
			r.OIF = v.Str()
		case linux.FRA_PRIORITY:
			r.Priority = new(v.Uint32())
		case linux.FRA_FWMARK:
			r.FWMark = new(v.Uint32())
		case linux.FRA_FWMASK:
			r.FWMask = new(v.Uint32())
		case linux.FRA_TUN_ID:
			r.TunID = v.Uint64BE()
		case linux.FRA_UID_RANGE:
			b := v.Struct(8)
			r.UIDs = &UIDRange{binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[4:])}
		case linux.FRA_IP_PROTO:
			r.IPProto = v.Uint8()
		case linux.FRA_SPORT_RANGE:
			r.SrcPorts = decodePorts(v)
		case linux.FRA_DPORT_RANGE:
			r.DstPorts = decodePorts(v)
		case linux.FRA_SPORT_MASK:
			r.SrcPortMask = v.Uint16()
		case linux.FRA_DPORT_MASK:
			r.DstPortMask = v.Uint16()
		case linux.FRA_DSCP:
			r.DSCP = new(v.Uint8())
		case linux.FRA_DSCP_MASK:
			r.DSCPMask = new(v.Uint8())
		case linux.FRA_FLOWLABEL:
			r.FlowLabel = new(v.Uint32BE())
		case linux.FRA_FLOWLABEL_MASK:
			r.FlowLabelMask = new(v.Uint32BE())
		case linux.FRA_TABLE:
			r.Table = v.Uint32()
		case linux.FRA_L3MDEV:
			r.L3MDev = v.Bool()
		case linux.FRA_GOTO:
			r.Goto = v.Uint32()
		case linux.FRA_SUPPRESS_PREFIXLEN:
			if n := v.Int32(); n != -1 {
				r.SuppressPrefixLen = new(n)
			}
		case linux.FRA_SUPPRESS_IFGROUP:
			if n := v.Uint32(); n != math.MaxUint32 {
				r.SuppressIfGroup = new(n)
			}
		case linux.FRA_FLOW:
			r.Flow = v.Uint32()
		case linux.FRA_PROTOCOL:
			r.Protocol = v.Uint8()
		case linux.FRA_PAD: // aligns FRA_TUN_ID
		default:
			r.Unknown = append(r.Unknown, v.Raw())
		}
	}
	if r.Priority == nil {
		r.Priority = new(uint32) // the kernel leaves zero out
	}
	r.checkPrefix(d, r.Src, h[2])
	r.checkPrefix(d, r.Dst, h[1])
	if err := d.Err(); err != nil {
		return fmt.Errorf("rule %v: %w", r, nlmsg.NameError(*m, err))
	}
	return nil
}

// decodePrefix returns an address that must be of r's family, with its length.
func (r *Rule) decodePrefix(v rtattr.Value, bits uint8) netip.Prefix {
	x := v.Addr()
	p := netip.PrefixFrom(x, int(bits))
	switch {
	case !x.IsValid(): // which v has reported
	case x.Is4() && !isIPv4(r.Family), x.Is6() && !isIPv6(r.Family):
		v.Fail(errFamily)
	case !p.IsValid():
		v.Fail(errBits)
	}
	return p
}

// checkPrefix fails if a prefix has a length and no address.
func (r *Rule) checkPrefix(d *rtattr.Decoder, p netip.Prefix, bits uint8) {
	if bits != 0 && !p.IsValid() {
		d.Fail(errNoAddress)
	}
}

func decodePorts(v rtattr.Value) PortRange {
	b := v.Struct(4)
	return PortRange{binary.NativeEndian.Uint16(b), binary.NativeEndian.Uint16(b[2:])}
}

var (
	errFamily    = errors.New("an address of another family than the rule")
	errBits      = errors.New("an address shorter than its prefix")
	errNoAddress = errors.New("a prefix with a length and no address")
)
