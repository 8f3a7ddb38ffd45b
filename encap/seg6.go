package encap

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Seg6 sends packets by way of several addresses, by a segment routing header
// (LWTUNNEL_ENCAP_SEG6).
type Seg6 struct {
	// Mode is where the header goes (mode of struct seg6_iptunnel_encap). Zero
	// is [Seg6Inline], which a route of IPv4 refuses. [Seg6EncapRed] and
	// [Seg6L2EncapRed] exist since Linux 6.0.
	Mode Seg6Mode

	// SRH is the header (SEG6_IPTUNNEL_SRH).
	SRH SRH

	// Src is the source address of the outer header (SEG6_IPTUNNEL_SRC, of
	// kernels newer than 6.18). The zero Addr leaves it to the kernel.
	Src netip.Addr

	// Table is the routing table in which the way to the first segment is
	// looked up (SEG6_IPTUNNEL_TABLE, of kernels newer than 6.18). Zero stands
	// for the usual one.
	Table uint32

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// Seg6Mode is SEG6_IPTUN_MODE_*: where a segment routing header goes.
type Seg6Mode uint32

const (
	Seg6Inline     Seg6Mode = linux.SEG6_IPTUN_MODE_INLINE      // into IPv6 packets, after their header
	Seg6Encap      Seg6Mode = linux.SEG6_IPTUN_MODE_ENCAP       // before them, with an outer IPv6 header
	Seg6L2Encap    Seg6Mode = linux.SEG6_IPTUN_MODE_L2ENCAP     // before Ethernet frames
	Seg6EncapRed   Seg6Mode = linux.SEG6_IPTUN_MODE_ENCAP_RED   // as Seg6Encap, without the first segment
	Seg6L2EncapRed Seg6Mode = linux.SEG6_IPTUN_MODE_L2ENCAP_RED // as Seg6L2Encap, without the first segment
)

// modeLen is the size of struct seg6_iptunnel_encap, which the header follows.
const modeLen = 4

// EncapType returns LWTUNNEL_ENCAP_SEG6.
func (*Seg6) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_SEG6 }

// Encode appends SEG6_IPTUNNEL_*.
func (t *Seg6) Encode(e *rtattr.Encoder) {
	inline := t.Mode == Seg6Inline
	if len(t.SRH.Segments) > 0 || !has(t.Unknown, linux.SEG6_IPTUNNEL_SRH) {
		t.SRH.check(e, linux.SEG6_IPTUNNEL_SRH, inline)
		b := e.StructAttr(linux.SEG6_IPTUNNEL_SRH, modeLen+t.SRH.size(inline))
		binary.NativeEndian.PutUint32(b, uint32(t.Mode))
		t.SRH.fill(b[modeLen:], inline)
	}
	putAddr6(e, linux.SEG6_IPTUNNEL_SRC, t.Src)
	rtattr.NonZero(e.Uint32, linux.SEG6_IPTUNNEL_TABLE, t.Table)
	e.Raws(t.Unknown)
}

// has reports whether there is an attribute of the type in list.
func has(list []rtattr.Raw, typ uint16) bool {
	return slices.ContainsFunc(list, func(raw rtattr.Raw) bool { return raw.Type&^rtattr.Nested == typ })
}

// Decode reads SEG6_IPTUNNEL_*.
func (t *Seg6) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.SEG6_IPTUNNEL_SRH:
			t.decodeSRH(v)
		case linux.SEG6_IPTUNNEL_SRC:
			t.Src = addr6(v)
		case linux.SEG6_IPTUNNEL_TABLE:
			t.Table = v.Uint32()
		default:
			keep(&t.Unknown, v)
		}
	}
}

func (t *Seg6) decodeSRH(v rtattr.Value) {
	b := v.Bytes()
	if len(b) < modeLen {
		v.Fail(errors.New("no mode"))
		return
	}
	mode := Seg6Mode(binary.NativeEndian.Uint32(b))
	srh, ok := decodeSRH(b[modeLen:], mode == Seg6Inline)
	if !ok {
		keep(&t.Unknown, v)
		return
	}
	t.Mode, t.SRH = mode, srh
}
