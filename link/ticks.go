package link

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// tick is the unit of the bridge's times: a hundredth of a second, clock_t with
// USER_HZ of 100, whatever the kernel's own clock runs at.
const tick = 10 * time.Millisecond

// ticks returns d in ticks. What is between two ticks is an error, for it would
// not be read back.
func ticks(e *rtattr.Encoder, typ uint16, d time.Duration, limit uint64) uint64 {
	n := d / tick
	switch {
	case d < 0 || uint64(n) > limit:
		e.Fail(typ, fmt.Errorf("time %v is out of range", d))
	case d%tick != 0:
		e.Fail(typ, fmt.Errorf("time %v is no multiple of %v", d, tick))
	}
	return uint64(n)
}

// putTicks32 and putTicks64 append a time as a u32 and as a u64 of ticks.

func putTicks32(e *rtattr.Encoder, typ uint16, d time.Duration) {
	e.Uint32(typ, uint32(ticks(e, typ, d, math.MaxUint32)))
}

func putTicks64(e *rtattr.Encoder, typ uint16, d time.Duration) {
	e.Uint64(typ, ticks(e, typ, d, math.MaxInt64))
}

func optTicks32(e *rtattr.Encoder, typ uint16, d *time.Duration) {
	if d != nil {
		putTicks32(e, typ, *d)
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

// duration32 and duration64 return the time in a u32 and in a u64 of ticks. One
// over 292 years, the most that a Duration holds, is cut to that.

func duration32(v rtattr.Value) time.Duration { return time.Duration(v.Uint32()) * tick }

func duration64(v rtattr.Value) time.Duration {
	return time.Duration(min(v.Uint64(), uint64(math.MaxInt64/tick))) * tick
}
