package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// results takes what the init of a machine writes, and adds the results of a
// package to the report when its tests have ended.
type results struct {
	kernel   string
	release  string // of the kernel, as it says
	runs     []testBinary
	report   *report
	line     []byte // begun
	output   []byte // of the tests that run
	next     int    // of runs, or what runs, if running
	running  bool
	since    time.Time
	complete bool // all have run
	err      error
}

func newResults(kernel string, runs []testBinary, r *report) *results {
	return &results{kernel: kernel, runs: runs, report: r}
}

func (r *results) Write(b []byte) (int, error) {
	for line := range bytes.Lines(b) {
		r.line = append(r.line, line...)
		if bytes.HasSuffix(r.line, []byte("\n")) {
			r.take(r.line)
			r.line = r.line[:0]
		}
	}
	return len(b), nil
}

// take takes a whole line.
func (r *results) take(line []byte) {
	marked, ok := bytes.CutPrefix(line, []byte(plan.Mark))
	if !ok {
		r.output = append(r.output, line...)
		return
	}
	var index, status int
	switch words := string(marked); {
	case scan(words, "kernel %s", &r.release):
	case scan(words, "run %d", &index):
		r.running, r.since, r.output = true, time.Now(), nil
	case scan(words, "exit %d %d", &index, &status):
		r.packageEnds(status)
	case strings.HasPrefix(words, "done"):
		r.complete = true
	}
}

func scan(s, format string, args ...any) bool {
	n, err := fmt.Sscanf(s, format, args...)
	return err == nil && n == len(args)
}

// unfinished is the exit status of tests that have not come to their end.
const unfinished = -1

// packageEnds reports the tests of the package that runs.
func (r *results) packageEnds(status int) {
	t := r.runs[r.next]
	r.next, r.running = r.next+1, false
	tests, err := parse(r.output)
	r.err = errors.Join(r.err, err)
	r.report.add(place{r.kernel, t.pkg, t.test.User}, time.Since(r.since), tests, status)
	if !t.test.User {
		r.report.learn(r.release, t.pkg, tests)
	}
}

// end is to be called when the machine has ended. What has not come to its end by
// then is returned after a crash, to be run again, unless this was the last time.
// Else it has failed. What the kernel has said may be the cause, and is printed.
func (r *results) end(err error, console []byte, last bool) (again []testBinary) {
	crashed := err == errCrash && r.err == nil
	if err = errors.Join(err, r.err); err == nil {
		return nil
	}
	if rest := r.runs[r.next:]; crashed && !last && len(rest) > 0 {
		r.report.note("kernel %s has crashed in the tests of %s, which are run again\n%s", r.kernel, rest[0].pkg, console)
		return rest
	}
	if r.running {
		r.output = append(r.output, r.line...)
		r.packageEnds(unfinished)
	}
	for _, t := range r.runs[r.next:] {
		r.report.add(place{r.kernel, t.pkg, t.test.User}, 0, nil, unfinished)
	}
	r.report.note("kernel %s: %v\n%s", r.kernel, err, console)
	return nil
}

// test is the result of a test or subtest. That without a name is the package.
type test struct {
	name   string
	action string // "pass", "fail", "skip", or "" if it has not ended
	output strings.Builder
	attrs  [][2]string // keys and values that it has reported
}

// parse reads what a test binary has written with -test.v=test2json.
func parse(output []byte) (tests []*test, err error) {
	cmd := exec.Command("go", "tool", "test2json")
	cmd.Stdin = bytes.NewReader(output)
	b, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go tool test2json: %w", err)
	}
	byName := make(map[string]*test)
	for d := json.NewDecoder(bytes.NewReader(b)); ; {
		var event struct{ Action, Test, Output, Key, Value string }
		if err := d.Decode(&event); err == io.EOF {
			return tests, nil
		} else if err != nil {
			return nil, fmt.Errorf("go tool test2json: %w", err)
		}
		t := byName[event.Test]
		if t == nil {
			t = &test{name: event.Test}
			byName[event.Test] = t
			tests = append(tests, t)
		}
		switch event.Action {
		case "pass", "fail", "skip":
			t.action = event.Action
		case "attr":
			t.attrs = append(t.attrs, [2]string{event.Key, event.Value})
		case "output":
			// What a test reports is told by the event "attr" too.
			if !strings.HasPrefix(event.Output, "=== ATTR") {
				t.output.WriteString(event.Output)
			}
		}
	}
}
