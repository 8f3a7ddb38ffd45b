//go:build linux

package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestMain(m *testing.M) {
	if isChild() {
		childMain()
	}
	testns.Main(m)
}

// howLong makes TestSoak longer. In a virtual machine, where nothing but test
// binaries runs, it is how the program is run.
var howLong = flag.Duration("for", time.Second, "how long the soak lasts")

// All jobs pass for a moment. Not parallel, like all tests here that run jobs:
// they count what the process holds.
func TestSoak(t *testing.T) {
	testns.Need(t)
	var out strings.Builder
	v, err := run(t.Context(), &out, options{length: *howLong, seed: 1, patience: time.Minute, verbose: true})
	if err != nil {
		t.Fatal(err)
	}
	if !v.passed() {
		t.Errorf("%s\n%v", &out, v)
	}
	t.Log(v)
	for _, want := range append(names(jobs), "seed 1, ", "operations") {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, &out)
		}
	}
}

func names(jobs []job) (list []string) {
	for _, j := range jobs {
		list = append(list, j.name)
	}
	return list
}

// A run fails if a job is not as it must be, and says why.
func TestRunFails(t *testing.T) {
	testns.Need(t)
	hang := make(chan struct{})
	defer close(hang)
	every := func(f func(w *worker) error) func(w *worker) (func() error, error) {
		return func(w *worker) (func() error, error) {
			return func() error { runtime.Gosched(); return f(w) }, nil
		}
	}
	once := func(f func(w *worker) error) func(w *worker) (func() error, error) {
		return func(w *worker) (func() error, error) { return func() error { return nil }, f(w) }
	}
	for _, tt := range []struct {
		name  string
		start func(w *worker) (func() error, error)
		want  string
	}{
		{"a wrong answer", every(func(*worker) error { return errors.New("asked for 1, got 2") }), "- job: asked for 1, got 2\n"},
		{"a stage that cannot be set", once(func(*worker) error { return errors.New("no stage") }), "- all: job: no stage\n"},
		{"an end that fails", once(func(w *worker) error {
			w.onClose(func() error { return errors.New("not there any more") })
			return nil
		}), "- job: at the end: not there any more\n"},
		{"a link that stays", once(func(w *worker) error {
			return w.do(w.conn, link.Add(&link.Link{Name: "left0", Data: &link.Veth{}}))
		}), "- left in the shared namespace: "},
		{"a rule that goes", once(func(w *worker) error {
			return w.do(w.conn, rule.Del(&rule.Rule{Family: unix.AF_INET, Priority: new(uint32(32767))}))
		}), "- gone from the shared namespace: rule 32767: from all lookup default\n"},
		{"a goroutine that stays", once(func(*worker) error { go func() { <-hang }(); return nil }), "goroutines at the end"},
		{"a descriptor that stays", once(func(*worker) error { _, err := unix.Dup(0); return err }), "- left open: "},
		{"a watcher that does not converge", every(func(w *worker) error { w.convergence.checks.Add(1); return nil }), "watchers have converged 0 times only"},
		{"a round that does not end", every(func(*worker) error { <-hang; return nil }), "- all: stuck in a round: job, for "},
	} {
		var out strings.Builder
		o := options{length: 200 * time.Millisecond, seed: 1, patience: 200 * time.Millisecond}
		v, err := runJobs(t.Context(), &out, o, []job{{"job", 1, tt.start}})
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if v.passed() || !strings.Contains(v.String(), tt.want) {
			t.Errorf("%s:\n%s%vwant %s", tt.name, &out, v, tt.want)
		}
	}
}

// A worker is given up when it has failed often enough, and the others go on.
func TestGivenUp(t *testing.T) {
	testns.Need(t)
	rounds := 0
	v, err := runJobs(t.Context(), io.Discard, options{length: 300 * time.Millisecond, patience: time.Minute}, []job{
		{"liar", 1, func(*worker) (func() error, error) {
			return func() error { rounds++; return errors.New("wrong") }, nil
		}},
		{"other", 1, func(w *worker) (func() error, error) {
			return func() error { w.operations.Add(1); time.Sleep(time.Millisecond); return nil }, nil
		}},
	})
	if err != nil || rounds != attempts || len(v.reasons) != attempts {
		t.Errorf("%d rounds, %d reasons, error %v; want %d", rounds, len(v.reasons), err, attempts)
	}
}

// What the kernel lacks is left out by name. A run that is interrupted ends, and
// is judged.
func TestLackingAndInterrupted(t *testing.T) {
	testns.Need(t)
	ctx, cancel := context.WithCancel(t.Context())
	v, err := runJobs(ctx, io.Discard, options{length: time.Hour, patience: time.Minute}, []job{
		{"lacking", 1, func(*worker) (func() error, error) { return nil, errLacking }},
		{"interrupting", 1, func(*worker) (func() error, error) { return func() error { cancel(); return nil }, nil }},
	})
	if err != nil || !v.passed() || !strings.Contains(v.String(), "not in this kernel: lacking\n") {
		t.Errorf("%v, error %v", v, err)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	all := []job{{name: "links"}, {name: "vanishing links"}, {name: "routes"}}
	chosen, err := choose(all, []string{"link", "ro"})
	if diff := cmp.Diff([]string{"links", "routes"}, names(chosen)); diff != "" || err != nil {
		t.Errorf("error %v (-want +got)\n%s", err, diff)
	}
	if _, err := choose(all, []string{"links", "rules"}); err == nil || err.Error() != `no job has a name that begins with "rules"` {
		t.Errorf("error %v", err)
	}
}
