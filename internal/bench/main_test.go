//go:build linux

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestMain(m *testing.M) { testns.Main(m) }

// Every work can be done on the running kernel, by each of its ways.
func TestWorks(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	for _, w := range works {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.items, w.atLeast = 20, 0
			results, err := measure([]work{w}, 2)
			if err != nil {
				t.Fatal(err)
			}
			r := results[0]
			if r.items != w.items {
				t.Errorf("%d items, want %d", r.items, w.items)
			}
			for _, row := range r.rows {
				if row.missing != "" {
					t.Logf("%s: %s", row.way, row.missing)
				} else if row.nanos <= 0 || row.ratio <= 0 {
					t.Errorf("%s took %v ns an item, %v times the floor's", row.way, row.nanos, row.ratio)
				}
			}
		})
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	svg := filepath.Join(t.TempDir(), "plot.svg")
	var out strings.Builder
	o := options{quick: true, rounds: 1, only: []string{"encode/addr", "links/grow/"}, svg: svg}
	if err := run(&out, io.Discard, o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"encode/addr", "AppendBinary", "links/grow/100 ", "link.All", "links/grow: from 100 to 500 links", "Medians of 1 round;", "Linux"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "links/grow/10000 ") {
		t.Errorf("-quick has not left out a work that is for long runs only:\n%s", &out)
	}
	plot, err := os.ReadFile(svg)
	if err != nil || !strings.HasPrefix(string(plot), "<svg ") {
		t.Errorf("no plot: %v", err)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, tt := range []struct {
		o    options
		want string
	}{
		{options{only: []string{"encode/addr", "nothing"}}, `no work has a name that begins with "nothing"`},
		{options{only: []string{"encode/addr"}, svg: "plot.svg"}, "-svg plots works that grow, and none of them is chosen"},
		{options{only: []string{"links/grow/10000"}, quick: true, svg: "plot.svg"}, "-svg plots works that grow, and none of them is chosen"},
	} {
		if err := run(io.Discard, io.Discard, tt.o); err == nil || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
}

func TestChoose(t *testing.T) {
	all := []work{{name: "routes/add"}, {name: "routes/dump"}, {name: "links/dump"}}
	for _, tt := range []struct {
		only []string
		want []string
	}{
		{nil, []string{"routes/add", "routes/dump", "links/dump"}},
		{[]string{"routes"}, []string{"routes/add", "routes/dump"}},
		{[]string{"links", "routes/d"}, []string{"routes/dump", "links/dump"}},
		{[]string{"routes", "routes/add"}, []string{"routes/add", "routes/dump"}},
	} {
		chosen, err := choose(all, tt.only)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, names(chosen)); diff != "" {
			t.Errorf("-only %v (-want +got)\n%s", tt.only, diff)
		}
	}
}

func names(works []work) (list []string) {
	for _, w := range works {
		list = append(list, w.name)
	}
	return list
}

func TestSmall(t *testing.T) {
	all := []work{{name: "a", items: 100, quick: 10, atLeast: 200}, {name: "for long runs only", items: 1000}}
	want := []work{{name: "a", items: 10, quick: 10, atLeast: 20}}
	if diff := cmp.Diff(want, small(all), cmp.AllowUnexported(work{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What is compared is measured at the same time.
func TestSeriesAreMeasuredTogether(t *testing.T) {
	var got [][]string
	for _, group := range together([]work{
		{name: "routes/add"}, {name: "routes/dump"},
		{name: "routes/grow/1"}, {name: "routes/grow/10"},
		{name: "links/grow/1"}, {name: "links/dump"},
	}) {
		got = append(got, names(group))
	}
	want := [][]string{
		{"routes/add"}, {"routes/dump"},
		{"routes/grow/1", "routes/grow/10"},
		{"links/grow/1"}, {"links/dump"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
