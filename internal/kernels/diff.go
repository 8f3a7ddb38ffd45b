package kernels

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Diff returns in which answers found differs from r, a line each. What is
// compared are the sections that found has of a kernel, each as a whole unless
// it is known that not all of its questions were asked. A kernel that r does not
// have has no differences: unknown returns those.
func (r Record) Diff(found Record, whole bool) (lines []string) {
	for release, sections := range found {
		known, ok := r[release]
		if !ok {
			continue
		}
		for section, answers := range sections {
			asked := maps.Clone(answers)
			if whole {
				for q := range known[section] {
					asked[q] = answers[q]
				}
			}
			for q := range asked {
				if was, is := known[section][q], answers[q]; was != is {
					lines = append(lines, fmt.Sprintf("%s: %s, %s: %s, recorded was %s",
						release, section, q, cmp.Or(is, "no answer"), cmp.Or(was, "none")))
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// Unknown returns the releases of found that r does not have.
func (r Record) Unknown(found Record) (releases []string) {
	for release := range found {
		if _, ok := r[release]; !ok {
			releases = append(releases, release)
		}
	}
	slices.Sort(releases)
	return releases
}
