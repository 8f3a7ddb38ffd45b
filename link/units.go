package link

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// optUnits32 appends a time as a u32 of units. What is between two of them is an
// error, for it would not be read back.
func optUnits32(e *rtattr.Encoder, typ uint16, unit time.Duration, d *time.Duration) {
	if d != nil {
		e.Uint32(typ, units32(e, typ, unit, *d))
	}
}

func units32(e *rtattr.Encoder, typ uint16, unit, d time.Duration) uint32 {
	switch n := d / unit; {
	case d < 0 || n > math.MaxUint32:
		e.Fail(typ, fmt.Errorf("time %v is out of range", d))
	case d%unit != 0:
		e.Fail(typ, fmt.Errorf("time %v is no multiple of %v", d, unit))
	default:
		return uint32(n)
	}
	return 0
}

// unitsOf returns the time in a u32 of units.
func (m *memory) unitsOf(unit time.Duration, v rtattr.Value) *time.Duration {
	return m.room.durations.put(time.Duration(v.Uint32()) * unit)
}
