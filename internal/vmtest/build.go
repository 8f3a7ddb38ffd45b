package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// moduleDir is where the module's files lie in a virtual machine.
const moduleDir = "/rawnl"

// testBinary is the compiled tests of a package.
type testBinary struct {
	pkg  string // as it is named in the module's folder: "./link"
	file string
	test plan.Test
}

// build compiles the init and the tests of packages, and returns a function
// that puts what they need of the module into an image.
func build(ctx context.Context, work string, packages []string) (files func(*archive), tests []testBinary, err error) {
	root, err := output(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return nil, nil, err
	}
	if root == "" {
		return nil, nil, errors.New("this is no folder of the module: run it in the one that has go.mod")
	}
	dirs, err := testDirs(ctx, root, packages)
	if err != nil {
		return nil, nil, err
	}
	for i, dir := range dirs {
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			return nil, nil, err
		}
		pkg := "./" + filepath.ToSlash(rel)
		if rel == "." {
			pkg = "."
		}
		name := strconv.Itoa(i) + ".test"
		t := testBinary{pkg, filepath.Join(work, name), plan.Test{
			Binary: "/vm/" + name,
			Dir:    path.Join(moduleDir, pkg),
		}}
		if _, err := output(ctx, root, "go", "test", "-c", "-trimpath", "-ldflags=-s -w", "-o", t.file, pkg); err != nil {
			return nil, nil, err
		}
		tests = append(tests, t)
	}
	initFile := filepath.Join(work, "init")
	if _, err := output(ctx, root, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", initFile, "./internal/vmtest/vminit"); err != nil {
		return nil, nil, err
	}
	tracked, err := output(ctx, root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, nil, err
	}

	return func(a *archive) {
		a.copy("/init", initFile)
		a.symlink("/sbin/modprobe", "/init")
		for _, t := range tests {
			a.copy(t.test.Binary, t.file)
		}
		for _, name := range strings.Split(strings.TrimSuffix(tracked, "\x00"), "\x00") {
			file := filepath.Join(root, name)
			if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
				continue // removed, but not from git's index yet
			}
			a.copy(path.Join(moduleDir, name), file)
		}
	}, tests, nil
}

// testDirs returns the folders of packages that have tests. Without packages
// these are all of the module whose tests need a kernel: those that use
// internal/testns, and the two by which it makes namespaces.
func testDirs(ctx context.Context, root string, packages []string) (dirs []string, err error) {
	const format = `{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{"\t"}}{{.ImportPath}} ` +
		`{{join .TestImports " "}} {{join .XTestImports " "}}{{end}}`
	all, from := len(packages) == 0, ""
	if all {
		packages, from = []string{"./..."}, root
	}
	list, err := output(ctx, from, "go", append([]string{"list", "-f", format}, packages...)...)
	if err != nil {
		return nil, err
	}
	const internal = "github.com/seed-030106aa/rawnl/internal/"
	for line := range strings.Lines(list) {
		dir, imports, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		needsKernel := slices.ContainsFunc(strings.Fields(imports), func(pkg string) bool {
			return pkg == internal+"testns" || pkg == internal+"userns"
		})
		if needsKernel || !all {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		return nil, fmt.Errorf("no tests in %s", strings.Join(packages, " "))
	}
	return dirs, nil
}

// output runs a program, without cgo and for the machines that vmtest boots,
// and returns what it has written without the last end of line.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	return outputOf(cmd)
}

func outputOf(cmd *exec.Cmd) (string, error) {
	cmd.WaitDelay = time.Second // for what a program leaves behind that is killed
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, &stderr)
	}
	return strings.TrimSuffix(stdout.String(), "\n"), nil
}
