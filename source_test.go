package rawnl_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// source is what the files of a package declare.
type source struct {
	names    map[string]bool     // what it exports, methods aside
	kinds    map[string]bool     // types with a method Kind
	tests    map[string]bool     // functions of test files
	literals map[string]bool     // strings in test files, among them the names of subtests
	cases    map[string][]string // the strings of a function's switch
}

func parseSource(t *testing.T, dir string) *source {
	t.Helper()
	s := &source{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]string{}}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no package %s: %v", dir, err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s.add(file, strings.HasSuffix(name, "_test.go"))
	}
	return s
}

func (s *source) add(file *ast.File, test bool) {
	if test {
		for n := range ast.Preorder(file) {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				s.literals[text] = true
			}
		}
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			switch {
			case test:
				s.tests[d.Name.Name] = true
			case d.Recv == nil:
				s.names[d.Name.Name] = true
			default:
				s.method(d)
			}
		case *ast.GenDecl:
			if !test {
				s.values(d)
			}
		}
	}
}

func (s *source) values(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			s.names[spec.Name.Name] = true
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				s.names[name.Name] = true
			}
		}
	}
}

func (s *source) method(d *ast.FuncDecl) {
	if star, ok := d.Recv.List[0].Type.(*ast.StarExpr); ok && d.Name.Name == "Kind" {
		s.kinds[star.X.(*ast.Ident).Name] = true
	}
	for n := range ast.Preorder(d) {
		clause, ok := n.(*ast.CaseClause)
		if !ok {
			continue
		}
		for _, x := range clause.List {
			if lit, ok := x.(*ast.BasicLit); ok {
				text, _ := strconv.Unquote(lit.Value)
				s.cases[d.Name.Name] = append(s.cases[d.Name.Name], text)
			}
		}
	}
}
