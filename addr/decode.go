package addr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// reader decodes addresses. It keeps what they would allocate in vain: its own
// decoder, and the label that the next address is likely to have too.
type reader struct {
	dec   rtattr.Decoder
	label string
}

// decode decodes m into a, which is zero.
func (r *reader) decode(m *nlmsg.Message, a *Addr) error {
	switch m.Type {
	case linux.RTM_NEWADDR, linux.RTM_DELADDR,
		linux.RTM_NEWMULTICAST, linux.RTM_DELMULTICAST, linux.RTM_GETMULTICAST,
		linux.RTM_NEWANYCAST, linux.RTM_DELANYCAST, linux.RTM_GETANYCAST:
	default:
		return fmt.Errorf("address: message of type %d, want RTM_NEWADDR, RTM_DELADDR "+
			"or those of multicast and anycast", m.Type)
	}
	if r.decodePlain(m.Data, a) {
		return nil
	}
	*a = Addr{}
	return r.decodeAny(m, a)
}

// decodeAny is decode without the short way.
func (r *reader) decodeAny(m *nlmsg.Message, a *Addr) error {
	d := &r.dec
	d.Reset(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	bits := int(h[1])
	a.Flags = uint32(h[2])
	a.Scope = h[3]
	a.Index = int(int32(binary.NativeEndian.Uint32(h[4:])))
	var local, address netip.Addr
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFA_LOCAL:
			local = decodeAddr(v, h[0], bits)
		case linux.IFA_ADDRESS:
			address = decodeAddr(v, h[0], bits)
		case linux.IFA_BROADCAST:
			a.Broadcast = decodeAddr(v, h[0], 0)
		case linux.IFA_ANYCAST:
			a.Anycast = decodeAddr(v, h[0], 0)
		case linux.IFA_MULTICAST:
			a.Multicast = decodeAddr(v, h[0], 0)
		case linux.IFA_LABEL:
			a.Label = r.labelOf(v.Bytes())
		case linux.IFA_FLAGS:
			a.Flags = v.Uint32()
		case linux.IFA_CACHEINFO:
			a.setLifetimes(v.Struct(sizeofCacheInfo))
		case linux.IFA_RT_PRIORITY:
			a.Priority = v.Uint32()
		case linux.IFA_PROTO:
			a.Protocol = v.Uint8()
		case linux.IFA_MC_USERS:
			a.Users = v.Uint32()
		case linux.IFA_TARGET_NETNSID:
			a.TargetNetNSID = new(v.Int32())
		default:
			a.Unknown = append(a.Unknown, v.Raw())
		}
	}
	switch {
	case !local.IsValid():
		local = address
	case !address.IsValid() && h[0] == linux.AF_INET:
		a.Peer = netip.IPv4Unspecified() // which the kernel leaves out
	case address != local:
		a.Peer = address
	}
	if local.IsValid() {
		a.Prefix = netip.PrefixFrom(local, bits)
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("address on index %d: %w", a.Index, nlmsg.NameError(*m, err))
	}
	return nil
}

func (r *reader) labelOf(b []byte) string {
	n := len(r.label)
	if len(b) != n+1 || b[n] != 0 || string(b[:n]) != r.label {
		b, _, _ = bytes.Cut(b, []byte{0})
		r.label = string(b)
	}
	return r.label
}

// decodeAddr returns an address that must be of the family, and as long as bits
// at least.
func decodeAddr(v rtattr.Value, fam uint8, bits int) netip.Addr {
	x := v.Addr()
	switch {
	case x.Is4():
		if fam == linux.AF_INET && bits <= 32 {
			return x
		}
	case !x.IsValid() || fam == linux.AF_INET6 && bits <= 128:
		return x
	}
	if family(x) != fam {
		v.Fail(errFamily)
	} else {
		v.Fail(errBits)
	}
	return x
}

var (
	errFamily = errors.New("an address of another family than the message")
	errBits   = errors.New("an address shorter than its prefix")
)
