package link

import (
	"errors"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// XDP is the program that runs for each packet that a link receives, before
// anything else does: IFLA_XDP of linux/if_link.h. A request attaches one or
// detaches it, by FD. What is read has XDPState only.
//
// A program that was attached by bpf(2), as a BPF link, is read too, and the
// kernel refuses to change it here (EBUSY).
type XDP struct {
	// FD is the file descriptor of the program to attach in place of the one
	// there is, or -1 to detach that (IFLA_XDP_FD). Keep an [os.File] of it until
	// the request is sent (runtime.KeepAlive).
	FD *int

	// ExpectedFD is the file descriptor of the program that is attached now, or
	// -1 for none (IFLA_XDP_EXPECTED_FD). If that is not so, the request fails
	// with EEXIST. It adds replace to Flags; without, the kernel would not look
	// at it. Nil leaves it out.
	ExpectedFD *int

	// Flags are XDP_FLAGS_* (IFLA_XDP_FLAGS): update if no exist (1), which
	// fails with EBUSY if a program is attached; the place to run at, one of SKB
	// (2), any link has that, driver (4) and hardware (8); replace (16). Without a
	// place the kernel takes the driver, or SKB if it cannot.
	Flags uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// XDPState is what the kernel alone says.
	XDPState
}

// XDPState is what the kernel says about the programs of a link. There may be one
// in the hardware besides another. Requests leave it out.
type XDPState struct {
	Attached  uint8  // XDP_ATTACHED_*: 0 none, 1 driver, 2 SKB, 3 hardware, 4 several (IFLA_XDP_ATTACHED)
	ProgID    uint32 // id of the program if there is one only, else 0 (IFLA_XDP_PROG_ID)
	SKBProgID uint32 // of the one at SKB, or 0 (IFLA_XDP_SKB_PROG_ID)
	DrvProgID uint32 // of the one in the driver, or 0 (IFLA_XDP_DRV_PROG_ID)
	HWProgID  uint32 // of the one in the hardware, or 0 (IFLA_XDP_HW_PROG_ID)
}

// SetXDP is the request to attach an XDP program to a link, or to detach the one
// there is.
func SetXDP(ref Ref, program *XDP) nlmsg.Request {
	if program == nil || program.FD == nil {
		return invalid(ref, linux.IFLA_XDP, errNoProgram)
	}
	return Set(ref, &Link{XDP: program})
}

// encode writes IFLA_XDP, which a request leaves out if it changes nothing.
func (x *XDP) encode(e *rtattr.Encoder, full bool) {
	nest := e.Begin(linux.IFLA_XDP)
	flags := x.Flags
	if !full {
		if x.FD == nil && (x.ExpectedFD != nil || flags != 0) {
			e.Fail(linux.IFLA_XDP_FD, errNoProgram)
		}
		if x.ExpectedFD != nil {
			flags |= linux.XDP_FLAGS_REPLACE
		}
	}
	const none = -1
	putFD(e, linux.IFLA_XDP_FD, x.FD, none, full)
	putFD(e, linux.IFLA_XDP_EXPECTED_FD, x.ExpectedFD, none, full)
	rtattr.NonZero(e.Uint32, linux.IFLA_XDP_FLAGS, flags)
	e.Raws(x.Unknown)
	if full {
		x.XDPState.encode(e)
		e.End(nest)
		return
	}
	e.EndOpt(nest)
}

func (s *XDPState) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint8, linux.IFLA_XDP_ATTACHED, s.Attached)
	rtattr.NonZero(e.Uint32, linux.IFLA_XDP_PROG_ID, s.ProgID)
	rtattr.NonZero(e.Uint32, linux.IFLA_XDP_SKB_PROG_ID, s.SKBProgID)
	rtattr.NonZero(e.Uint32, linux.IFLA_XDP_DRV_PROG_ID, s.DrvProgID)
	rtattr.NonZero(e.Uint32, linux.IFLA_XDP_HW_PROG_ID, s.HWProgID)
}

// putFD appends a file descriptor unless it is nil. The least is 0, or -1 where
// that stands for none. With full it is any that a message has room for.
func putFD(e *rtattr.Encoder, typ uint16, fd *int, least int, full bool) {
	if full {
		least = math.MinInt32
	}
	switch {
	case fd == nil:
	case *fd < least || *fd > math.MaxInt32:
		e.Fail(typ, fmt.Errorf("file descriptor %d is out of range", *fd))
	default:
		e.Int32(typ, int32(*fd))
	}
}

// decodeXDP reads IFLA_XDP, which the kernel sends of links without a program
// too.
func (l *Link) decodeXDP(d *rtattr.Decoder, mem *memory) {
	var x XDP
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_XDP_FD:
			x.FD = new(int(v.Int32()))
		case linux.IFLA_XDP_EXPECTED_FD:
			x.ExpectedFD = new(int(v.Int32()))
		case linux.IFLA_XDP_FLAGS:
			x.Flags = v.Uint32()
		case linux.IFLA_XDP_ATTACHED:
			x.Attached = v.Uint8()
		case linux.IFLA_XDP_PROG_ID:
			x.ProgID = v.Uint32()
		case linux.IFLA_XDP_SKB_PROG_ID:
			x.SKBProgID = v.Uint32()
		case linux.IFLA_XDP_DRV_PROG_ID:
			x.DrvProgID = v.Uint32()
		case linux.IFLA_XDP_HW_PROG_ID:
			x.HWProgID = v.Uint32()
		default:
			mem.raw(&x.Unknown, v)
		}
	}
	if x.FD != nil || x.ExpectedFD != nil || x.Flags != 0 || x.Unknown != nil || x.XDPState != (XDPState{}) {
		l.XDP = new(x)
	}
}

var errNoProgram = errors.New("no program is given, nor -1 to detach the one there is")
