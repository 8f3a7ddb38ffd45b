//go:build linux

package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grown are the results of two rows of works, and of one that is in no row.
func grown() []result {
	at := func(name, unit string, items int, floor, library float64) result {
		return result{work: work{name: name, unit: unit}, items: items, rows: []row{
			{way: "floor", nanos: floor},
			{way: "All", nanos: library, ratio: library / floor},
		}}
	}
	return []result{
		at("routes/dump", "route", 7, 1, 1),
		at("routes/grow/1000", "route", 1_000, 320, 330),
		at("routes/grow/10000", "route", 10_000, 300, 300),
		at("routes/grow/100000", "route", 100_000, 330, 345),
		at("links/grow/100", "link", 100, 5800, 6000),
		at("links/grow/1000", "link", 1_000, 6000, 6100),
	}
}

func TestGrowth(t *testing.T) {
	var got []string
	for _, g := range growths(grown()) {
		got = append(got, g.String())
	}
	want := []string{
		"routes/grow: from 1,000 to 100,000 routes (≤ 1.10×): floor 300 ns to 330 ns, 1.10×; " +
			"All 300 ns to 345 ns, 1.15× ✗, 1.00× to 1.05× the floor",
		"links/grow: from 100 to 1,000 links (≤ 1.10×): floor 5.80 µs to 6.00 µs, 1.03×; " +
			"All 6.00 µs to 6.10 µs, 1.02×, 1.02× to 1.03× the floor",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPlot(t *testing.T) {
	var out strings.Builder
	plot(&out, growths(grown()))
	svg := out.String()

	// It is well-formed.
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
	for _, want := range []string{
		`viewBox="0 0 860 360"`,
		`role="img" aria-labelledby="title desc"`,
		`<title id="title">What an item costs`,
		`Reading a route, All: 330 ns of 1,000, 300 ns of 10,000, 345 ns of 100,000.`,
		`Reading a link, floor: 5.80 µs of 100, 6.00 µs of 1,000.`,
		"prefers-color-scheme: dark",
		`>number of links</text>`,
		`>ns a route</text>`,
		`>µs a link</text>`,
		// The frame goes from 62 to 386, and up from 300 to 92, which is 400 ns.
		`<path class="line a" d="M62.0 133.6L224.0 144.0L386.0 128.4"/>`,
		`<rect class="mark a" x="220.0" y="140.0" width="8" height="8"/>`,
		`<circle class="mark b" cx="224.0" cy="144.0" r="4.5"/>`,
		`y="96.0" text-anchor="end">400</text>`,
		`y="304.0" text-anchor="end">0</text>`,
		`y="96.0" text-anchor="end">8</text>`,
		`<text x="386.0" y="320" text-anchor="middle">100,000</text>`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the plot lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(svg)
	}
}

func TestPlotOfOneSize(t *testing.T) {
	var out strings.Builder
	plot(&out, growths(grown()[1:2]))
	if !strings.Contains(out.String(), `<circle class="mark b" cx="224.0"`) {
		t.Errorf("the only point is not in the middle:\n%s", &out)
	}
}

func TestGrid(t *testing.T) {
	for _, tt := range []struct {
		most  float64
		step  float64
		steps int
	}{
		{345, 100, 4},
		{600, 100, 6},
		{601, 200, 4},
		{6100, 2000, 4},
		{9, 2, 5},
		{0.3, 0.05, 6},
	} {
		step, steps := grid(tt.most)
		if d := step - tt.step; d > 1e-9 || d < -1e-9 || steps != tt.steps {
			t.Errorf("up to %v: %d steps of %v, want %d of %v", tt.most, steps, step, tt.steps, tt.step)
		}
	}
}
