package link

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// optDuration32 appends a time as a u32 of units, unless d is nil. What is between
// two units is an error, for it would not be read back.
func optDuration32(e *rtattr.Encoder, typ uint16, d *time.Duration, unit time.Duration) {
	if d == nil {
		return
	}
	switch n := *d / unit; {
	case *d < 0 || n > math.MaxUint32:
		e.Fail(typ, fmt.Errorf("time %v is out of range", *d))
	case *d%unit != 0:
		e.Fail(typ, fmt.Errorf("time %v is no multiple of %v", *d, unit))
	default:
		e.Uint32(typ, uint32(n))
	}
}

// units32 returns the time in a u32 of units.
func (m *memory) units32(v rtattr.Value, unit time.Duration) *time.Duration {
	return m.room.durations.put(time.Duration(v.Uint32()) * unit)
}
