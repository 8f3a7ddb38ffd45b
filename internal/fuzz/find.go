package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// testPackage is a package with fuzz targets.
type testPackage struct {
	path    string // to import it
	dir     string
	name    string // for people
	targets []string
}

// find returns the packages among those that are named, or of all, that have
// targets which match pattern.
func find(ctx context.Context, names []string, pattern *regexp.Regexp) ([]*testPackage, error) {
	if len(names) == 0 {
		names = []string{"./..."}
	}
	out, err := goTool(ctx, append([]string{"list", "-json=ImportPath,Dir,Module,TestGoFiles,XTestGoFiles"}, names...)...)
	if err != nil {
		return nil, err
	}
	var found []*testPackage
	for list := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir           string
			Module                    struct{ Path string }
			TestGoFiles, XTestGoFiles []string
		}
		if err := list.Decode(&p); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, err
		}
		pkg := &testPackage{path: p.ImportPath, dir: p.Dir, name: strings.TrimPrefix(p.ImportPath, p.Module.Path+"/")}
		for _, file := range append(p.TestGoFiles, p.XTestGoFiles...) {
			targets, err := targetsIn(filepath.Join(p.Dir, file))
			if err != nil {
				return nil, err
			}
			for _, t := range targets {
				if pattern.MatchString(pkg.name + " " + t) {
					pkg.targets = append(pkg.targets, t)
				}
			}
		}
		if len(pkg.targets) > 0 {
			found = append(found, pkg)
		}
	}
}

// targetsIn returns the names of the fuzz targets in a file. To read it is faster
// than to ask test binaries, which would have to be linked for that.
func targetsIn(file string) (targets []string, err error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Fuzz") || len(fn.Type.Params.List) != 1 {
			continue
		}
		if star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr); ok {
			if sel, ok := star.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "F" {
				targets = append(targets, fn.Name.Name)
			}
		}
	}
	return targets, nil
}

// goTool runs the go command and returns what it prints.
func goTool(ctx context.Context, args ...string) ([]byte, error) {
	var stderr strings.Builder
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stderr = io.MultiWriter(&stderr, os.Stderr)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return bytes.TrimSpace(out), nil
}
