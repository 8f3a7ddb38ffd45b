//go:build linux

package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// sample is what it took to do a work once.
type sample struct {
	time   time.Duration
	allocs uint64 // number of allocations
	memory uint64 // bytes allocated, freed ones too
}

// result is what the ways of a work have cost.
type result struct {
	work  string
	unit  string
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

	allocs  float64 // an item
	memory  float64 // bytes in all, less those of the result
	target  target
	beyond  bool   // memory is what was allocated beyond a result
	program bool   // allocs and memory are not known
	missing string // there is nothing but this reason
}

// measure does the work by all its ways in turn, as often as there are rounds.
// Each round begins with another way.
func (w work) measure(n, rounds int) (result, error) {
	s, err := newStage(n)
	if err != nil {
		return result{}, err
	}
	defer s.close()
	ways, err := w.setUp(s)
	if err != nil {
		return result{}, err
	}
	samples := make([][]sample, len(ways))
	for round := range rounds {
		for i := range ways {
			i = (i + round) % len(ways)
			way := &ways[i]
			if way.missing != "" || way.program && round >= programRounds {
				continue
			}
			took, err := way.sample()
			if err != nil {
				return result{}, fmt.Errorf("%s: %w", way.name, err)
			}
			samples[i] = append(samples[i], took)
		}
	}
	r := result{work: w.name, unit: w.unit, items: n}
	for i, way := range ways {
		r.rows = append(r.rows, newRow(way, n, samples[i], samples[0]))
	}
	for _, note := range s.notes {
		if text := note(); text != "" {
			r.notes = append(r.notes, text)
		}
	}
	return r, nil
}

// sample does the work once. The garbage of what was before is not its own.
func (w *way) sample() (sample, error) {
	if w.reset != nil {
		if err := w.reset(); err != nil {
			return sample{}, fmt.Errorf("reset: %w", err)
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := w.run()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return sample{took, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}, err
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
	perItem := func(v float64) float64 { return v / float64(n) }
	r.nanos = perItem(median(samples, func(_ int, s sample) float64 { return float64(s.time) }))
	r.ratio = median(samples, func(i int, s sample) float64 { return float64(s.time) / float64(floor[i].time) })
	r.allocs = perItem(median(samples, func(_ int, s sample) float64 { return float64(s.allocs) }))
	r.memory = median(samples, func(_ int, s sample) float64 { return float64(s.memory) }) - float64(w.resultSize)
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
