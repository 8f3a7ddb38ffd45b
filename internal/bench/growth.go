//go:build linux

package main

import (
	"fmt"
	"strings"
)

// growth is the cost of an item over the number of items, for each way to do
// works that differ in nothing else.
type growth struct {
	name  string // what the names of the works begin with, such as "routes/grow"
	unit  string // of the items
	lines []line
}

// line is the growth of one way.
type line struct {
	way    string
	points []point
}

// point is what an item costs if there are so many.
type point struct {
	items int
	nanos float64
}

// flat is the target of growth: the most that an item may cost at any size, as a
// multiple of the least.
const flat = 1.10

// row returns the name of the row of works that differ only in size and w is one
// of, such as "routes/grow", or nothing if it is in none.
func (w work) row() string {
	name, _, ok := strings.Cut(w.name, "/grow/")
	if !ok {
		return ""
	}
	return name + "/grow"
}

// growths gathers results by the names of their works, sizes going up.
func growths(results []result) []growth {
	var all []growth
	for _, r := range results {
		name := r.work.row()
		if name == "" {
			continue
		}
		if len(all) == 0 || all[len(all)-1].name != name {
			all = append(all, growth{name: name, unit: r.work.unit, lines: make([]line, len(r.rows))})
		}
		g := &all[len(all)-1]
		for i, row := range r.rows {
			g.lines[i].way = row.way
			g.lines[i].points = append(g.lines[i].points, point{r.items, row.nanos})
		}
	}
	return all
}

// String says how far from flat the lines are.
func (g growth) String() string {
	var ways []string
	for _, l := range g.lines {
		least, most := l.limits()
		factor := most / least
		ways = append(ways, fmt.Sprintf("%s %s to %s, %.2f×%s",
			l.way, duration(least), duration(most), factor, mark(factor, flat, 100)))
	}
	points := g.lines[0].points
	return fmt.Sprintf("%s: from %s to %s: %s (≤ %.2f×)", g.name,
		thousands(points[0].items), count(points[len(points)-1].items, g.unit), strings.Join(ways, "; "), flat)
}

// limits returns the least and the most that an item costs.
func (l line) limits() (least, most float64) {
	least = l.points[0].nanos
	for _, p := range l.points {
		least, most = min(least, p.nanos), max(most, p.nanos)
	}
	return least, most
}
