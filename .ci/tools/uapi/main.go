// Command uapi writes down what the kernel's headers say of rtnetlink:
// constants, enumerations, and structs with their layout. A compiler reads the
// headers, and its debugging information is what is written.
//
//	go -C .ci/tools run ./uapi -include DIR/usr/include -version VERSION
//
// The README of internal/schema/testdata says where they are from.
package main

import (
	"flag"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/.ci/tools/internal/pretty"
)

// output is the content of uapi.json.
type output struct {
	Source    string               `json:"source"`
	Constants map[string]int64     `json:"constants"`
	Enums     []enum               `json:"enums"`
	Structs   map[string]structure `json:"structs"`
}

func main() {
	log.SetFlags(0)
	include := flag.String("include", "", "directory that has linux/rtnetlink.h")
	version := flag.String("version", "", "version of Debian's linux-libc-dev that the headers are from")
	out := flag.String("out", "../../internal/schema/testdata/uapi.json", "file to write")
	flag.Parse()
	if *include == "" || *version == "" {
		log.Fatal("-include and -version must be given")
	}
	work, err := os.MkdirTemp("", "uapi")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(work)
	all, err := extract(*include, work)
	if err == nil {
		all.Source = "linux-libc-dev " + *version
		err = pretty.WriteFile(*out, all)
	}
	if err != nil {
		log.Print(err)
		defer os.Exit(1)
	}
}

func extract(include, work string) (*output, error) {
	c, err := newCompiler(include, work)
	if err != nil {
		return nil, err
	}
	object, err := c.object(includes())
	if err != nil {
		return nil, err
	}
	d, err := readDWARF(object, c.header)
	if err != nil {
		return nil, err
	}
	macros, err := c.macros()
	if err != nil {
		return nil, err
	}
	// Many enumerators are macros of the same name and value too.
	for name, value := range macros {
		d.constants[name] = value
	}
	slices.SortStableFunc(d.enums, func(a, b enum) int { return strings.Compare(a.Header, b.Header) })
	return &output{Constants: d.constants, Enums: d.enums, Structs: d.structs}, nil
}
