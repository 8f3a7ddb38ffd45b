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
	names    map[string]bool   // what it exports, methods aside
	kinds    map[string]string // the names of the types that are kinds of links
	tests    map[string]bool   // functions of test files
	literals map[string]bool   // strings in test files, among them the names of subtests
	live     map[string]bool   // types of kinds: whether TestKindsLive has links of them
}

func parseSource(t *testing.T, dir string) *source {
	t.Helper()
	s := &source{map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
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
			s.literal(n)
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

// method notes the name that a method Kind returns, if it is one of its own.
func (s *source) method(d *ast.FuncDecl) {
	star, ok := d.Recv.List[0].Type.(*ast.StarExpr)
	if !ok || d.Name.Name != "Kind" || len(d.Body.List) != 1 {
		return
	}
	ret, _ := d.Body.List[0].(*ast.ReturnStmt)
	if lit, ok := ret.Results[0].(*ast.BasicLit); ok {
		s.kinds[star.X.(*ast.Ident).Name], _ = strconv.Unquote(lit.Value)
	}
}

// literal notes a string, or what is tested of a kind of link.
func (s *source) literal(n ast.Node) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			text, _ := strconv.Unquote(n.Value)
			s.literals[text] = true
		}
	case *ast.CompositeLit:
		if typ, ok := n.Type.(*ast.Ident); ok && typ.Name == "kindTest" {
			s.kindTest(n)
		}
	}
}

// kindTest notes the type of a kind that has links for the kernel to make.
func (s *source) kindTest(lit *ast.CompositeLit) {
	live, kind := false, ""
	for _, elt := range lit.Elts {
		field := elt.(*ast.KeyValueExpr)
		switch field.Key.(*ast.Ident).Name {
		case "live":
			live = true
		case "full":
			for n := range ast.Preorder(field.Value) {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name != "Link" && kind == "" {
					kind = sel.Sel.Name // full: &link.Link{..., Data: &link.X{...}}
				}
			}
		}
	}
	s.live[kind] = live
}
