package link

import (
	"encoding/binary"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// CAN is kind "can": the controller of a CAN bus. Hardware has it: a link of this
// kind cannot be made, but set by [Set] while it is down. The attributes are
// IFLA_CAN_* of linux/can/netlink.h; see also ip-link(8). As in a [Link], nil
// leaves one out, and so does false where the field is no pointer.
//
// The kernel takes CAN FD, or not, as a whole: a request that has
// CAN_CTRLMODE_FD in Modes needs BitTiming and DataBitTiming too, and one that
// has DataBitTiming needs both of the others.
type CAN struct {
	// The speed of classic CAN, which is also that of the arbitration in newer
	// ones, and of the data in frames of CAN FD and of CAN XL.
	BitTiming       *CANBitTiming // (IFLA_CAN_BITTIMING)
	DataBitTiming   *CANBitTiming // (IFLA_CAN_DATA_BITTIMING)
	XLDataBitTiming *CANBitTiming // (IFLA_CAN_XL_DATA_BITTIMING)

	// TDC and XLTDC measure how late a fast sender hears itself, transmitter
	// delay compensation: the data of CAN FD (IFLA_CAN_TDC) and of CAN XL
	// (IFLA_CAN_XL_TDC). The kernel takes it together with a mode for it in
	// Modes, and neither alone.
	TDC, XLTDC *CANTDC

	// XLPWM is the coding of the data of CAN XL by the length of pulses
	// (IFLA_CAN_XL_PWM).
	XLPWM *CANPWM

	// Modes are CAN_CTRLMODE_* (IFLA_CAN_CTRLMODE): loopback (1), listen only
	// (2), three samples a bit (4), one shot (8), error reporting (0x10), CAN FD
	// (0x20), presume ack (0x40), CAN FD before its ISO standard (0x80), raw
	// length codes (0x100), TDC automatic (0x200) or by hand (0x400), restricted
	// (0x800), CAN XL (0x1000), its TDC automatic (0x2000) or by hand (0x4000),
	// and its signalling by pulse lengths (0x8000). Read, the mask is zero:
	// SupportedModes says what the controller can do.
	Modes *Bits

	// RestartDelay is the time after which the controller starts again when it
	// has gone off the bus, in milliseconds on the wire
	// (IFLA_CAN_RESTART_MS). Zero leaves that to Restart.
	RestartDelay *time.Duration

	// Restart starts a controller that has gone off the bus, while the link is up
	// and RestartDelay is zero (IFLA_CAN_RESTART). It is never read.
	Restart bool

	// Termination is the resistor at the end of the bus, in ohms, one of
	// Terminations; 0 is none (IFLA_CAN_TERMINATION).
	Termination *uint16

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// CANState is what the kernel alone says.
	CANState
}

// Kind returns "can".
func (c *CAN) Kind() string { return "can" }

// Encode appends what can be set.
func (c *CAN) Encode(e *rtattr.Encoder) { c.encode(e, false) }

func (c *CAN) encodeAll(e *rtattr.Encoder) {
	c.encode(e, true)
	c.CANState.encode(e)
}

func (c *CAN) encode(e *rtattr.Encoder, full bool) {
	putCANTiming(e, linux.IFLA_CAN_BITTIMING, c.BitTiming)
	putCANTiming(e, linux.IFLA_CAN_DATA_BITTIMING, c.DataBitTiming)
	putCANTiming(e, linux.IFLA_CAN_XL_DATA_BITTIMING, c.XLDataBitTiming)
	c.TDC.encode(e, linux.IFLA_CAN_TDC, full)
	c.XLTDC.encode(e, linux.IFLA_CAN_XL_TDC, full)
	c.XLPWM.encode(e, linux.IFLA_CAN_XL_PWM, full)
	if m := c.Modes; m != nil { // struct can_ctrlmode
		b := e.StructAttr(linux.IFLA_CAN_CTRLMODE, canModesLen)
		binary.NativeEndian.PutUint32(b, m.mask(full))
		binary.NativeEndian.PutUint32(b[4:], m.Value)
	}
	wiretime.Opt32(e, linux.IFLA_CAN_RESTART_MS, c.RestartDelay, time.Millisecond)
	if c.Restart {
		e.Uint32(linux.IFLA_CAN_RESTART, 1)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_CAN_TERMINATION, c.Termination)
	e.Raws(c.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (c *CAN) Decode(d *rtattr.Decoder) { c.decode(d, new(memory)) }

func (c *CAN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_CAN_BITTIMING:
			c.BitTiming = parseCANTiming(v)
		case linux.IFLA_CAN_DATA_BITTIMING:
			c.DataBitTiming = parseCANTiming(v)
		case linux.IFLA_CAN_XL_DATA_BITTIMING:
			c.XLDataBitTiming = parseCANTiming(v)
		case linux.IFLA_CAN_TDC:
			c.TDC = new(CANTDC)
			c.TDC.decode(v, mem)
		case linux.IFLA_CAN_XL_TDC:
			c.XLTDC = new(CANTDC)
			c.XLTDC.decode(v, mem)
		case linux.IFLA_CAN_XL_PWM:
			c.XLPWM = new(CANPWM)
			c.XLPWM.decode(v, mem)
		case linux.IFLA_CAN_CTRLMODE:
			b := v.Struct(canModesLen)
			c.Modes = &Bits{Mask: binary.NativeEndian.Uint32(b), Value: binary.NativeEndian.Uint32(b[4:])}
		case linux.IFLA_CAN_RESTART_MS:
			c.RestartDelay = mem.units32(v, time.Millisecond)
		case linux.IFLA_CAN_RESTART:
			c.Restart = true
		case linux.IFLA_CAN_TERMINATION:
			c.Termination = mem.uint16(v)
		default:
			if !c.CANState.decode(typ, v, mem) {
				mem.raw(&c.Unknown, v)
			}
		}
	}
}

const canModesLen = 8 // struct can_ctrlmode
