//go:build linux

package main

import (
	"fmt"
	"strings"
)

// choose returns the works whose names begin with one of the prefixes, or all
// if there are none.
func choose(all []work, prefixes []string) ([]work, error) {
	if len(prefixes) == 0 {
		return all, nil
	}
	chosen := make([]bool, len(all))
	for _, p := range prefixes {
		found := false
		for i, w := range all {
			if strings.HasPrefix(w.name, p) {
				found, chosen[i] = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("no work has a name that begins with %q", p)
		}
	}
	var some []work
	for i, w := range all {
		if chosen[i] {
			some = append(some, w)
		}
	}
	return some, nil
}

// small returns the works as they are with -quick: with fewer items, and without
// those that are nothing for it.
func small(works []work) []work {
	var some []work
	for _, w := range works {
		if w.quick > 0 {
			w.items = w.quick
			w.atLeast /= 10
			some = append(some, w)
		}
	}
	return some
}

// series returns the name of the series that w is one of: works that differ only
// in the number of items. It is the name of the work without that, such as
// "routes/grow", or empty if w is in none.
func (w work) series() string {
	name, _, ok := strings.Cut(w.name, "/grow/")
	if !ok {
		return ""
	}
	return name + "/grow"
}

// together returns the works in groups that are measured together: those of a
// series, since they are compared with each other, and every other one alone.
func together(works []work) [][]work {
	var groups [][]work
	for i, w := range works {
		if i > 0 && w.series() != "" && w.series() == works[i-1].series() {
			last := &groups[len(groups)-1]
			*last = append(*last, w)
			continue
		}
		groups = append(groups, []work{w})
	}
	return groups
}
