//go:build linux

package main

import (
	"fmt"
	"runtime"
	"slices"
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

// result is what the ways of a work have cost.
type result struct {
	work  work
	items int
	rows  []row
	notes []string
}

// row is what one way has cost: medians over all rounds.
type row struct {
	way   string
	nanos float64 // an item

	// ratio is the time of the way to that of the floor in the same round, so
	// that what disturbs the machine for a while disturbs both.
	ratio float64

	// cpu is the same of the time that processors have worked, which tells more
	// if others use the machine, and less if much of the time is waiting.
	cpu float64

	allocs  float64 // an item
	memory  float64 // bytes in all, less those of the result
	target  target
	beyond  bool   // memory is what was allocated beyond a result
	program bool   // allocs and memory are not known
	missing string // there is nothing but this reason
}

// running is a work that is being measured.
type running struct {
	work
	*stage
	ways    []way
	times   int        // to do it within a sample
	samples [][]sample // of each way
}

// measure does works by all their ways in turn, as often as there are rounds.
func measure(works []work, rounds int) ([]result, error) {
	var all []*running
	for _, w := range works {
		r, err := w.start()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		defer r.close()
		all = append(all, r)
	}
	for round := range rounds {
		for _, r := range all {
			if err := r.round(round); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	var results []result
	for _, r := range all {
		results = append(results, r.result())
	}
	return results, nil
}

// start prepares w. If it is a small one it is to be done several times within a
// sample, until there are atLeast items.
func (w work) start() (*running, error) {
	s, err := newStage(w.items)
	if err != nil {
		return nil, err
	}
	ways, err := w.setUp(s)
	if err != nil {
		s.close()
		return nil, err
	}
	return &running{
		work: w, stage: s, ways: ways,
		times:   max(1, w.atLeast/s.n),
		samples: make([][]sample, len(ways)),
	}, nil
}

// round takes a sample of each way. Each round begins with another way.
func (r *running) round(round int) error {
	for i := range r.ways {
		i = (i + round) % len(r.ways)
		way := &r.ways[i]
		if way.missing != "" || way.program && round >= programRounds {
			continue
		}
		took, err := way.sample(r.times)
		if err != nil {
			return fmt.Errorf("%s: %w", way.name, err)
		}
		r.samples[i] = append(r.samples[i], took)
	}
	return nil
}

func (r *running) result() result {
	sum := result{work: r.work, items: r.n}
	for i, way := range r.ways {
		sum.rows = append(sum.rows, newRow(way, r.n, r.samples[i], r.samples[0]))
	}
	for _, note := range r.notes {
		sum.notes = append(sum.notes, note())
	}
	return sum
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
	cpu, start := cpuTime(), time.Now()
	for range times {
		if err := w.run(); err != nil {
			return sample{}, err
		}
	}
	took := time.Since(start)
	cpu = cpuTime() - cpu
	runtime.ReadMemStats(&after)
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

// newRow sums up the samples of a way, round by round beside the floor's.
func newRow(w way, n int, samples, floor []sample) row {
	r := row{
		way:     w.name,
		target:  w.target,
		beyond:  w.resultSize > 0,
		program: w.program,
		missing: w.missing,
	}
	if len(samples) == 0 {
		return r
	}
	r.nanos = median(samples, func(_ int, s sample) float64 { return s.time }) / float64(n)
	r.ratio = median(samples, func(i int, s sample) float64 { return s.time / floor[i].time })
	r.cpu = median(samples, func(i int, s sample) float64 { return s.cpu / floor[i].cpu })
	r.allocs = median(samples, func(_ int, s sample) float64 { return s.allocs }) / float64(n)
	r.memory = median(samples, func(_ int, s sample) float64 { return s.memory }) - float64(w.resultSize)
	return r
}

// median returns the median of what of makes of each sample.
func median(samples []sample, of func(i int, s sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(i, s)
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 0 {
		return (values[middle-1] + values[middle]) / 2
	}
	return values[middle]
}
