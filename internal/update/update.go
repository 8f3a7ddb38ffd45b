// Package update defines the flag -update, with which tests write the files
// anew that they otherwise compare with.
//
// Every package with tests imports it, so that
//
//	go test ./... -update
//
// works for all of them at once: a test binary refuses a flag it does not know.
package update

import "flag"

var wanted = flag.Bool("update", false, "write golden files and generated documentation anew")

// Wanted reports whether the files are to be written. It is to be called from
// tests, after the flags were parsed.
func Wanted() bool { return *wanted }
