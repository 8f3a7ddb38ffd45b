package link

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// putTimer appends what is left of a timer, which is zero if it does not run.
func putTimer(e *rtattr.Encoder, typ uint16, left time.Duration) {
	if left != 0 {
		wiretime.Put64(e, typ, left, wiretime.Tick)
	}
}

// units32 and ticks64 are wiretime.Of32 and Of64 in a link's memory.

func (m *memory) units32(v rtattr.Value, unit time.Duration) *time.Duration {
	return m.room.durations.put(wiretime.Of32(v, unit))
}

func (m *memory) ticks64(v rtattr.Value) *time.Duration {
	return m.room.durations.put(wiretime.Of64(v, wiretime.Tick))
}
