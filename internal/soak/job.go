//go:build linux

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// job is a kind of work that is done over and over again.
type job struct {
	name    string
	workers int // how many do it at once

	// start sets the stage for a worker, and returns what it does in each round.
	// A round takes a second at most as a rule, ends by itself, and leaves nothing
	// running. It returns an error if anything is not as it must be.
	start func(w *worker) (round func() error, err error)
}

// jobs are all jobs.
var jobs = []job{
	{"links", 2, startLinks},
	{"vanishing links", 1, startVanishing},
	{"addresses", 2, startAddresses},
	{"routes", 2, startRoutes},
	{"nexthops", 1, startNexthops},
	{"neighbours", 2, startNeighbours},
	{"forwarding", 1, startForwarding},
	{"rules", 1, startRules},
	{"bridge VLANs", 1, startVLANs},
	{"namespaces", 1, startNamespaces},
	{"batches", 2, startBatches},
	{"nested dumps", 2, startNested},
	{"disturbed dumps", 1, startDisturbed},
	{"watchers", 1, startWatchers},
	{"cancelling", 2, startCancelling},
	{"closing", 1, startClosing},
	{"no descriptors", 1, startExhausted},
	{"damaged requests", 1, startDamaged},
	{"explaining", 1, startExplaining},
}

// errLacking says that the kernel lacks what a job is about.
var errLacking = errors.New("this kernel lacks it")

// choose returns the jobs whose names begin with one of prefixes, or all of them
// if there are none.
func choose(jobs []job, prefixes []string) ([]job, error) {
	if len(prefixes) == 0 {
		return jobs, nil
	}
	var chosen []job
	used := make(map[string]bool)
	for _, j := range jobs {
		i := slices.IndexFunc(prefixes, func(p string) bool { return strings.HasPrefix(j.name, p) })
		if i >= 0 {
			used[prefixes[i]] = true
			chosen = append(chosen, j)
		}
	}
	for _, p := range prefixes {
		if !used[p] {
			return nil, fmt.Errorf("no job has a name that begins with %q", p)
		}
	}
	return chosen, nil
}
