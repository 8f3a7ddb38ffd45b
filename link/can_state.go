package link

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// CANState is what the kernel says about a CAN controller and nobody can set.
type CANState struct {
	// State is how far errors have brought the controller, enum can_state
	// (IFLA_CAN_STATE): active (0), warning (1), passive (2), off the bus (3),
	// stopped (4), sleeping (5).
	State uint32

	// Errors are the controller's counters, nil if it has none
	// (IFLA_CAN_BERR_COUNTER).
	Errors *CANErrors

	// Clock is the frequency of the controller's clock, in Hz (IFLA_CAN_CLOCK).
	Clock uint32

	// SupportedModes are the Modes that the controller can be given, nil with
	// kernels before 5.18 (IFLA_CAN_CTRLMODE_SUPPORTED, the one attribute of
	// IFLA_CAN_CTRLMODE_EXT). A mode that is set and not among them is always
	// on.
	SupportedModes *uint32

	// UnknownModes are attributes of IFLA_CAN_CTRLMODE_EXT that have no field
	// here.
	UnknownModes []rtattr.Raw

	// Limits of BitTiming, DataBitTiming and XLDataBitTiming, nil for what the
	// controller has not.
	BitTimingConst       *CANBitTimingConst // (IFLA_CAN_BITTIMING_CONST)
	DataBitTimingConst   *CANBitTimingConst // (IFLA_CAN_DATA_BITTIMING_CONST)
	XLDataBitTimingConst *CANBitTimingConst // (IFLA_CAN_XL_DATA_BITTIMING_CONST)

	// The bit rates of a controller that has some fixed ones, in bits per
	// second.
	BitRates       []uint32 // (IFLA_CAN_BITRATE_CONST)
	DataBitRates   []uint32 // (IFLA_CAN_DATA_BITRATE_CONST)
	XLDataBitRates []uint32 // (IFLA_CAN_XL_DATA_BITRATE_CONST)

	// BitRateMax is the highest bit rate, in bits per second, 0 if that is not
	// known (IFLA_CAN_BITRATE_MAX).
	BitRateMax uint32

	// Terminations are what Termination can be, in ohms
	// (IFLA_CAN_TERMINATION_CONST).
	Terminations []uint16
}

// CANErrors is struct can_berr_counter.
type CANErrors struct {
	Tx, Rx uint16 // the more, the more errors there were of late
}

const (
	canClockLen  = 4 // struct can_clock
	canErrorsLen = 4 // struct can_berr_counter
)

func (s *CANState) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.IFLA_CAN_STATE, s.State)
	if c := s.Errors; c != nil {
		b := e.StructAttr(linux.IFLA_CAN_BERR_COUNTER, canErrorsLen)
		binary.NativeEndian.PutUint16(b, c.Tx)
		binary.NativeEndian.PutUint16(b[2:], c.Rx)
	}
	rtattr.NonZero(e.Uint32, linux.IFLA_CAN_CLOCK, s.Clock)
	nest := e.Begin(linux.IFLA_CAN_CTRLMODE_EXT)
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_CTRLMODE_SUPPORTED, s.SupportedModes)
	e.Raws(s.UnknownModes)
	e.EndOpt(nest)
	putCANTimingConst(e, linux.IFLA_CAN_BITTIMING_CONST, s.BitTimingConst)
	putCANTimingConst(e, linux.IFLA_CAN_DATA_BITTIMING_CONST, s.DataBitTimingConst)
	putCANTimingConst(e, linux.IFLA_CAN_XL_DATA_BITTIMING_CONST, s.XLDataBitTimingConst)
	putCANRates(e, linux.IFLA_CAN_BITRATE_CONST, s.BitRates)
	putCANRates(e, linux.IFLA_CAN_DATA_BITRATE_CONST, s.DataBitRates)
	putCANRates(e, linux.IFLA_CAN_XL_DATA_BITRATE_CONST, s.XLDataBitRates)
	rtattr.NonZero(e.Uint32, linux.IFLA_CAN_BITRATE_MAX, s.BitRateMax)
	if len(s.Terminations) > 0 {
		b := e.StructAttr(linux.IFLA_CAN_TERMINATION_CONST, 2*len(s.Terminations))
		for i, v := range s.Terminations {
			binary.NativeEndian.PutUint16(b[2*i:], v)
		}
	}
}

func putCANRates(e *rtattr.Encoder, typ uint16, rates []uint32) {
	if len(rates) == 0 {
		return
	}
	b := e.StructAttr(typ, 4*len(rates))
	for i, v := range rates {
		binary.NativeEndian.PutUint32(b[4*i:], v)
	}
}

func (s *CANState) decode(typ uint16, v rtattr.Value, mem *memory) bool {
	switch typ {
	case linux.IFLA_CAN_STATE:
		s.State = v.Uint32()
	case linux.IFLA_CAN_BERR_COUNTER:
		b := v.Struct(canErrorsLen)
		s.Errors = &CANErrors{Tx: binary.NativeEndian.Uint16(b), Rx: binary.NativeEndian.Uint16(b[2:])}
	case linux.IFLA_CAN_CLOCK:
		s.Clock = binary.NativeEndian.Uint32(v.Struct(canClockLen))
	case linux.IFLA_CAN_CTRLMODE_EXT:
		d := mem.nest(v)
		for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
			if typ == linux.IFLA_CAN_CTRLMODE_SUPPORTED {
				s.SupportedModes = mem.uint32(v)
			} else {
				mem.raw(&s.UnknownModes, v)
			}
		}
	case linux.IFLA_CAN_BITTIMING_CONST:
		s.BitTimingConst = parseCANTimingConst(v)
	case linux.IFLA_CAN_DATA_BITTIMING_CONST:
		s.DataBitTimingConst = parseCANTimingConst(v)
	case linux.IFLA_CAN_XL_DATA_BITTIMING_CONST:
		s.XLDataBitTimingConst = parseCANTimingConst(v)
	case linux.IFLA_CAN_BITRATE_CONST:
		s.BitRates = parseCANRates(v)
	case linux.IFLA_CAN_DATA_BITRATE_CONST:
		s.DataBitRates = parseCANRates(v)
	case linux.IFLA_CAN_XL_DATA_BITRATE_CONST:
		s.XLDataBitRates = parseCANRates(v)
	case linux.IFLA_CAN_BITRATE_MAX:
		s.BitRateMax = v.Uint32()
	case linux.IFLA_CAN_TERMINATION_CONST:
		s.Terminations = nil
		for b := v.Bytes(); len(b) >= 2; b = b[2:] {
			s.Terminations = append(s.Terminations, binary.NativeEndian.Uint16(b))
		}
	default:
		return false
	}
	return true
}

func parseCANRates(v rtattr.Value) []uint32 {
	var rates []uint32
	for b := v.Bytes(); len(b) >= 4; b = b[4:] {
		rates = append(rates, binary.NativeEndian.Uint32(b))
	}
	return rates
}

func cutNUL(b []byte) []byte {
	b, _, _ = bytes.Cut(b, []byte{0})
	return b
}

// CANStats are the counters of a CAN controller, struct can_device_stats of
// linux/can/netlink.h, which a [Link] has in XStats.
type CANStats struct {
	BusError        uint32 // errors on the bus
	ErrorWarning    uint32 // how often State became warning
	ErrorPassive    uint32 // how often State became passive
	BusOff          uint32 // how often State became off the bus
	ArbitrationLost uint32 // how often another sender went first
	Restarts        uint32
}

// ParseCANStats reads the XStats of a [Link] of kind "can".
func ParseCANStats(xstats []byte) (CANStats, error) {
	const size = 24
	if len(xstats) < size {
		return CANStats{}, fmt.Errorf("link: counters of a CAN controller: %d bytes, want %d", len(xstats), size)
	}
	u := func(i int) uint32 { return binary.NativeEndian.Uint32(xstats[4*i:]) }
	return CANStats{u(0), u(1), u(2), u(3), u(4), u(5)}, nil
}
