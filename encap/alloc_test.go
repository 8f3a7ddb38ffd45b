package encap_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/race"
)

func TestEncodingAllocatesNothing(t *testing.T) {
	for name, x := range every() {
		r := by4(x)
		buf := make([]byte, 0, 4096)
		encode := func() {
			if _, err := r.AppendBinary(buf); err != nil {
				panic(err)
			}
		}
		none(t, name, encode)
	}
}

func none(t *testing.T, what string, f func()) {
	t.Helper()
	if race.Enabled {
		return // sync.Pool drops what it is given, at random
	}
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%s: %v allocations, want none", what, n)
	}
}
