// Command specs turns the kernel's netlink specifications, which are YAML,
// into JSON with all names and numbers worked out, so that the library's tests
// read them with the standard library alone.
//
//	go -C .ci/tools run ./specs
package main

import (
	"flag"
	"fmt"
	"log"
	"path/filepath"

	"github.com/seed-030106aa/rawnl/.ci/tools/internal/pretty"
)

const testdata = "../../internal/schema/testdata/"

func main() {
	log.SetFlags(0)
	in := flag.String("in", testdata+"specs", "directory of the specifications")
	out := flag.String("out", testdata+"specs.json", "file to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		log.Fatal(err)
	}
}

func run(in, out string) error {
	paths, err := filepath.Glob(filepath.Join(in, "*.yaml"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("no specifications in %s", in)
	}
	var all output
	for _, path := range paths {
		s, err := read(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := all.add(s); err != nil {
			return err
		}
	}
	return pretty.WriteFile(out, all)
}
