package kernels_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/update"
)

// The page is what the record makes of it.
func TestPage(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	r, err := kernels.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	if update.Wanted() {
		if err := r.Write(root); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(filepath.Join(root, "docs/kernels.md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Page(), string(page)); diff != "" {
		t.Errorf("docs/kernels.md is not made of the record; go test ./internal/kernels -update makes it (-made +written)\n%s", diff)
	}
}

// What a test reports is in the record, and what is no report is not.
func TestAdd(t *testing.T) {
	t.Parallel()
	r := make(kernels.Record)
	r.Add("6.1.0", "kernels/fields", "vxlan `A` (over IPv6) = yes")
	r.Add("6.1.0", "else", "x = y")
	want := kernels.Record{"6.1.0": {"fields": {"vxlan `A` (over IPv6)": "yes"}}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A package whose tests report nothing any more is found out, and nothing is
// written without its sections.
func TestExpect(t *testing.T) {
	t.Parallel()
	r := make(kernels.Record)
	r.Expect("6.1.0", "./addr")
	if len(r) != 0 {
		t.Errorf("%v is expected of a package that reports nothing", r)
	}
	r.Expect("6.1.0", "./link")
	r.Add("6.1.0", "kernels/fields", "vxlan `A` = yes")
	r.Expect("6.1.0", "./link")
	recorded := kernels.Record{"6.1.0": {"kinds": {"gtp": "yes"}, "fields": {"vxlan `A`": "yes"}, "told": {"x": "yes"}}}
	for whole, want := range map[bool][]string{true: {"6.1.0: kinds, gtp: no answer, recorded was yes"}, false: nil} {
		if diff := cmp.Diff(want, recorded.Diff(r, whole)); diff != "" {
			t.Errorf("whole: %v (-want +got)\n%s", whole, diff)
		}
	}
	want := []string{"6.1.0: behaviours: no answers", "6.1.0: kinds: no answers", "6.1.0: objects: no answers", "6.1.0: told: no answers", "6.1.0: tunnels: no answers"}
	if diff := cmp.Diff(want, r.Incomplete()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each section of the page is reported by a package that is there.
func TestRecordIsComplete(t *testing.T) {
	t.Parallel()
	r, err := kernels.Read(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if lines := r.Incomplete(); len(lines) > 0 {
		t.Errorf("the record: %q", lines)
	}
	expected := make(kernels.Record)
	for _, pkg := range []string{"./link", "./encap", "./internal/kernels"} {
		expected.Expect("6.1.0", pkg)
	}
	for release, sections := range r {
		for name := range sections {
			if expected["6.1.0"][name] == nil {
				t.Errorf("%s: section %s is of no package", release, name)
			}
		}
	}
}

// Rows of a kind and field with the same answers are one, and what all kernels
// answer alike is left out.
func TestRows(t *testing.T) {
	t.Parallel()
	fields := func(same, one, other, all string) map[string]map[string]string {
		return map[string]map[string]string{"fields": {
			"gre `A` (x)": same, "gre `A` (y)": same, "gre `B` (x)": one, "gre `B` (y)": other, "gre `C`": all,
		}}
	}
	r := kernels.Record{
		"10.1-cloud": fields("yes", "yes", "EINVAL", "yes"),
		"9.10":       fields("ignored", "EINVAL", "yes", "yes"),
		"9.2-cloud":  {"fields": {"gre `A` (x)": "yes", "gre `A` (y)": "yes"}},
	}
	_, page, _ := strings.Cut(r.Page(), "## Options of links")
	page, _, _ = strings.Cut(page, "\n## ")
	_, table, _ := strings.Cut(page, "| |")
	want := " 9.2 | 9.10-generic | 10.1 |\n| --- | --- | --- | --- |\n" +
		"| gre `A` | yes | ignored | yes |\n" +
		"| gre `B` (x) |  | EINVAL | yes |\n| gre `B` (y) |  | yes | EINVAL |\n"
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !strings.Contains(r.Page(), " -kernels 9.2,9.10-generic,10.1 ") {
		t.Errorf("the page does not name its kernels:\n%s", r.Page())
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	recorded := kernels.Record{"6.1": {"kinds": {"gtp": "yes", "hsr": "no"}, "fields": {"hsr `A`": "yes"}}}
	for _, tt := range []struct {
		name  string
		found kernels.Record
		whole bool
		want  []string
	}{
		{"the same", kernels.Record{"6.1": {"kinds": {"gtp": "yes", "hsr": "no"}}}, true, nil},
		{"another kernel", kernels.Record{"6.2": {"kinds": {"gtp": "no"}}}, true, nil},
		{"another answer", kernels.Record{"6.1": {"kinds": {"gtp": "no"}}}, false, []string{"6.1: kinds, gtp: no, recorded was yes"}},
		{"a part of all", kernels.Record{"6.1": {"kinds": {"gtp": "yes"}}}, false, nil},
		{"not asked any more", kernels.Record{"6.1": {"kinds": {"gtp": "yes"}}}, true, []string{"6.1: kinds, hsr: no answer, recorded was no"}},
		{"a new question", kernels.Record{"6.1": {"kinds": {"gtp": "yes", "amt": "yes"}}}, false, []string{"6.1: kinds, amt: yes, recorded was none"}},
	} {
		if diff := cmp.Diff(tt.want, recorded.Diff(tt.found, tt.whole)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
	if diff := cmp.Diff([]string{"6.2"}, recorded.Unknown(kernels.Record{"6.1": nil, "6.2": nil})); diff != "" {
		t.Errorf("unknown (-want +got)\n%s", diff)
	}
}
