package encap

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BPF has programs look at packets, and change them (LWTUNNEL_ENCAP_BPF).
type BPF struct {
	// In, Out and Xmit see packets that arrive, that are sent, and that are
	// about to be transmitted (LWT_BPF_IN, LWT_BPF_OUT, LWT_BPF_XMIT). Nil stands
	// for none; one at least is needed.
	In, Out, Xmit *Program

	// Headroom is how many bytes Xmit may put before a packet, at most 256
	// (LWT_BPF_XMIT_HEADROOM). Zero stands for none. The kernel does not report
	// it.
	Headroom uint32

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// Program is a BPF program that is loaded.
//
// The kernel does not give programs out. So a tunnel that was read can be written
// back only when its programs have been given their FDs again. To delete its
// route, it serves as it is.
type Program struct {
	// FD is a file descriptor of the program, in requests (LWT_BPF_PROG_FD,
	// SEG6_LOCAL_BPF_PROG). Of a [Seg6Local] that was read it is the program's
	// id, and of a [BPF] it is zero. Zero leaves it out.
	FD uint32

	// Name names it in what the kernel sends, in at most 255 bytes
	// (LWT_BPF_PROG_NAME, SEG6_LOCAL_BPF_PROG_NAME). It need not be a name that
	// the program has elsewhere, but the kernel insists on one.
	Name string

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// maxProgramName is MAX_PROG_NAME of the kernel, less the NUL.
const maxProgramName = 255

// EncapType returns LWTUNNEL_ENCAP_BPF.
func (*BPF) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_BPF }

// Encode appends LWT_BPF_*.
func (t *BPF) Encode(e *rtattr.Encoder) {
	t.In.encode(e, linux.LWT_BPF_IN)
	t.Out.encode(e, linux.LWT_BPF_OUT)
	t.Xmit.encode(e, linux.LWT_BPF_XMIT)
	if t.Headroom > linux.LWT_BPF_MAX_HEADROOM {
		e.Fail(linux.LWT_BPF_XMIT_HEADROOM, fmt.Errorf("%d bytes, at most %d", t.Headroom, linux.LWT_BPF_MAX_HEADROOM))
	}
	rtattr.NonZero(e.Uint32, linux.LWT_BPF_XMIT_HEADROOM, t.Headroom)
	e.Raws(t.Unknown)
}

// Decode reads LWT_BPF_*.
func (t *BPF) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.LWT_BPF_IN:
			t.In = decodeProgram(v)
		case linux.LWT_BPF_OUT:
			t.Out = decodeProgram(v)
		case linux.LWT_BPF_XMIT:
			t.Xmit = decodeProgram(v)
		case linux.LWT_BPF_XMIT_HEADROOM:
			t.Headroom = v.Uint32()
		default:
			keep(&t.Unknown, v)
		}
	}
}

// encode appends p as attribute typ, unless it is nil. SEG6_LOCAL_BPF_PROG_* have
// the numbers of LWT_BPF_PROG_*.
func (p *Program) encode(e *rtattr.Encoder, typ uint16) {
	if p == nil {
		return
	}
	nest := e.Begin(typ)
	rtattr.NonZero(e.Uint32, linux.LWT_BPF_PROG_FD, p.FD)
	if p.Name != "" {
		e.Name(linux.LWT_BPF_PROG_NAME, p.Name, maxProgramName)
	}
	e.Raws(p.Unknown)
	e.End(nest)
}

func decodeProgram(v rtattr.Value) *Program {
	p := new(Program)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.LWT_BPF_PROG_FD:
			p.FD = v.Uint32()
		case linux.LWT_BPF_PROG_NAME:
			p.Name = v.Str()
		default:
			keep(&p.Unknown, v)
		}
	}
	return p
}
