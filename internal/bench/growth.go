//go:build linux

package main

import (
	"fmt"
	"math"
	"strings"
)

// growth is the cost of an item over the number of items, for each way to do the
// works of a series.
type growth struct {
	name  string // of the series
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
	ratio float64 // to the floor
}

// flat is the target of growth: the most that an item may cost at any size, as a
// multiple of the least.
const flat = 1.10

// growths gathers results by the names of their works, sizes going up.
func growths(results []result) []growth {
	var all []growth
	for _, r := range results {
		name := r.work.series()
		if name == "" {
			continue
		}
		if len(all) == 0 || all[len(all)-1].name != name {
			all = append(all, growth{name: name, unit: r.work.unit, lines: make([]line, len(r.rows))})
		}
		g := &all[len(all)-1]
		for i, row := range r.rows {
			g.lines[i].way = row.way
			g.lines[i].points = append(g.lines[i].points, point{r.items, row.nanos, row.ratio})
		}
	}
	return all
}

// String says how far from flat the lines are, and how the floor's line and the
// others drift apart.
func (g growth) String() string {
	var ways []string
	for i, l := range g.lines {
		least, most := l.limits(func(p point) float64 { return p.nanos })
		factor := most / least
		text := fmt.Sprintf("%s %s to %s, %.2f×%s", l.way, duration(least), duration(most), factor, mark(factor, flat, 100))
		if i > 0 {
			least, most := l.limits(func(p point) float64 { return p.ratio })
			text += fmt.Sprintf(", %.2f× to %.2f× the floor", least, most)
		}
		ways = append(ways, text)
	}
	points := g.lines[0].points
	return fmt.Sprintf("%s: from %s to %s (≤ %.2f×): %s", g.name,
		thousands(points[0].items), count(points[len(points)-1].items, g.unit), flat, strings.Join(ways, "; "))
}

// limits returns the least and the most of what of makes of the points.
func (l line) limits(of func(point) float64) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, p := range l.points {
		least, most = min(least, of(p)), max(most, of(p))
	}
	return least, most
}
