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
			w.atLeast = 0
			const n, rounds = 20, 2
			r, err := w.measure(n, rounds)
			if err != nil {
				t.Fatal(err)
			}
			if r.items != n {
				t.Errorf("%d items, want %d", r.items, n)
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
		{options{only: []string{"encode/addr"}, svg: "plot.svg"}, "-svg plots the works grow, which -only has left out"},
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
		var got []string
		for _, w := range chosen {
			got = append(got, w.name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("-only %v (-want +got)\n%s", tt.only, diff)
		}
	}
}
