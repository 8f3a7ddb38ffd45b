// Package testfuzz holds what handles any bytes to limits of time and memory, in
// fuzz targets.
package testfuzz

import (
	"fmt"
	"runtime/metrics"
	"testing"
	"time"
)

const (
	// patience is how long f of [Bounded] may take. It is far more than the
	// largest input needs on a slow machine: what takes longer does not end.
	patience = time.Minute

	// allowance is what f may allocate for an input of no bytes. Counters of the
	// runtime are behind by something, and this is more.
	allowance = 8 << 20

	// factor is how many bytes f may allocate for each byte of its input.
	factor = 1024
)

// Bounded runs f, which handles an input of n bytes. The test fails if f allocates
// more than that is worth, 8 MiB and 1 KiB for each byte. If f does not end within a
// minute the process does, by a panic: so the fuzzing engine keeps the input, as it
// does not of what is merely slow.
func Bounded(t testing.TB, n int, f func()) {
	t.Helper()
	late := time.AfterFunc(patience, func() {
		panic(fmt.Sprintf("%s: an input of %d bytes takes more than %v", t.Name(), n, patience))
	})
	defer late.Stop()
	before := allocated()
	f()
	if got, limit := allocated()-before, uint64(allowance+factor*n); got > limit {
		t.Errorf("%d bytes are allocated for an input of %d, want %d at most", got, n, limit)
	}
}

// allocated returns how many bytes the process has allocated up to now.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
