//go:build linux

package main

import "slices"

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

	// before are the rows of earlier runs.
	before []row

	// ratio is the time of the way to that of the floor in the same round, so
	// that what disturbs the machine for a while disturbs both.
	ratio float64

	// cpu is the same of the time that processors have worked, which tells more
	// if others use the machine, and less if much of the time is waiting.
	cpu float64

	allocs  float64 // an item
	many    bool    // allocs are over the target by more than beginning costs
	memory  float64 // bytes in all, less those of the result
	target  target
	beyond  bool   // memory is what was allocated beyond a result
	program bool   // allocs and memory are not known
	missing string // there is nothing but this reason
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
	allocs := median(samples, func(_ int, s sample) float64 { return s.allocs })
	r.allocs = allocs / float64(n)
	r.many = w.target.allocs != nil && allocs > *w.target.allocs*float64(n)+fixedAllocs
	r.memory = median(samples, func(_ int, s sample) float64 { return s.memory }) - float64(w.resultSize)
	return r
}

// fixedAllocs is what a way may allocate for the beginning of its work, however
// many items follow.
const fixedAllocs = 100

// add adds the results of a further run of the same works.
func add(earlier, later []result) []result {
	for i := range later {
		for j := range later[i].rows {
			if i < len(earlier) {
				row := &later[i].rows[j]
				before := earlier[i].rows[j]
				row.before = append(before.before, before)
			}
		}
	}
	return later
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
