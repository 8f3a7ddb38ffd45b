//go:build linux

package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/pprof"
	"time"

	"golang.org/x/sys/unix"
)

// sample is what it took to do a work once.
type sample struct {
	time   float64 // nanoseconds
	cpu    float64 // nanoseconds of processors, of the kernel's work for us too
	allocs float64 // number of allocations
	memory float64 // bytes allocated, freed ones too
}

// sample does the work, as often as it is told, and returns what it took to do
// it once. The garbage of what was before is not its own.
func (w *way) sample(times int) (sample, error) {
	if w.reset != nil {
		if err := w.reset(); err != nil {
			return sample{}, fmt.Errorf("reset: %w", err)
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var err error
	cpu, start := cpuTime(), time.Now()
	pprof.Do(context.Background(), pprof.Labels("way", w.name), func(context.Context) {
		for i := 0; i < times && err == nil; i++ {
			err = w.run()
		}
	})
	took := time.Since(start)
	cpu = cpuTime() - cpu
	runtime.ReadMemStats(&after)
	if err != nil {
		return sample{}, err
	}
	return sample{
		time:   float64(took) / float64(times),
		cpu:    float64(cpu) / float64(times),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(times),
		memory: float64(after.TotalAlloc-before.TotalAlloc) / float64(times),
	}, nil
}

// cpuTime returns how long processors have worked for this process and for the
// programs that it has waited for.
func cpuTime() time.Duration {
	var sum int64
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		if unix.Getrusage(who, &u) == nil {
			sum += u.Utime.Nano() + u.Stime.Nano()
		}
	}
	return time.Duration(sum)
}
