package rawnl_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// banned is what the library must not use, by the package that has it: what reads
// the environment, runs a program, or opens what a program that the caller runs
// would inherit.
var banned = map[string][]string{
	"os": {
		"Getenv", "LookupEnv", "Environ", "Expand", "ExpandEnv", "Setenv", "Unsetenv", "Clearenv",
		"TempDir", "MkdirTemp", "CreateTemp", "UserHomeDir", "UserCacheDir", "UserConfigDir",
		"Executable", "StartProcess",
	},
	"syscall": {
		"Getenv", "Environ", "Setenv", "Exec", "ForkExec", "StartProcess",
		"Open", "Openat", "Socket", "Dup", "Dup2", "Pipe",
	},
	"time":                  {"LoadLocation"}, // ZONEINFO
	"golang.org/x/sys/unix": {"Getenv", "Environ", "Setenv", "Exec", "Dup", "Dup2", "Pipe", "F_DUPFD", "EpollCreate", "InotifyInit"},
}

// bannedImports are packages of which nothing may be used.
var bannedImports = []string{"os/exec", "plugin", "net/http", "C"}

// allowed are the exceptions. A page for a terminal asks what it can show.
var allowed = map[string][]string{
	"explain/color.go": {"os.Getenv"},
}

func TestLibraryReadsNoEnvironmentAndRunsNothing(t *testing.T) {
	t.Parallel()
	used := make(map[string]bool)
	files := libraryFiles(t)
	if len(files) < 200 {
		t.Fatalf("found %d files of the library, which has more", len(files))
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		imports := make(map[string]string) // the paths by the names
		for _, imp := range file.Imports {
			pkg, _ := strconv.Unquote(imp.Path.Value)
			as := path.Base(pkg)
			if imp.Name != nil {
				as = imp.Name.Name
			}
			if slices.Contains(bannedImports, pkg) || as == "." {
				t.Errorf("%s imports %s as %s", name, pkg, as)
			}
			imports[as] = pkg
		}
		for n := range ast.Preorder(file) {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				continue
			}
			pkg, ok := sel.X.(*ast.Ident)
			if !ok || !slices.Contains(banned[imports[pkg.Name]], sel.Sel.Name) {
				continue
			}
			what := imports[pkg.Name] + "." + sel.Sel.Name
			if slices.Contains(allowed[name], what) {
				used[name+" "+what] = true
				continue
			}
			t.Errorf("%s uses %s", name, what)
		}
	}
	for name, list := range allowed {
		for _, what := range list {
			if !used[name+" "+what] {
				t.Errorf("%s may use %s, but does not", name, what)
			}
		}
	}
}

// libraryFiles returns the files of the packages that others may import, and of
// what these import of the module.
func libraryFiles(t *testing.T) (files []string) {
	t.Helper()
	const module = "github.com/seed-030106aa/rawnl"
	var dirs []string
	seen := map[string]bool{"internal": true, "examples": true, "docs": true}
	roots, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range roots {
		if dir := filepath.Dir(name); !seen[dir] {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	}
	for len(dirs) > 0 {
		dir := dirs[0]
		dirs = dirs[1:]
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no package %s: %v", dir, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			files = append(files, filepath.ToSlash(name))
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, imp := range file.Imports {
				path, _ := strconv.Unquote(imp.Path.Value)
				if rel, ok := strings.CutPrefix(path, module+"/"); ok && !seen[rel] && fs.ValidPath(rel) {
					seen[rel] = true
					dirs = append(dirs, rel)
				}
			}
		}
	}
	return files
}
