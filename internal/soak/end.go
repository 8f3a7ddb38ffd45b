//go:build linux

package main

import (
	"fmt"
	"slices"
	"time"
)

// idle returns the jobs that have done no round, though the kernel has what they
// are about.
func (s *soak) idle() (names []string) {
	for i, t := range s.tally {
		if t.rounds.Load() == 0 && !slices.Contains(s.lacking, s.jobs[i].name) {
			names = append(names, s.jobs[i].name)
		}
	}
	return names
}

// close waits for the workers, and closes what they have.
func (s *soak) close() {
	s.mixer.done.Wait()
	for _, w := range s.mixer.workers {
		if err := w.close(); err != nil {
			s.mixer.wrong.add(w.job, err)
		}
	}
}

// settle returns what the process holds after all was closed, and which files
// are open that were not before. Goroutines need a moment to end.
func settle(patience time.Duration, before resources, files map[int]string) (after resources, leftOpen []string, err error) {
	for deadline := time.Now().Add(min(patience, 5*time.Second)); ; time.Sleep(10 * time.Millisecond) {
		if after, err = measure(); err != nil {
			return after, nil, err
		}
		if after.goroutines <= before.goroutines || time.Now().After(deadline) {
			break
		}
	}
	open, err := openFiles()
	for fd, target := range open {
		if files[fd] != target {
			leftOpen = append(leftOpen, fmt.Sprintf("%d (%s)", fd, target))
		}
	}
	slices.Sort(leftOpen)
	return after, leftOpen, err
}

// writeJobs writes what each job has done.
func (s *soak) writeJobs() {
	const row = "%-16s %9s %13s  %s\n"
	fmt.Fprintf(s.out, "\n"+row, "job", "rounds", "operations", "expected failures")
	for i, j := range s.jobs[:len(s.tally)] {
		t := sum(s.tally[i])
		fmt.Fprintf(s.out, row, j.name, thousands(t.rounds), thousands(t.operations), t.byName())
	}
	fmt.Fprintf(s.out, "watchers have read all anew %s times\n", thousands(s.convergence.resynced.Load()))
}
