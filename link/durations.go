package link

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// A time is a number of units on the wire. What is between two units is an error,
// for it would not be read back.

// tick is the unit of the bridge's times: a hundredth of a second, clock_t with
// USER_HZ of 100, whatever the kernel's own clock runs at.
const tick = 10 * time.Millisecond

// units returns d in units, of which there are limit at most.
func units(e *rtattr.Encoder, typ uint16, d, unit time.Duration, limit uint64) uint64 {
	n := d / unit
	switch {
	case d < 0 || uint64(n) > limit:
		e.Fail(typ, fmt.Errorf("time %v is out of range", d))
	case d%unit != 0:
		e.Fail(typ, fmt.Errorf("time %v is no multiple of %v", d, unit))
	}
	return uint64(n)
}

// putUnits32 appends a time as a u32 of units, and putTicks64 as a u64 of ticks.

func putUnits32(e *rtattr.Encoder, typ uint16, d, unit time.Duration) {
	e.Uint32(typ, uint32(units(e, typ, d, unit, math.MaxUint32)))
}

func putTicks64(e *rtattr.Encoder, typ uint16, d time.Duration) {
	e.Uint64(typ, units(e, typ, d, tick, math.MaxInt64))
}

func optUnits32(e *rtattr.Encoder, typ uint16, d *time.Duration, unit time.Duration) {
	if d != nil {
		putUnits32(e, typ, *d, unit)
	}
}

func optTicks64(e *rtattr.Encoder, typ uint16, d *time.Duration) {
	if d != nil {
		putTicks64(e, typ, *d)
	}
}

// putTimer appends what is left of a timer, which is zero if it does not run.
func putTimer(e *rtattr.Encoder, typ uint16, left time.Duration) {
	if left != 0 {
		putTicks64(e, typ, left)
	}
}

// units32 returns the time in a u32 of units, and ticks64 that in a u64 of ticks.
// One over 292 years, the most that a Duration holds, is cut to that.

func units32(v rtattr.Value, unit time.Duration) time.Duration {
	return time.Duration(v.Uint32()) * unit
}

func ticks64(v rtattr.Value) time.Duration {
	return time.Duration(min(v.Uint64(), uint64(math.MaxInt64/tick))) * tick
}

func (m *memory) units32(v rtattr.Value, unit time.Duration) *time.Duration {
	return m.room.durations.put(units32(v, unit))
}

func (m *memory) ticks64(v rtattr.Value) *time.Duration {
	return m.room.durations.put(ticks64(v))
}
