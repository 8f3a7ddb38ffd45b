//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// evidence is what a run is judged by.
type evidence struct {
	length  time.Duration
	warmup  time.Duration // for how long memory may grow
	samples []sample      // at checkpoints, all workers paused
	last    total         // at the very end

	// What the process held before the workers began, and after all they had was
	// closed; and what is open then that was not before.
	before, after resources
	leftOpen      []string

	// missing and left are what is gone from the namespace that the workers share,
	// and what is there that was not before.
	missing, left []string

	checks, converged int64 // of watchers
	wrong             int   // unexpected failures
	texts             []string
	idle              []string // jobs that have done nothing
	lacking           []string // what the kernel lacks
}

// The heap may be larger at the end by a twentieth, or by what the runtime and a
// handful of objects account for.
const (
	growth = 0.05
	floor  = 256 << 10
)

// moreThreads is how many threads may be added after the warm-up: the runtime
// starts one whenever all are in system calls, and ends none of them.
const moreThreads = 20

// moreGoroutines is how many goroutines may be added after the warm-up: at a
// checkpoint a few may be about to end.
const moreGoroutines = 10

// verdict is what is to be said at the end.
type verdict struct {
	reasons []string // of failure
	summary string
	lacking []string
}

func (v verdict) passed() bool { return len(v.reasons) == 0 }

// String returns the verdict as lines, of which the last is the summary.
func (v verdict) String() string {
	var b strings.Builder
	if len(v.lacking) > 0 {
		fmt.Fprintf(&b, "not in this kernel: %s\n", strings.Join(v.lacking, ", "))
	}
	for _, r := range v.reasons {
		fmt.Fprintf(&b, "- %s\n", r)
	}
	word := "PASS"
	if !v.passed() {
		word = "FAIL"
	}
	fmt.Fprintf(&b, "%s %s\n", word, v.summary)
	return b.String()
}

// judge says whether all is well.
func judge(e evidence) verdict {
	v := verdict{lacking: e.lacking}
	fail := func(format string, args ...any) { v.reasons = append(v.reasons, fmt.Sprintf(format, args...)) }

	for _, text := range e.texts {
		fail("%s", text)
	}
	if more := e.wrong - len(e.texts); more > 0 {
		fail("and %d more failures that must not be", more)
	}
	if len(e.idle) > 0 {
		fail("jobs that have not done a single round: %s", strings.Join(e.idle, ", "))
	}
	if e.converged != e.checks {
		fail("of %d times, watchers have converged %d times only", e.checks, e.converged)
	}
	first, last, enough := e.compared()
	heap := "not judged, the run was too short"
	if enough {
		from, to := median(first, heapOf), median(last, heapOf)
		change := float64(to-from) / float64(from)
		heap = fmt.Sprintf("%+.1f %%", 100*change)
		if change > growth && to-from > floor {
			fail("the heap has grown by %.1f %% after the warm-up of %v, from %s to %s (medians of the first and the last third; %.0f %% or %d KiB are no growth)",
				100*change, e.warmup, mebibytes(from, 2), mebibytes(to, 2), 100*growth, floor>>10)
		}
		if from, to := median(first, threadsOf), median(last, threadsOf); to-from > moreThreads {
			fail("%d threads after the warm-up, %d at the end; %d more would be no leak", from, to, moreThreads)
		}
		if from, to := median(first, goroutinesOf), median(last, goroutinesOf); to-from > moreGoroutines {
			fail("%d goroutines after the warm-up, %d before the end; %d more would be no leak", from, to, moreGoroutines)
		}
	}
	if steady := e.steady(); len(steady) > 0 {
		least := slices.MinFunc(steady, byFiles)
		most := slices.MaxFunc(steady, byFiles)
		if most.files > least.files {
			fail("at checkpoints between %d and %d descriptors are open: some are closed late, perhaps by the garbage collector alone",
				least.files, most.files)
		}
	}
	if len(e.leftOpen) > 0 {
		fail("left open: %s", strings.Join(e.leftOpen, ", "))
	}
	if e.after.goroutines > e.before.goroutines {
		fail("%d goroutines at the end, %d at the start", e.after.goroutines, e.before.goroutines)
	}
	if len(e.missing) > 0 {
		fail("gone from the shared namespace: %s", strings.Join(e.missing, ", "))
	}
	if len(e.left) > 0 {
		fail("left in the shared namespace: %s", strings.Join(e.left, ", "))
	}
	v.summary = fmt.Sprintf("%v: %s operations, %d unexpected failures, heap %s, descriptors %s, "+
		"goroutines %s, threads %s, watchers converged %d of %d",
		e.length.Round(time.Second), thousands(e.last.operations), e.wrong, heap,
		fromTo(e.before.files, e.after.files), fromTo(e.before.goroutines, e.after.goroutines),
		threadRange(first, last), e.converged, e.checks)
	return v
}

// compared returns the samples of the first third after the warm-up, and those of
// the last, if there are enough.
func (e evidence) compared() (first, last []sample, enough bool) {
	steady := e.steady()
	n := len(steady) / 3
	return steady[:n], steady[len(steady)-n:], n >= 3
}

// steady returns the samples after the warm-up.
func (e evidence) steady() []sample {
	warm := slices.IndexFunc(e.samples, func(s sample) bool { return s.at >= e.warmup })
	if warm < 0 {
		return nil
	}
	return e.samples[warm:]
}

func byFiles(a, b sample) int { return a.files - b.files }

func heapOf(s sample) int64       { return s.heap }
func threadsOf(s sample) int64    { return int64(s.threads) }
func goroutinesOf(s sample) int64 { return int64(s.goroutines) }

// median returns the median of what of returns, which a single outlier does not
// move.
func median(samples []sample, of func(sample) int64) int64 {
	var values []int64
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func threadRange(first, last []sample) string {
	if len(first) == 0 {
		return "not judged"
	}
	return fromTo(int(median(first, threadsOf)), int(median(last, threadsOf)))
}

func fromTo(before, after int) string {
	if before == after {
		return fmt.Sprintf("%d = %d", before, after)
	}
	return fmt.Sprintf("%d -> %d", before, after)
}
