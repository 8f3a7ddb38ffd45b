package rawnl_test

import (
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// capability is a row of the table in README.md.
type capability struct {
	pkg, what    string
	names, tests []string // tests have the form Test or Test/subtest
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// capabilities reads the table. A row without a package is of the one above.
func capabilities(t *testing.T) (rows []capability) {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## What it can do\n")
	section, _, _ = strings.Cut(section, "\n## ")
	_, table, ok := strings.Cut(section, "\n| --- | --- | --- | --- |\n")
	if !ok {
		t.Fatal("README.md has no table of capabilities")
	}
	pkg := ""
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) == 1 {
			break
		}
		if len(cells) != 6 {
			t.Fatalf("not four cells: %s", line)
		}
		if p := codeSpan.FindStringSubmatch(cells[1]); p != nil {
			pkg = p[1]
		}
		row := capability{pkg: pkg, what: strings.TrimSpace(cells[2])}
		for _, p := range codeSpan.FindAllStringSubmatch(cells[3], -1) {
			row.names = append(row.names, p[1])
		}
		for _, p := range codeSpan.FindAllStringSubmatch(cells[4], -1) {
			row.tests = append(row.tests, expand(p[1])...)
		}
		rows = append(rows, row)
	}
	return rows
}

// expand returns the names that a name with {a,b} at its end stands for.
func expand(s string) []string {
	head, list, ok := strings.Cut(strings.TrimSuffix(s, "}"), "{")
	if !ok {
		return []string{s}
	}
	var all []string
	for name := range strings.SplitSeq(list, ",") {
		all = append(all, head+name)
	}
	return all
}

// Each row names what its package exports, and tests and subtests that are there.
func TestReadmeTableIsTrue(t *testing.T) {
	sources := map[string]*source{}
	for _, row := range capabilities(t) {
		s := sources[row.pkg]
		if s == nil {
			s = parseSource(t, row.pkg)
			sources[row.pkg] = s
		}
		kinds := slices.Collect(maps.Values(s.kinds))
		for _, name := range row.names {
			if !s.names[name] || !ast.IsExported(name) {
				t.Errorf("%s: %q: the package exports no %s", row.pkg, row.what, name)
			}
		}
		if len(row.tests) == 0 {
			t.Errorf("%s: %q: no test shows it", row.pkg, row.what)
		}
		for _, name := range row.tests {
			test, sub, isSub := strings.Cut(name, "/")
			if !strings.HasPrefix(test, "Test") || !s.tests[test] {
				t.Errorf("%s: %q: the package has no %s", row.pkg, row.what, test)
			}
			if isSub && !s.literals[strings.ReplaceAll(sub, "_", " ")] && !slices.Contains(kinds, sub) {
				t.Errorf("%s: %q: %s has no subtest %s", row.pkg, row.what, test, sub)
			}
		}
	}
}

// Each package that can be imported is in the table.
func TestReadmeTableHasEveryPackage(t *testing.T) {
	var listed []string
	for _, row := range capabilities(t) {
		listed = append(listed, row.pkg)
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == "." {
			return err
		}
		if strings.HasPrefix(path, ".") || slices.Contains([]string{"internal", "examples", "testdata"}, d.Name()) {
			return fs.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
			return fs.SkipDir // another module
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		isTest := func(name string) bool { return strings.HasSuffix(name, "_test.go") }
		if files = slices.DeleteFunc(files, isTest); len(files) > 0 && !slices.Contains(listed, path) {
			t.Errorf("the table has no package %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Each kind of link is in the table: its type, and a test of its name.
func TestReadmeTableHasEveryKind(t *testing.T) {
	s := parseSource(t, "link")
	if len(s.kinds) == 0 || len(s.live) == 0 {
		t.Fatalf("%d kinds, %d with tests: want some", len(s.kinds), len(s.live))
	}
	names, tests := map[string]bool{}, map[string]bool{}
	for _, row := range capabilities(t) {
		if row.pkg != "link" {
			continue
		}
		for _, name := range row.names {
			names[name] = true
		}
		for _, name := range row.tests {
			tests[name] = true
		}
	}
	for typ, kind := range s.kinds {
		if !names[typ] {
			t.Errorf("the table has no type link.%s", typ)
		}
		live, isTested := s.live[typ]
		want := "TestKindsLive/" + kind
		switch {
		case strings.HasSuffix(typ, "Port"): // of a master, which has the same name
			continue
		case typ == "Bridge":
			want = "TestBridgeOptionsComeBack"
		case typ == "Veth":
			want = "TestVethPairInOneRequest"
		case !isTested:
			t.Errorf("link.%s has no kindTest", typ)
		case !live:
			want = "TestKindGolden/" + kind
			if tests["TestKindsLive/"+kind] {
				t.Errorf("TestKindsLive makes no link.%s, as the table says", typ)
			}
		}
		if !tests[want] {
			t.Errorf("link.%s: the table has no %s", typ, want)
		}
	}
}
