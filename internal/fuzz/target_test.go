package main

import (
	"strings"
	"testing"
)

// What the engine of Go 1.26 prints, with standard output and error together.
const (
	fine = `fuzz: elapsed: 0s, gathering baseline coverage: 0/11 completed
fuzz: elapsed: 0s, gathering baseline coverage: 11/11 completed, now fuzzing with 1 workers
fuzz: elapsed: 3s, execs: 23016 (7670/sec), new interesting: 7 (total: 18)
fuzz: elapsed: 6s, execs: 49842 (8937/sec), new interesting: 9 (total: 20)
PASS
`
	crash = `fuzz: elapsed: 0s, gathering baseline coverage: 0/11 completed
fuzz: elapsed: 0s, gathering baseline coverage: 11/11 completed, now fuzzing with 1 workers
fuzz: minimizing 152-byte failing input file
fuzz: elapsed: 1s, minimizing
--- FAIL: FuzzParse (1.52s)
    --- FAIL: FuzzParse (0.00s)
        fuzz_test.go:28: read, but not written
    
    Failing input written to testdata/fuzz/FuzzParse/cdd3a595537b2499
    To re-run:
    go test -run=FuzzParse/cdd3a595537b2499
FAIL
`
	badSeed = `fuzz: elapsed: 0s, gathering baseline coverage: 0/11 completed
failure while testing seed corpus entry: FuzzParse/seed#3
fuzz: elapsed: 0s, gathering baseline coverage: 2/11 completed
--- FAIL: FuzzParse (0.20s)
    --- FAIL: FuzzParse (0.00s)
        fuzz_test.go:28: read, but not written
    
FAIL
`
)

func TestOutputIsUnderstood(t *testing.T) {
	for _, tt := range []struct {
		about, text string
		began       bool
		found       bool
		want        output
		said        string // the first line of what is told
	}{
		{"nothing found", fine, true, false, output{execs: "49842", interesting: "9"}, "PASS"},
		{"an input that fails", crash, true, true, output{input: "testdata/fuzz/FuzzParse/cdd3a595537b2499"}, "fuzz: minimizing 152-byte failing input file"},
		{"a seed that fails", badSeed, false, false, output{}, "failure while testing seed corpus entry: FuzzParse/seed#3"},
		{"nothing at all", "", false, false, output{}, ""},
		{"a line without an end", "panic: x", false, false, output{}, "panic: x"},
	} {
		var got output
		began, found := 0, false
		got.read(strings.NewReader(tt.text), func() { began++ }, func() { found = true })
		if got.began != tt.began || began == 1 != tt.began || found != tt.found {
			t.Errorf("%s: began %v, %d times, and found %v, want %v, %v", tt.about, got.began, began, found, tt.began, tt.found)
		}
		if got.execs != tt.want.execs || got.interesting != tt.want.interesting || got.input != tt.want.input {
			t.Errorf("%s: %+v, want %+v", tt.about, got, tt.want)
		}
		if first, _, _ := strings.Cut(got.said, "\n"); first != tt.said {
			t.Errorf("%s: said %q first, want %q", tt.about, first, tt.said)
		}
	}
}
