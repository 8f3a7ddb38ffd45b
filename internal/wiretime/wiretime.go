// Package wiretime converts times to the numbers of units that netlink carries,
// and back. What is between two units is an error, for it would not be read back.
package wiretime

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Tick is a hundredth of a second: clock_t with USER_HZ of 100, whatever the
// kernel's own clock runs at.
const Tick = time.Second / 100

// Units32 returns d as a u32 of units, for a part of attribute typ.
func Units32(e *rtattr.Encoder, typ uint16, d, unit time.Duration) uint32 {
	return uint32(units(e, typ, d, unit, math.MaxUint32))
}

// Put32 appends d as a u32 of units, and Put64 as a u64.

func Put32(e *rtattr.Encoder, typ uint16, d, unit time.Duration) {
	e.Uint32(typ, Units32(e, typ, d, unit))
}

func Put64(e *rtattr.Encoder, typ uint16, d, unit time.Duration) {
	e.Uint64(typ, units(e, typ, d, unit, math.MaxInt64))
}

// units returns d in units, of which there are limit at most.
func units(e *rtattr.Encoder, typ uint16, d, unit time.Duration, limit uint64) uint64 {
	n := d / unit
	switch {
	case d < 0:
		e.Fail(typ, fmt.Errorf("time %v is below zero", d))
	case uint64(n) > limit:
		e.Fail(typ, fmt.Errorf("time %v is longer than %v", d, time.Duration(limit)*unit))
	case d%unit != 0:
		e.Fail(typ, fmt.Errorf("time %v is no multiple of %v", d, unit))
	}
	return uint64(n)
}

// Opt32 and Opt64 do so unless d is nil.

func Opt32(e *rtattr.Encoder, typ uint16, d *time.Duration, unit time.Duration) {
	if d != nil {
		Put32(e, typ, *d, unit)
	}
}

func Opt64(e *rtattr.Encoder, typ uint16, d *time.Duration, unit time.Duration) {
	if d != nil {
		Put64(e, typ, *d, unit)
	}
}

// Of32 returns the time in a u32 of units, and Of64 that in a u64. One over 292
// years, the most that a Duration holds, is cut to that.

func Of32(v rtattr.Value, unit time.Duration) time.Duration {
	return time.Duration(v.Uint32()) * unit
}

func Of64(v rtattr.Value, unit time.Duration) time.Duration {
	return time.Duration(min(v.Uint64(), uint64(math.MaxInt64/unit))) * unit
}
