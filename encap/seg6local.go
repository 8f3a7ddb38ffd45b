package encap

import (
	"errors"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Seg6Local says what becomes of packets at a segment's end, the destination of
// the IPv6 route (LWTUNNEL_ENCAP_SEG6_LOCAL, RFC 8986).
type Seg6Local struct {
	// Action is what is done (SEG6_LOCAL_ACTION), and always needed. Each goes
	// with some of the other fields.
	Action Seg6Action

	// SRH is a further header for packets (SEG6_LOCAL_SRH), with [Seg6EndB6] and
	// [Seg6EndB6Encap]. Nil stands for none.
	SRH *SRH

	// Table is the routing table for the next segment or for the packet within
	// (SEG6_LOCAL_TABLE), and VRFTable the same by means of the VRF device that
	// the table is of (SEG6_LOCAL_VRFTABLE, since Linux 5.11). Zero stands for
	// none.
	Table, VRFTable uint32

	// NH4 and NH6 are the next router (SEG6_LOCAL_NH4, SEG6_LOCAL_NH6). The
	// unspecified address, such as 0.0.0.0, stands for the packet's own
	// destination, and the zero Addr for none.
	NH4, NH6 netip.Addr

	// IIF and OIF are indexes of interfaces that packets come back by and leave
	// by (SEG6_LOCAL_IIF, SEG6_LOCAL_OIF). Zero stands for none.
	IIF, OIF int

	// BPF is a program that sees packets (SEG6_LOCAL_BPF). Nil stands for none.
	BPF *Program

	// Counters count packets (SEG6_LOCAL_COUNTERS, since Linux 5.13). Zeros in a
	// request ask for them; an older kernel ignores that. Nil stands for none.
	Counters *Seg6Counters

	// Flavors vary the action (SEG6_LOCAL_FLAVORS, since Linux 6.1). An older
	// kernel ignores them. Nil stands for none.
	Flavors *Seg6Flavors

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// Seg6Action is SEG6_LOCAL_ACTION_*: what is done at a segment's end.
type Seg6Action uint32

const (
	Seg6End        Seg6Action = linux.SEG6_LOCAL_ACTION_END          // on to the next segment
	Seg6EndX       Seg6Action = linux.SEG6_LOCAL_ACTION_END_X        // the same by the router NH6
	Seg6EndT       Seg6Action = linux.SEG6_LOCAL_ACTION_END_T        // the same by Table
	Seg6EndDX2     Seg6Action = linux.SEG6_LOCAL_ACTION_END_DX2      // unwraps frames and sends them by OIF
	Seg6EndDX6     Seg6Action = linux.SEG6_LOCAL_ACTION_END_DX6      // unwraps IPv6 and sends it to NH6
	Seg6EndDX4     Seg6Action = linux.SEG6_LOCAL_ACTION_END_DX4      // unwraps IPv4 and sends it to NH4
	Seg6EndDT6     Seg6Action = linux.SEG6_LOCAL_ACTION_END_DT6      // unwraps IPv6, by Table or VRFTable
	Seg6EndDT4     Seg6Action = linux.SEG6_LOCAL_ACTION_END_DT4      // unwraps IPv4, by VRFTable
	Seg6EndB6      Seg6Action = linux.SEG6_LOCAL_ACTION_END_B6       // puts SRH into the packet
	Seg6EndB6Encap Seg6Action = linux.SEG6_LOCAL_ACTION_END_B6_ENCAP // puts SRH before the packet
	Seg6EndBPF     Seg6Action = linux.SEG6_LOCAL_ACTION_END_BPF      // the program BPF decides
	Seg6EndDT46    Seg6Action = linux.SEG6_LOCAL_ACTION_END_DT46     // unwraps IPv4 or IPv6, by VRFTable, since Linux 5.14

	// These have numbers, but Linux does not implement them.
	Seg6EndBM Seg6Action = linux.SEG6_LOCAL_ACTION_END_BM
	Seg6EndS  Seg6Action = linux.SEG6_LOCAL_ACTION_END_S
	Seg6EndAS Seg6Action = linux.SEG6_LOCAL_ACTION_END_AS
	Seg6EndAM Seg6Action = linux.SEG6_LOCAL_ACTION_END_AM
)

// EncapType returns LWTUNNEL_ENCAP_SEG6_LOCAL.
func (*Seg6Local) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_SEG6_LOCAL }

// Encode appends SEG6_LOCAL_*.
func (t *Seg6Local) Encode(e *rtattr.Encoder) {
	if t.Action == linux.SEG6_LOCAL_ACTION_UNSPEC {
		e.Fail(linux.SEG6_LOCAL_ACTION, errors.New("no action"))
	}
	e.Uint32(linux.SEG6_LOCAL_ACTION, uint32(t.Action))
	if t.SRH != nil {
		t.SRH.check(e, linux.SEG6_LOCAL_SRH, t.inline())
		t.SRH.fill(e.StructAttr(linux.SEG6_LOCAL_SRH, t.SRH.size(t.inline())), t.inline())
	}
	rtattr.NonZero(e.Uint32, linux.SEG6_LOCAL_TABLE, t.Table)
	rtattr.NonZero(e.Uint32, linux.SEG6_LOCAL_VRFTABLE, t.VRFTable)
	putAddr4(e, linux.SEG6_LOCAL_NH4, t.NH4)
	putAddr6(e, linux.SEG6_LOCAL_NH6, t.NH6)
	rtattr.NonZero(e.Index, linux.SEG6_LOCAL_IIF, t.IIF)
	rtattr.NonZero(e.Index, linux.SEG6_LOCAL_OIF, t.OIF)
	t.BPF.encode(e, linux.SEG6_LOCAL_BPF)
	t.Counters.encode(e)
	t.Flavors.encode(e)
	e.Raws(t.Unknown)
}

// inline reports whether SRH goes into packets.
func (t *Seg6Local) inline() bool { return t.Action == Seg6EndB6 }

// Decode reads SEG6_LOCAL_*.
func (t *Seg6Local) Decode(d *rtattr.Decoder) {
	var srh rtattr.Value // which Action says how to read
	for typ, v := range d.All() {
		switch typ {
		case linux.SEG6_LOCAL_ACTION:
			t.Action = Seg6Action(v.Uint32())
		case linux.SEG6_LOCAL_SRH:
			srh = v
		case linux.SEG6_LOCAL_TABLE:
			t.Table = v.Uint32()
		case linux.SEG6_LOCAL_VRFTABLE:
			t.VRFTable = v.Uint32()
		case linux.SEG6_LOCAL_NH4:
			t.NH4 = addr4(v)
		case linux.SEG6_LOCAL_NH6:
			t.NH6 = addr6(v)
		case linux.SEG6_LOCAL_IIF:
			t.IIF = v.Index()
		case linux.SEG6_LOCAL_OIF:
			t.OIF = v.Index()
		case linux.SEG6_LOCAL_BPF:
			t.BPF = decodeProgram(v)
		case linux.SEG6_LOCAL_COUNTERS:
			t.Counters = decodeCounters(v)
		case linux.SEG6_LOCAL_FLAVORS:
			t.Flavors = decodeFlavors(v)
		default:
			keep(&t.Unknown, v)
		}
	}
	if !srh.Present() {
		return
	}
	if s, ok := decodeSRH(srh.Bytes(), t.inline()); ok {
		t.SRH = &s
	} else {
		keep(&t.Unknown, srh)
	}
}
