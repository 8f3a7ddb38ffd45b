// Package plan holds what the host writes into the image of a virtual machine
// for its init to read.
package plan

import (
	"encoding/json"
	"os"
	"strings"
)

// File is where the plan lies in the image, as JSON.
const File = "/vm/plan.json"

// Mark begins the lines that the init writes between the output of the tests:
//
//	#vmtest kernel RELEASE
//	#vmtest run INDEX
//	#vmtest exit INDEX STATUS
//	#vmtest done
const Mark = "#vmtest "

// Plan is all that the init has to know.
type Plan struct {
	Tests []Test
	Args  []string // of every test binary

	Modules map[string]Module // by name
	Aliases []Alias
}

// Test is a test binary to be run.
type Test struct {
	Binary string
	Dir    string // to run it in
	User   bool   // as an ordinary user instead of root
}

// Module is a kernel module.
type Module struct {
	File  string
	Needs []string // names of modules that must be loaded before
}

// Alias is another name of a module. It may be a pattern, see [path.Match].
type Alias struct{ Pattern, Module string }

// ModuleName returns the name of a module as the kernel writes it.
func ModuleName(s string) string { return strings.ReplaceAll(s, "-", "_") }

// Read returns the plan in the image.
func Read() (*Plan, error) {
	b, err := os.ReadFile(File)
	if err != nil {
		return nil, err
	}
	p := new(Plan)
	return p, json.Unmarshal(b, p)
}
