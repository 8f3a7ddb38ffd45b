package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	t.Parallel()
	cells := table{
		{"6.1", "./link", false}:           {100, 0, 4},
		{"6.12-generic", "./link", false}:  {120, 1, 0},
		{"6.1", "./addr", false}:           {7, 0, 0},
		{"6.12-generic", "./addr", true}:   {6, 0, 1},
		{"6.12-generic", "./netns", false}: {1000, 10, 100},
	}
	want := `
passed/failed/skipped          5.10           6.1  6.12-generic
./addr                            -         7/0/0             -
./link                            -       100/0/4       120/1/0
./netns                           -             -   1000/10/100
./addr, as user                   -             -         6/0/1
`
	var out strings.Builder
	out.WriteString("\n")
	cells.write(&out, []string{"5.10", "6.1", "6.12-generic"})
	if got := out.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"6.12":         {"6.12", "cloud-amd64"},
		"6.12-generic": {"6.12", "amd64"},
	} {
		if series, flavour := parseName(name); series != want[0] || flavour != want[1] {
			t.Errorf("%s: %s %s, want %s %s", name, series, flavour, want[0], want[1])
		}
	}
}
