//go:build linux

package main

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sampleResults have each thing that a table can show.
var sampleResults = []result{
	{work: work{name: "routes/dump", unit: "route"}, items: 1_000_000, rows: []row{
		{way: "floor", nanos: 357, ratio: 1, cpu: 1},
		{way: "route.All", nanos: 339, ratio: 0.9549, cpu: 0.951, allocs: 0.004, memory: 590 << 10,
			target: target{ratio: 0.95, allocs: new(0.0), memory: 1 << 20}},
		{way: "route.List", nanos: 1255, ratio: 3.51, cpu: 4.2, allocs: 2.006, many: true, memory: 150 << 20, beyond: true,
			target: target{ratio: 1.05, allocs: new(2.0), memory: 48 << 20}},
		{way: "ip -j route", nanos: 1.2e6, ratio: 3400, cpu: 3400, program: true},
	}, notes: []string{"a note"}},
	{work: work{name: "encode/veth", unit: "request"}, items: 500, rows: []row{
		{way: "AppendBinary", nanos: 25.4, ratio: 6.5, cpu: math.Inf(1), memory: 344, target: target{nanos: 25}},
		{way: "other", missing: "not installed"},
	}},
}

func TestText(t *testing.T) {
	var out strings.Builder
	report(&out, sampleResults, options{rounds: 5})
	got, machine := cutLast(out.String())
	want := `
work             items  way                 an item  to floor  CPU to floor  target                       allocs an item  memory
routes/dump  1,000,000  floor                357 ns     1.00×         1.00×                                         0.00  0 B
                        route.All            339 ns     0.95×         0.95×  ≤ 0.95×, 0 allocs, 1.0 MiB             0.00  590 KiB
                        route.List          1.25 µs   3.51× ✗         4.20×  ≤ 1.05×, 2 allocs, 48.0 MiB          2.01 ✗  150.0 MiB beyond the result ✗
                        ip -j route         1.20 ms  3400.00×      3400.00×
encode/veth        500  AppendBinary        25.4 ns     6.50×                ≤ 25.0 ns                              0.00  344 B
                        other         not installed

routes/dump: a note
Medians of 5 rounds; what has ✗ is over its target.`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !strings.Contains(machine, "CPU") || !strings.Contains(machine, "Linux") || !strings.Contains(machine, "go1.") {
		t.Errorf("the last line is %q, want one that names CPUs, kernel and Go", machine)
	}
}

func TestRunsStandSideBySide(t *testing.T) {
	run := func(nanos, ratio, allocs float64) []result {
		return []result{{work: work{name: "addrs/dump"}, items: 100, rows: []row{
			{way: "addr.All", nanos: nanos, ratio: ratio, cpu: ratio, allocs: allocs, target: target{ratio: 1.2}},
		}}}
	}
	var results []result
	for _, r := range [][]result{run(300, 1.1, 0), run(400, 1.3, 0), run(310, 1.2, 1)} {
		results = add(results, r)
	}
	got := cells(results)[0]
	want := []string{"addrs/dump", "100", "addr.All", "300 ns, 400 ns, 310 ns", "1.10×, 1.30× ✗, 1.20×", "1.20×", "≤ 1.20×", "0.00, 1.00", "0 B"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestMarkdown(t *testing.T) {
	var out strings.Builder
	report(&out, sampleResults[1:], options{rounds: 5, markdown: true})
	got, _ := cutLast(out.String())
	want := `
| work | items | way | an item | to floor | CPU to floor | target | allocs an item | memory |
| --- | ---: | --- | ---: | ---: | ---: | --- | ---: | --- |
| encode/veth | 500 | AppendBinary | 25.4 ns | 6.50× |  | ≤ 25.0 ns | 0.00 | 344 B |
|  |  | other | not installed |  |  |  |  |  |

- Medians of 5 rounds; what has ✗ is over its target.`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// cutLast takes the last line off.
func cutLast(text string) (before, last string) {
	text = strings.TrimSuffix(text, "\n")
	i := strings.LastIndexByte(text, '\n')
	return text[:i], text[i+1:]
}

// A value is over its target if what is shown of it is.
func TestMarks(t *testing.T) {
	for _, tt := range []struct {
		v, target, parts float64
		want             string
	}{
		{1.054, 1.05, 100, ""},
		{1.056, 1.05, 100, " ✗"},
		{99, 0, 100, ""},
		{25.4, 25, 1, ""},
		{25.6, 25, 1, " ✗"},
	} {
		if got := mark(tt.v, tt.target, tt.parts); got != tt.want {
			t.Errorf("%v of at most %v has the mark %q, want %q", tt.v, tt.target, got, tt.want)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{duration(3.9), "3.90 ns"},
		{duration(357.4), "357 ns"},
		{duration(3460), "3.46 µs"},
		{duration(16e6), "16.0 ms"},
		{duration(2.5e9), "2.50 s"},
		{size(0), "0 B"},
		{size(2048), "2 KiB"},
		{size(-3 << 19), "-1.5 MiB"},
		{count(1, "CPU"), "1 CPU"},
		{count(1234567, "address"), "1,234,567 addresses"},
		{count(1000, "route"), "1,000 routes"},
		{thousands(999), "999"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
