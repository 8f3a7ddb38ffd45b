package docs_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const lastRule = 86

// ruleTest is the test of a rule: a function, and the file that it is in.
type ruleTest struct{ name, file string }

// link is how rules.md names the test.
func (r ruleTest) link() string {
	return "[`" + filepath.Base(filepath.Dir(r.file)) + "." + r.name + "`](" + filepath.ToSlash(r.file) + ")"
}

var (
	ruleRow  = regexp.MustCompile(`(?m)^\| (\d+) \| (.*) \| (.*) \| (.*) \|$`)
	ruleLink = regexp.MustCompile("\\[`(\\w+)\\.(\\w+)`\\]\\(([^)]+)\\)")

	// What begins as namedAfterRule must go on as ruleNames, from which the
	// numbers are taken.
	namedAfterRule = regexp.MustCompile(`^TestRules?\d`)
	ruleNames      = regexp.MustCompile(`^TestRule(\d\d(?:And\d\d)*)[A-Z]`)
)

// Each rule stands in rules.md once, with the tests that are named after it and
// are there, of which there is one at least.
func TestRulesHaveTests(t *testing.T) {
	page, err := os.ReadFile("rules.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testFunctions(t)
	listed := make(map[int][]ruleTest)
	for _, row := range ruleRow.FindAllStringSubmatch(string(page), -1) {
		n, _ := strconv.Atoi(row[1])
		if _, twice := listed[n]; twice || n < 1 || n > lastRule {
			t.Errorf("rule %d stands there twice, or is none of 1 to %d", n, lastRule)
		}
		listed[n] = nil
		for _, p := range ruleLink.FindAllStringSubmatch(row[4], -1) {
			test := ruleTest{name: p[2], file: filepath.FromSlash(p[3])}
			if !tests[test] || test.link() != p[0] {
				t.Errorf("rule %d: there is no test %s", n, p[0])
			}
			listed[n] = append(listed[n], test)
		}
		if len(listed[n]) == 0 {
			t.Errorf("rule %d has no test", n)
		}
	}
	for n := 1; n <= lastRule; n++ {
		if _, ok := listed[n]; !ok {
			t.Errorf("rule %d is missing", n)
		}
	}
	for test := range tests {
		if !namedAfterRule.MatchString(test.name) {
			continue
		}
		for _, n := range rulesOf(t, test) {
			if !slices.Contains(listed[n], test) {
				t.Errorf("rule %d is not shown by %s, which is named after it", n, test.link())
			}
		}
	}
}

// rulesOf returns the numbers of the rules that a test is named after.
func rulesOf(t *testing.T, test ruleTest) (numbers []int) {
	t.Helper()
	p := ruleNames.FindStringSubmatch(test.name)
	if p == nil {
		t.Errorf("%s is not of the form TestRule05And06Words", test.name)
		return nil
	}
	for s := range strings.SplitSeq(p[1], "And") {
		n, _ := strconv.Atoi(s)
		numbers = append(numbers, n)
	}
	return numbers
}

// testFunctions returns the test functions of the module, of all systems.
func testFunctions(t *testing.T) map[ruleTest]bool {
	t.Helper()
	all := make(map[ruleTest]bool)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != ".." && (strings.HasPrefix(name, ".") || name == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(source, []byte("func Test")) {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				all[ruleTest{f.Name.Name, path}] = true
			}
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d tests, %v", len(all), err)
	}
	return all
}
