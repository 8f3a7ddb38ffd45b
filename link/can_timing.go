package link

import (
	"encoding/binary"
	"time"

	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// CANBitTiming is when in a bit the bus is sampled, struct can_bittiming of
// linux/can/netlink.h. A request has either the BitRate, and SamplePoint if need
// be, from which the kernel works out the rest, or the time quantum and how many
// of them the parts of a bit have.
type CANBitTiming struct {
	BitRate     uint32        // in bits per second
	SamplePoint uint32        // in tenths of a percent of the bit's time; 0 is the kernel's choice
	TQ          time.Duration // time quantum, in nanoseconds on the wire
	PropSeg     uint32        // propagation segment, in time quanta
	PhaseSeg1   uint32        // before the sample, in time quanta
	PhaseSeg2   uint32        // after it, in time quanta
	SJW         uint32        // how far a bit is moved to stay in step, in time quanta; 0 is the kernel's choice
	BRP         uint32        // prescaler of the clock, which the kernel works out
}

const canTimingLen = 32 // struct can_bittiming

func putCANTiming(e *rtattr.Encoder, typ uint16, t *CANBitTiming) {
	if t == nil {
		return
	}
	tq := wiretime.Units32(e, typ, t.TQ, time.Nanosecond)
	b := e.StructAttr(typ, canTimingLen)
	for i, v := range [...]uint32{t.BitRate, t.SamplePoint, tq, t.PropSeg, t.PhaseSeg1, t.PhaseSeg2, t.SJW, t.BRP} {
		binary.NativeEndian.PutUint32(b[4*i:], v)
	}
}

func parseCANTiming(v rtattr.Value) *CANBitTiming {
	b := v.Struct(canTimingLen)
	u := func(i int) uint32 { return binary.NativeEndian.Uint32(b[4*i:]) }
	return &CANBitTiming{
		BitRate: u(0), SamplePoint: u(1), TQ: time.Duration(u(2)),
		PropSeg: u(3), PhaseSeg1: u(4), PhaseSeg2: u(5), SJW: u(6), BRP: u(7),
	}
}

// CANBitTimingConst are the limits of a controller for a [CANBitTiming], struct
// can_bittiming_const of linux/can/netlink.h.
type CANBitTimingConst struct {
	Name               string // of the controller
	TSeg1Min, TSeg1Max uint32 // of PropSeg and PhaseSeg1 together, in time quanta
	TSeg2Min, TSeg2Max uint32 // of PhaseSeg2, in time quanta
	SJWMax             uint32 // in time quanta
	BRPMin, BRPMax     uint32 // of the prescaler
	BRPInc             uint32 // the step from one prescaler to the next
}

const (
	canTimingConstLen = 48 // struct can_bittiming_const
	canNameLen        = 16 // the name in it
)

func putCANTimingConst(e *rtattr.Encoder, typ uint16, t *CANBitTimingConst) {
	if t == nil {
		return
	}
	b := e.StructAttr(typ, canTimingConstLen)
	copy(b[:canNameLen], t.Name)
	for i, v := range [...]uint32{t.TSeg1Min, t.TSeg1Max, t.TSeg2Min, t.TSeg2Max, t.SJWMax, t.BRPMin, t.BRPMax, t.BRPInc} {
		binary.NativeEndian.PutUint32(b[canNameLen+4*i:], v)
	}
}

func parseCANTimingConst(v rtattr.Value) *CANBitTimingConst {
	b := v.Struct(canTimingConstLen)
	u := func(i int) uint32 { return binary.NativeEndian.Uint32(b[canNameLen+4*i:]) }
	return &CANBitTimingConst{
		Name:     string(cutNUL(b[:canNameLen])),
		TSeg1Min: u(0), TSeg1Max: u(1), TSeg2Min: u(2), TSeg2Max: u(3),
		SJWMax: u(4), BRPMin: u(5), BRPMax: u(6), BRPInc: u(7),
	}
}
