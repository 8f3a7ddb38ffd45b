//go:build linux

package main

import "time"

// warmupOf returns how long a run is to warm up: a fifth of it, a minute at most.
func warmupOf(length time.Duration) time.Duration { return min(length/5, time.Minute) }

// intervalOf returns the time between two checkpoints: about sixty in a run, but
// none too close, since they cost time.
func intervalOf(length time.Duration) time.Duration {
	return min(max(length/60, time.Second), 5*time.Second).Round(time.Second / 10)
}

// lineOf returns the time between two lines.
func lineOf(length time.Duration) time.Duration {
	if length < 2*time.Minute {
		return 5 * time.Second
	}
	return time.Minute
}
