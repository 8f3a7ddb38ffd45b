package linux

import (
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math/bits"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// notInHeaders are numbers that the record of the headers lacks, and why.
var notInHeaders = map[string]string{
	"ND_OPT_PREFIX_INFO":           "is of RFC 4861, and of the kernel's inner headers",
	"DEVLINK_ATTR_BUS_NAME":        "linux/devlink.h is of another protocol",
	"DEVLINK_ATTR_DEV_NAME":        "linux/devlink.h is of another protocol",
	"DEVLINK_ATTR_INDEX":           "linux/devlink.h is of another protocol",
	"DEVLINK_ATTR_PORT_INDEX":      "linux/devlink.h is of another protocol",
	"NHA_OP_FLAG_DUMP_STATS":       "is written with a macro, BIT",
	"NHA_OP_FLAG_DUMP_HW_STATS":    "is written with a macro, BIT",
	"NHA_OP_FLAG_RESP_GRP_RESVD_0": "is written with a macro, BIT",
}

// bigEndian reports whether the headers have a number in the byte order of the
// wire, which here is in that of the host.
func bigEndian(name string) bool {
	return strings.HasPrefix(name, "TUNNEL_") && name != "TUNNEL_MSG_FLAG_STATS" || strings.HasPrefix(name, "GRE_")
}

// The numbers are typed by hand. The kernel's own headers have them, as a compiler
// reads them.
func TestConstantsAreThoseOfTheHeaders(t *testing.T) {
	b, err := os.ReadFile("../schema/testdata/uapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var headers struct {
		Constants map[string]int64
	}
	if err := json.Unmarshal(b, &headers); err != nil {
		t.Fatal(err)
	}
	excused := make(map[string]bool)
	for name, c := range constants(t) {
		want, ok := headers.Constants[name]
		if bigEndian(name) {
			want = int64(bits.ReverseBytes16(uint16(want)))
		}
		_, excuse := notInHeaders[name]
		excused[name] = excuse
		switch {
		case !ok && !excuse:
			t.Errorf("%s is in no header", name)
		case ok && excuse:
			t.Errorf("%s is in the headers, and excused", name)
		case ok && !constant.Compare(c, token.EQL, constant.MakeInt64(want)):
			t.Errorf("%s is %v, in the headers %v", name, c, want)
		}
	}
	for name := range notInHeaders {
		if !excused[name] {
			t.Errorf("%s is excused, and not here", name)
		}
	}
}

// constants returns those of this package.
func constants(t *testing.T) map[string]constant.Value {
	t.Helper()
	paths, err := filepath.Glob("*.go")
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
	// What else is here does not matter, nor what that imports.
	conf := types.Config{IgnoreFuncBodies: true, Error: func(error) {}}
	p, _ := conf.Check("linux", fset, files, nil)
	all := make(map[string]constant.Value)
	for _, name := range p.Scope().Names() {
		if c, ok := p.Scope().Lookup(name).(*types.Const); ok {
			all[name] = c.Val()
		}
	}
	return all
}
