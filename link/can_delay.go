package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// CANTDC are IFLA_CAN_TDC_* of linux/can/netlink.h, all in periods of the clock.
// In a request, nil leaves the value to the kernel or to the controller.
type CANTDC struct {
	Value  *uint32 // the delay, if it is not measured (IFLA_CAN_TDC_TDCV)
	Offset *uint32 // from the delay to the sample (IFLA_CAN_TDC_TDCO)
	Filter *uint32 // the shortest delay that counts (IFLA_CAN_TDC_TDCF)

	// The controller's limits, 0 for what it has not. They are read only.
	ValueMin, ValueMax   uint32 // (IFLA_CAN_TDC_TDCV_MIN, IFLA_CAN_TDC_TDCV_MAX)
	OffsetMin, OffsetMax uint32 // (IFLA_CAN_TDC_TDCO_MIN, IFLA_CAN_TDC_TDCO_MAX)
	FilterMin, FilterMax uint32 // (IFLA_CAN_TDC_TDCF_MIN, IFLA_CAN_TDC_TDCF_MAX)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (t *CANTDC) encode(e *rtattr.Encoder, typ uint16, full bool) {
	if t == nil {
		return
	}
	nest := e.Begin(typ)
	if full {
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCV_MIN, t.ValueMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCV_MAX, t.ValueMax)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCO_MIN, t.OffsetMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCO_MAX, t.OffsetMax)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCF_MIN, t.FilterMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_TDC_TDCF_MAX, t.FilterMax)
	}
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_TDC_TDCV, t.Value)
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_TDC_TDCO, t.Offset)
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_TDC_TDCF, t.Filter)
	e.Raws(t.Unknown)
	e.End(nest)
}

func (t *CANTDC) decode(nest rtattr.Value, mem *memory) {
	d := mem.nest(nest)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_CAN_TDC_TDCV_MIN:
			t.ValueMin = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCV_MAX:
			t.ValueMax = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCO_MIN:
			t.OffsetMin = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCO_MAX:
			t.OffsetMax = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCF_MIN:
			t.FilterMin = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCF_MAX:
			t.FilterMax = v.Uint32()
		case linux.IFLA_CAN_TDC_TDCV:
			t.Value = mem.uint32(v)
		case linux.IFLA_CAN_TDC_TDCO:
			t.Offset = mem.uint32(v)
		case linux.IFLA_CAN_TDC_TDCF:
			t.Filter = mem.uint32(v)
		default:
			mem.raw(&t.Unknown, v)
		}
	}
}

// CANPWM are IFLA_CAN_PWM_* of linux/can/netlink.h, all in periods of the clock.
// In a request, nil leaves the value to the kernel.
type CANPWM struct {
	Short  *uint32 // the short part of a bit (IFLA_CAN_PWM_PWMS)
	Long   *uint32 // the long part (IFLA_CAN_PWM_PWML)
	Offset *uint32 // from the start of the first bit (IFLA_CAN_PWM_PWMO)

	// The controller's limits, 0 for what it has not. They are read only.
	ShortMin, ShortMax   uint32 // (IFLA_CAN_PWM_PWMS_MIN, IFLA_CAN_PWM_PWMS_MAX)
	LongMin, LongMax     uint32 // (IFLA_CAN_PWM_PWML_MIN, IFLA_CAN_PWM_PWML_MAX)
	OffsetMin, OffsetMax uint32 // (IFLA_CAN_PWM_PWMO_MIN, IFLA_CAN_PWM_PWMO_MAX)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (p *CANPWM) encode(e *rtattr.Encoder, typ uint16, full bool) {
	if p == nil {
		return
	}
	nest := e.Begin(typ)
	if full {
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWMS_MIN, p.ShortMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWMS_MAX, p.ShortMax)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWML_MIN, p.LongMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWML_MAX, p.LongMax)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWMO_MIN, p.OffsetMin)
		rtattr.NonZero(e.Uint32, linux.IFLA_CAN_PWM_PWMO_MAX, p.OffsetMax)
	}
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_PWM_PWMS, p.Short)
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_PWM_PWML, p.Long)
	rtattr.Opt(e.Uint32, linux.IFLA_CAN_PWM_PWMO, p.Offset)
	e.Raws(p.Unknown)
	e.End(nest)
}

func (p *CANPWM) decode(nest rtattr.Value, mem *memory) {
	d := mem.nest(nest)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_CAN_PWM_PWMS_MIN:
			p.ShortMin = v.Uint32()
		case linux.IFLA_CAN_PWM_PWMS_MAX:
			p.ShortMax = v.Uint32()
		case linux.IFLA_CAN_PWM_PWML_MIN:
			p.LongMin = v.Uint32()
		case linux.IFLA_CAN_PWM_PWML_MAX:
			p.LongMax = v.Uint32()
		case linux.IFLA_CAN_PWM_PWMO_MIN:
			p.OffsetMin = v.Uint32()
		case linux.IFLA_CAN_PWM_PWMO_MAX:
			p.OffsetMax = v.Uint32()
		case linux.IFLA_CAN_PWM_PWMS:
			p.Short = mem.uint32(v)
		case linux.IFLA_CAN_PWM_PWML:
			p.Long = mem.uint32(v)
		case linux.IFLA_CAN_PWM_PWMO:
			p.Offset = mem.uint32(v)
		default:
			mem.raw(&p.Unknown, v)
		}
	}
}
