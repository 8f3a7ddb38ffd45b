package schema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// everyLayout starts from a list typed by hand; the tables in the source are those
// that it has to lead to, and to all names in them. What a variable refers to is in
// its own text, since a layout holds nothing that a function has made.
func TestEveryLayoutIsReached(t *testing.T) {
	names := map[string]bool{"": true}
	for _, l := range everyLayout() {
		names[l.C] = true
		for _, a := range l.Attrs {
			names[a.Name] = true
		}
		for _, f := range l.Fields {
			names[f.Name] = true
		}
		for _, v := range l.Values {
			names[v.Name] = true
		}
	}
	source := variables(t)
	reached := make(map[string]bool)
	var follow func(name string)
	follow = func(name string) {
		if !reached[name] && source[name] != nil {
			reached[name] = true
			for _, n := range namesIn(source[name]) {
				follow(n)
			}
		}
	}
	follow("everyLayout")
	count := 0
	for variable, value := range source {
		if !isLayout(value) {
			continue
		}
		count++
		if !reached[variable] {
			t.Errorf("everyLayout does not lead to %s", variable)
		}
		for _, name := range stringsIn(value) {
			if !names[name] {
				t.Errorf("everyLayout does not lead to %q in %s", name, variable)
			}
		}
	}
	if count == 0 {
		t.Error("no layouts in the source")
	}
}

// variables returns what the variables of this package are set to in its source, and
// the body of everyLayout.
func variables(t *testing.T) map[string]ast.Node {
	t.Helper()
	fset := token.NewFileSet()
	source := make(map[string]ast.Node)
	for _, f := range append(parsed(t, fset, "*.go"), parsed(t, fset, "table_test.go")...) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "everyLayout" {
					source[n.Name.Name] = n.Body
				}
				return false
			case *ast.ValueSpec:
				for i, value := range n.Values {
					source[n.Names[i].Name] = value
				}
				return false
			}
			return true
		})
	}
	return source
}

// isLayout reports whether a piece of source is of the form &Layout{...}.
func isLayout(n ast.Node) bool {
	if and, ok := n.(*ast.UnaryExpr); ok && and.Op == token.AND {
		if lit, ok := and.X.(*ast.CompositeLit); ok {
			id, ok := lit.Type.(*ast.Ident)
			return ok && id.Name == "Layout"
		}
	}
	return false
}

// namesIn returns the identifiers in a piece of source, without those that only name
// a field.
func namesIn(n ast.Node) (names []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			names = append(names, namesIn(n.Value)...)
			return false
		case *ast.SelectorExpr:
			names = append(names, namesIn(n.X)...)
			return false
		case *ast.Ident:
			names = append(names, n.Name)
		}
		return true
	})
	return names
}

// stringsIn returns the strings in a piece of source.
func stringsIn(n ast.Node) (found []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				panic(err)
			}
			found = append(found, text)
		}
		return true
	})
	return found
}

// Every attribute that the packages of this module have a constant for has a row.
func TestAttributesInUseHaveRows(t *testing.T) {
	rows := make(map[string]bool)
	for _, l := range everyLayout() {
		for _, a := range l.Attrs {
			rows[a.Name] = true
		}
	}
	count := 0
	for _, f := range parsed(t, token.NewFileSet(), "../linux/*.go") {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for _, id := range spec.Names {
				if isAttribute(id.Name) {
					count++
					if !rows[id.Name] {
						t.Errorf("%s has no row in a table", id.Name)
					}
				}
			}
			return false
		})
	}
	if count == 0 {
		t.Error("no constants in the source")
	}
}

func isAttribute(name string) bool {
	return name != "IFLA_IF_NETNSID" && // another name of IFLA_TARGET_NETNSID
		hasPrefix(name, "IFLA_", "IFA_", "IFAL_", "RTA_", "RTAX_", "NETNSA_", "VETH_INFO_", "NDA_", "NDTA_", "NDTPA_",
			"FRA_", "NHA_", "NETCONFA_", "MDBA_", "MDBE_ATTR_", "BRIDGE_VLANDB_", "LWTUNNEL_IP", "MPLS_IPTUNNEL_") &&
		!hasPrefix(name, "IFA_F_", "RTAX_FEATURE_", "NHA_OP_FLAG_", "NETCONFA_IFINDEX_", "NETNSA_NSID_NOT_", "BRIDGE_VLANDB_DUMPF_")
}

func hasPrefix(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(s, prefix) })
}

// parsed returns the source in the files of a pattern, without tests unless it asks
// for them.
func parsed(t *testing.T, fset *token.FileSet, pattern string) (files []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") && path != pattern {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}
