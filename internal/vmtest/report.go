package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// report prints a line for each kernel and package, and counts.
type report struct {
	out                     io.Writer
	verbose                 bool
	headed                  bool
	passed, failed, skipped int
}

// row says which tests: those of a package on a kernel.
type row struct {
	series, pkg string
	user        bool
	took        time.Duration
}

// add prints what has come of the tests of a package, whose process has ended
// with a status: the output of those that have failed or have not ended, and if
// that explains no failure, of the package.
func (r *report) add(w row, tests []*test, status int) {
	var passed, failed, skipped int
	var details strings.Builder
	for _, t := range tests {
		switch {
		case t.name == "":
		case t.action == "pass":
			passed++
		case t.action == "skip":
			skipped++
			if r.verbose {
				fmt.Fprintf(&details, "    skipped %s: %s\n", t.name, reason(t.output.String()))
			}
		default:
			failed++
			fmt.Fprintf(&details, "    failed %s\n%s", t.name, indent(t.output.String()))
		}
	}
	if status != 0 && failed == 0 {
		failed++
		what := fmt.Sprintf("exit status %d", status)
		if status == unfinished {
			what = "it has not run to its end"
		}
		fmt.Fprintf(&details, "    failed: %s\n", what)
	}
	for _, t := range tests {
		if t.name == "" && status != 0 && status != 1 {
			details.WriteString(indent(t.output.String()))
		}
	}
	r.passed, r.failed, r.skipped = r.passed+passed, r.failed+failed, r.skipped+skipped

	if !r.headed {
		r.headed = true
		fmt.Fprintf(r.out, "%-7s %-5s %6s %6s %7s %6s  %s\n", "kernel", "as", "passed", "failed", "skipped", "time", "package")
	}
	as := "root"
	if w.user {
		as = "user"
	}
	fmt.Fprintf(r.out, "%-7s %-5s %6d %6d %7d %5.1fs  %s\n%s", w.series, as, passed, failed, skipped, w.took.Seconds(), w.pkg, &details)
}

// missing reports a kernel that cannot be had, which is a failure if it is
// needed.
func (r *report) missing(series string, err error, need bool) {
	what := "skipped"
	if need {
		what = "failed"
		r.failed++
	} else {
		r.skipped++
	}
	fmt.Fprintf(r.out, "kernel %s %s: %v\n", series, what, err)
}

// note prints what belongs to no test.
func (r *report) note(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }

// end prints the sums and reports whether nothing has failed.
func (r *report) end() bool {
	fmt.Fprintf(r.out, "%d passed, %d failed, %d skipped\n", r.passed, r.failed, r.skipped)
	return r.failed == 0
}

// reason returns what a skipped test has said, in one line.
func reason(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

func indent(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("\t" + strings.TrimSuffix(line, "\n") + "\n")
	}
	return b.String()
}
