package schema

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The numbers in the tables are typed by hand. Those of internal/linux are
// held against x/sys, so that agreeing with them is agreeing with the kernel.
func TestNumbersAgreeWithTheKernels(t *testing.T) {
	kernel := kernelConstants(t)
	named := make(map[string]bool)
	check := func(name string, number int64) {
		named[name] = true
		if want, ok := kernel[name]; ok && want != number {
			t.Errorf("%s is %d, want %d", name, number, want)
		}
	}
	for _, l := range everyLayout() {
		for _, a := range l.Attrs {
			check(a.Name, int64(a.Number))
		}
		for _, v := range l.Values {
			number := int64(v.Number)
			if kernel[v.Name] < 0 {
				number = int64(int32(v.Number))
			}
			check(v.Name, number)
		}
	}
	for name := range kernel {
		if isAttribute(name) && !named[name] {
			t.Errorf("%s has no row in a table", name)
		}
	}
}

func isAttribute(name string) bool {
	switch name {
	case "IFLA_IF_NETNSID", // another name of IFLA_TARGET_NETNSID
		"NETNSA_NSID_NOT_ASSIGNED": // a value
		return false
	}
	for _, prefix := range []string{"IFLA_", "IFA_", "RTA_", "RTAX_", "NETNSA_", "VETH_INFO_"} {
		if strings.HasPrefix(name, prefix) && !strings.HasPrefix(name, "IFA_F_") {
			return true
		}
	}
	return false
}

// kernelConstants reads the constants out of the source of internal/linux.
func kernelConstants(t *testing.T) map[string]int64 {
	t.Helper()
	paths, err := filepath.Glob("../linux/*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	pkg, err := new(types.Config).Check("linux", fset, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	numbers := make(map[string]int64)
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			numbers[name], _ = constant.Int64Val(c.Val())
		}
	}
	if len(numbers) == 0 {
		t.Fatal("no constants found")
	}
	return numbers
}

// everyLayout returns all layouts that a message can hold.
func everyLayout() []*Layout {
	var all []*Layout
	seen := make(map[*Layout]bool)
	var visit func(l *Layout)
	visit = func(l *Layout) {
		if l == nil || seen[l] {
			return
		}
		seen[l] = true
		all = append(all, l)
		visit(l.Elem)
		for _, f := range l.Fields {
			visit(f.Type)
		}
		for _, a := range l.Attrs {
			visit(a.Type)
		}
	}
	for _, m := range slices.Concat(controls, messages) {
		visit(m.body)
		visit(m.request)
	}
	visit(NLMsgHdr)
	visit(genl)
	visit(nexthop)
	for _, k := range linkKinds {
		visit(k.data)
		visit(k.port)
		visit(k.xstats)
	}
	for _, f := range slices.Concat(protInfos, afSpecs) {
		visit(f.layout)
	}
	visit(afSpecLink)
	visit(inetConfRequest)
	for _, l := range []*Layout{mdbEntry6, mdbEntryAddr, mdbInfo6, mdbInfoAddr, cacheReport6} {
		visit(l)
	}
	for _, l := range encaps {
		visit(l)
	}
	for _, f := range slices.Concat(routeAddrs, expires) {
		visit(f.layout)
	}
	visit(viaLinkAddr)
	visit(segmentHMAC)
	visit(genlController)
	return all
}

func TestTablesStandInOrder(t *testing.T) {
	for _, l := range everyLayout() {
		for i := 1; i < len(l.Attrs); i++ {
			if l.Attrs[i].Number <= l.Attrs[i-1].Number {
				t.Errorf("%s stands after %s", l.Attrs[i].Name, l.Attrs[i-1].Name)
			}
		}
	}
	for i := 1; i < len(messages); i++ {
		if messages[i].number <= messages[i-1].number {
			t.Errorf("%s stands after %s", messages[i].name, messages[i-1].name)
		}
	}
}

// Attributes after a C struct begin at a multiple of four.
func TestHeadersAreAligned(t *testing.T) {
	for _, l := range everyLayout() {
		if l.Kind == Nest && l.HeaderLen()%4 != 0 {
			t.Errorf("struct %s: header of %d bytes", l.C, l.HeaderLen())
		}
	}
}

// The tables are laid out when the program is built: importing this package
// costs no time when it starts.
func TestNothingRunsAtStart(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(trace.String(), "init testing @") {
		t.Fatalf("no trace of what runs at start: %q", trace.String())
	}
	for line := range strings.Lines(trace.String()) {
		if strings.HasPrefix(line, "init github.com/seed-030106aa/rawnl/internal/schema @") {
			t.Error(line)
		}
	}
}
