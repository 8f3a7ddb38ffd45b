//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// missed stands behind a value that is over its target.
const missed = " ✗"

// columns are the heads of the table. Those of numbers are set to the right.
var columns = []struct {
	head   string
	number bool
}{
	{"work", false}, {"items", true}, {"way", false}, {"an item", true}, {"to floor", true}, {"CPU to floor", true},
	{"target", false}, {"allocs an item", true}, {"memory", false},
}

// cells returns the table without its heads, a slice for each row.
func cells(results []result) [][]string {
	var table [][]string
	for _, r := range results {
		for i, row := range r.rows {
			line := append([]string{"", "", row.way}, row.cells()...)
			if i == 0 {
				line[0], line[1] = r.work.name, thousands(r.items)
			}
			table = append(table, line)
		}
	}
	return table
}

// cells returns what a row says of its way.
func (r row) cells() []string {
	if r.missing != "" {
		return []string{r.missing, "", "", "", "", ""}
	}
	t := r.target
	var nanos, ratios, allocs []string
	many := false
	for _, r := range append(r.before, r) {
		nanos = append(nanos, duration(r.nanos)+mark(r.nanos, t.nanos, 1))
		ratios = append(ratios, fmt.Sprintf("%.2f×", r.ratio)+mark(r.ratio, t.ratio, 100))
		allocs = append(allocs, fmt.Sprintf("%.2f", r.allocs))
		many = many || r.many
	}
	line := []string{
		strings.Join(nanos, ", "),
		strings.Join(ratios, ", "),
		"",
		t.String(),
		"",
		"",
	}
	// What the floor needs may be less than what the kernel's clock can tell.
	if !math.IsInf(r.cpu, 0) && !math.IsNaN(r.cpu) {
		line[2] = fmt.Sprintf("%.2f×", r.cpu)
	}
	if r.program {
		return line
	}
	if line[4] = strings.Join(slices.Compact(allocs), ", "); many {
		line[4] += missed
	}
	line[5] = size(r.memory)
	if r.beyond {
		line[5] += " beyond the result"
	}
	line[5] += mark(r.memory, t.memory, 1)
	return line
}

// mark returns the mark of a value that is over its target, as far as digits
// behind the point are shown, of which there are as many as parts has noughts.
func mark(v, target, parts float64) string {
	if target != 0 && round(v, parts) > target {
		return missed
	}
	return ""
}

func round(v, parts float64) float64 { return math.Round(v*parts) / parts }

// String returns the bounds, or nothing if there are none.
func (t target) String() string {
	var s []string
	if t.nanos != 0 {
		s = append(s, "≤ "+duration(t.nanos))
	}
	if t.ratio != 0 {
		s = append(s, fmt.Sprintf("≤ %.2f×", t.ratio))
	}
	if t.allocs != nil {
		s = append(s, fmt.Sprintf("%v allocs", *t.allocs))
	}
	if t.memory != 0 {
		s = append(s, size(t.memory))
	}
	return strings.Join(s, ", ")
}

// writeText writes the table with aligned columns.
func writeText(out io.Writer, results []result) {
	var heads []string
	for _, c := range columns {
		heads = append(heads, c.head)
	}
	lines := append([][]string{heads}, cells(results)...)
	width := make([]int, len(columns))
	for _, line := range lines {
		for i, cell := range line {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, cell := range line {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if columns[i].number {
				b.WriteString(pad + cell + "  ")
			} else {
				b.WriteString(cell + pad + "  ")
			}
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
}

// writeMarkdown writes the table as GitHub shows tables.
func writeMarkdown(out io.Writer, results []result) {
	var heads, rule string
	for _, c := range columns {
		heads += "| " + c.head + " "
		rule += "| ---"
		if c.number {
			rule += ":"
		}
		rule += " "
	}
	fmt.Fprintf(out, "%s|\n%s|\n", heads, rule)
	for _, line := range cells(results) {
		fmt.Fprintf(out, "| %s |\n", strings.Join(line, " | "))
	}
}
