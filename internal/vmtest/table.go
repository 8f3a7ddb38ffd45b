package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// table holds the counts of all tests.
type table map[place]counts

// place is one in the table.
type place struct {
	kernel, pkg string
	user        bool
}

// counts are of tests and subtests.
type counts struct{ passed, failed, skipped int }

func (c *counts) add(d counts) {
	c.passed, c.failed, c.skipped = c.passed+d.passed, c.failed+d.failed, c.skipped+d.skipped
}

// write prints the table with a package a row, those as an ordinary user after
// those as root, and a kernel a column.
func (t table) write(out io.Writer, kernels []string) {
	rows := make(map[place]bool)
	const title = "passed/failed/skipped"
	first, others := len(title), len("1000/0/10")
	for p := range t {
		p.kernel = ""
		rows[p] = true
		first = max(first, len(p.label()))
	}
	for _, k := range kernels {
		others = max(others, len(k))
	}
	fmt.Fprintf(out, "%-*s", first, title)
	for _, k := range kernels {
		fmt.Fprintf(out, "  %*s", others, k)
	}
	for _, p := range slices.SortedFunc(maps.Keys(rows), place.compare) {
		fmt.Fprintf(out, "\n%-*s", first, p.label())
		for _, k := range kernels {
			p.kernel = k
			said := "-"
			if c, ok := t[p]; ok {
				said = fmt.Sprintf("%d/%d/%d", c.passed, c.failed, c.skipped)
			}
			fmt.Fprintf(out, "  %*s", others, said)
		}
	}
	fmt.Fprintln(out)
}

// label says whose tests those of a row are.
func (p place) label() string {
	if p.user {
		return p.pkg + ", as user"
	}
	return p.pkg
}

func (p place) compare(q place) int {
	if p.user != q.user {
		if q.user {
			return -1
		}
		return 1
	}
	return cmp.Compare(p.pkg, q.pkg)
}
