package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
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

func TestCommandLine(t *testing.T) {
	t.Parallel()
	good := config{kernels: []string{"6.1", "6.12-generic"}, need: []string{"6.1"}, cpus: 1, atOnce: 1, limit: time.Second}
	for _, tt := range []struct {
		change func(*config)
		want   string // that the error holds
	}{
		{func(*config) {}, ""},
		{func(c *config) { c.kernels[1] = "6.12-rt" }, "6.12-rt"},
		{func(c *config) { c.kernels[1] = "" }, "6.12-generic"},
		{func(c *config) { c.kernels[1] = "6.1" }, "named twice"},
		{func(c *config) { c.need[0] = "6.12" }, "is needed, but not among"},
		{func(c *config) { c.cpus = 0 }, "above zero"},
		{func(c *config) { c.atOnce = 0 }, "above zero"},
		{func(c *config) { c.limit = 0 }, "above zero"},
	} {
		c := good
		c.kernels, c.need = slices.Clone(good.kernels), slices.Clone(good.need)
		tt.change(&c)
		said := ""
		if err := c.check(); err != nil {
			said = err.Error()
		}
		if (said == "") != (tt.want == "") || !strings.Contains(said, tt.want) {
			t.Errorf("%+v: %q, want %q", c, said, tt.want)
		}
	}
}

// Without packages, the tests of those that need no kernel are left out.
func TestPackagesThatNeedAKernel(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("needs the program go: %v", err)
	}
	has := func(packages ...string) map[string]bool {
		root := filepath.Join("..", "..")
		dirs, err := testDirs(t.Context(), root, packages)
		if err != nil {
			t.Fatal(err)
		}
		names := make(map[string]bool)
		for _, dir := range dirs {
			names[filepath.Base(dir)] = true
		}
		return names
	}
	all := has()
	for name, needs := range map[string]bool{"link": true, "kernels": true, "testns": true, "userns": true, "rtattr": false, "vmtest": false} {
		if all[name] != needs {
			t.Errorf("%s: %v, want %v", name, !needs, needs)
		}
	}
	if !has("../../rtattr")["rtattr"] {
		t.Error("a package is left out that was asked for")
	}
}
