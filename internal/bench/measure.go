//go:build linux

package main

import "fmt"

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
