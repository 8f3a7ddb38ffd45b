// Package iproute2 holds the library to bytes that nobody here wrote: to the
// requests that ip and bridge sent, and to what they printed of the kernel's
// answers. It consists of tests.
//
// # Dumps
//
// A record of explain/testdata/wire/dumps.jsonl and of the files in testdata is a
// command that reads, such as ip -j -d link show, with the kernel's answer in bytes and as the JSON that the
// command printed. Here the answer is decoded by the library and held against the
// JSON, key by key. A [table] says which key is which field of ours:
//
//	{"mtu", func(l *link.Link) any { return l.MTU }},
//
// Each object of the JSON must be the object of ours in the same place, and there
// must be no others, except those that the command leaves out by itself. A key
// without a row fails the test, and so do a row whose value the JSON does not have
// and a row that no record needs. What is printed with an option, or by the newer
// of the two versions of iproute2 only, is wrapped: see options_test.go.
//
// What has been decoded is also encoded, and decoded again as the same. The
// message must have all attributes that the kernel has sent, but for those that
// say nothing: see again_test.go.
//
// To add a family: write a file <family>_test.go with its tables and a function
// that compares a record, and name the function for the records in dumps_test.go.
// To add a link kind: write a table and name it in linkinfo_test.go.
//
// # Requests
//
// Each record of explain/testdata/wire/iproute2.jsonl is built anew by the package
// that it is about, whose own testdata/iproute2.jsonl has it. A test here finds
// those that no package has.
package iproute2
