package rawnl_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// namedTest is a test as pages name it: `link.TestKindsLive`, by the path of its
// package, that of this one being rawnl.
var namedTest = regexp.MustCompile("`([a-z0-9/]+)\\.((?:Test|Fuzz|Benchmark)\\w+)`")

// A page that rests on a test names one that is there.
func TestPagesNameTestsThatExist(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]*source{}
	named := map[string]int{}
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md", "SECURITY.md") {
		if page == filepath.FromSlash("docs/rules.md") {
			continue // names tests by links, which a test of its own follows
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range namedTest.FindAllSubmatch(text, -1) {
			pkg, test := string(p[1]), string(p[2])
			named[page]++
			dir := pkg
			if pkg == "rawnl" {
				dir = "."
			}
			s := sources[pkg]
			if s == nil {
				s = parseSource(t, dir)
				sources[pkg] = s
			}
			if !s.tests[test] {
				t.Errorf("%s: package %s has no %s", page, pkg, test)
			}
		}
	}
	for _, page := range []string{"SECURITY.md", filepath.FromSlash("docs/reliability.md")} {
		if named[page] == 0 {
			t.Errorf("%s names no test", page)
		}
	}
}
