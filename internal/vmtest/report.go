package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/seed-030106aa/rawnl/internal/kernels"
)

// report prints a line for each kernel and package as they end, and counts.
// Several machines may add to it at once.
type report struct {
	out     io.Writer
	verbose bool

	mu    sync.Mutex
	table table
	sum   counts // the table's, and what is not in it
	found kernels.Record
}

// add prints what has come of the tests of a package, whose process has taken a
// time and ended with a status: the output of those that have failed or have not
// ended, and if that explains no failure, of the package.
func (r *report) add(p place, took time.Duration, tests []*test, status int) {
	var c counts
	var details strings.Builder
	said := false // PASS at the end, as all do whose tests have run and passed
	for _, t := range tests {
		switch {
		case t.name == "":
			said = t.action == "pass"
		case t.action == "pass":
			c.passed++
		case t.action == "skip":
			c.skipped++
			if r.verbose {
				fmt.Fprintf(&details, "    skipped %s: %s\n", t.name, reason(t.output.String()))
			}
		default:
			c.failed++
			fmt.Fprintf(&details, "    failed %s\n%s", t.name, indent(t.output.String()))
		}
	}
	if (status != 0 || !said) && c.failed == 0 {
		c.failed++
		what := fmt.Sprintf("exit status %d", status)
		switch status {
		case 0:
			what = "it has ended without running its tests"
		case unfinished:
			what = "it has not run to its end"
		}
		fmt.Fprintf(&details, "    failed: %s\n", what)
	}
	for _, t := range tests {
		if t.name == "" && status != 1 && !(status == 0 && said) {
			details.WriteString(indent(t.output.String()))
		}
	}
	as := "root"
	if p.user {
		as = "user"
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.table == nil {
		r.table = make(table)
		fmt.Fprintf(r.out, "%-12s %-4s %6s %6s %7s %7s  %s\n", "kernel", "as", "passed", "failed", "skipped", "time", "package")
	}
	r.table[p] = c
	r.sum.add(c)
	fmt.Fprintf(r.out, "%-12s %-4s %6d %6d %7d %6.1fs  %s\n%s", p.kernel, as, c.passed, c.failed, c.skipped, took.Seconds(), p.pkg, &details)
}

// learn notes what the tests of a package have reported of a kernel.
func (r *report) learn(release, pkg string, tests []*test) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found == nil {
		r.found = make(kernels.Record)
	}
	r.found.Expect(release, pkg)
	for _, t := range tests {
		for _, attr := range t.attrs {
			r.found.Add(release, attr[0], attr[1])
		}
	}
}

// compare reports in what the kernels differ from the record, which is a failure.
func (r *report) compare(recorded kernels.Record, whole bool) {
	for _, line := range recorded.Diff(r.found, whole) {
		r.sum.failed++
		r.note("failed: %s", line)
	}
	if r.sum.failed == 0 {
		for _, release := range recorded.Unknown(r.found) {
			r.note("docs/kernels.md does not have kernel %s yet; vmtest -record adds it", release)
		}
	}
}

// missing reports a kernel that cannot be had, which is a failure if it is
// needed.
func (r *report) missing(kernel string, err error, needed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what := "skipped"
	if needed {
		what = "failed"
		r.sum.failed++
	} else {
		r.sum.skipped++
	}
	fmt.Fprintf(r.out, "kernel %s %s: %v\n", kernel, what, err)
}

// note prints what belongs to no test.
func (r *report) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.out, format+"\n", args...)
}

// end prints the table and the sums, and reports whether nothing has failed.
func (r *report) end(kernels []string) bool {
	if len(r.table) > 0 {
		fmt.Fprintln(r.out)
		r.table.write(r.out, kernels)
		fmt.Fprintln(r.out)
	}
	fmt.Fprintf(r.out, "%d passed, %d failed, %d skipped\n", r.sum.passed, r.sum.failed, r.sum.skipped)
	return r.sum.failed == 0
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
