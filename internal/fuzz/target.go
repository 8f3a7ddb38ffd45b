package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

const (
	// minimizing is how long the engine may spend on making one input shorter.
	minimizing = "1s"

	// grace is how long a target may take for its seeds, and to end when it was
	// told to: a worker that hangs is killed by then.
	grace = 5 * time.Minute
)

// target is a fuzz target that is to run.
type target struct {
	pkg     *testPackage
	name    string
	binary  string
	time    time.Duration // beyond its seeds
	cache   string        // folder for what is interesting
	workers int
}

// result is what came of a target.
type result struct {
	target *target
	output
	err error // nil if nothing was found
}

// run runs t. The engine is interrupted when its time is over, for the time that it
// can be given itself begins before its seeds.
func (t *target) run(parent context.Context) *result {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.binary, "-test.run=^$", "-test.fuzz=^"+t.name+"$", "-test.fuzzcachedir="+t.cache,
		"-test.fuzzminimizetime="+minimizing, fmt.Sprint("-test.parallel=", t.workers))
	cmd.Dir = t.pkg.dir
	// The engine tidies up when it is interrupted. It has workers, and one that hangs
	// is killed with it: they are a group.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var kill *time.Timer
	cmd.Cancel = func() error {
		kill = time.AfterFunc(10*time.Second, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		return cmd.Process.Signal(os.Interrupt)
	}

	r := &result{target: t}
	pipe, w, err := os.Pipe()
	if err != nil {
		r.err = err
		return r
	}
	defer pipe.Close()
	cmd.Stdout, cmd.Stderr = w, w
	err = cmd.Start()
	w.Close()
	if err != nil {
		r.err = err
		return r
	}
	late := time.AfterFunc(grace, cancel)
	defer late.Stop()
	var over *time.Timer
	r.output.read(pipe, func() {
		late.Reset(t.time + grace)
		over = time.AfterFunc(t.time, func() { cmd.Process.Signal(os.Interrupt) })
	}, func() {
		if over != nil {
			over.Stop() // an input that fails is worth the wait
		}
	})
	r.err = cmd.Wait()
	for _, timer := range []*time.Timer{over, kill} {
		if timer != nil {
			timer.Stop()
		}
	}
	switch {
	case parent.Err() != nil:
		r.err = parent.Err()
	case ctx.Err() != nil:
		r.err = fmt.Errorf("did not end within %v of its time", grace)
	case r.err == nil && !r.began:
		r.err = errors.New("did not begin")
	}
	return r
}

// output is what is read of the output of a target.
type output struct {
	began              bool   // it has been through its seeds
	execs, interesting string // the last counts
	input              string // the file with what failed
	said               string // all but progress
}

var (
	progress = regexp.MustCompile(`^fuzz: elapsed: `)
	counts   = regexp.MustCompile(`execs: (\d+) .*new interesting: (\d+)`)
	written  = regexp.MustCompile(`Failing input written to (\S+)`)
)

// read reads the output until its end. It calls began when the seeds are done, and
// found when an input has failed.
func (o *output) read(r io.Reader, began, found func()) {
	var said strings.Builder
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if !o.began && strings.Contains(line, "now fuzzing with") {
			o.began = true
			began()
		}
		if strings.HasPrefix(line, "fuzz: minimizing") {
			found()
		}
		if m := counts.FindStringSubmatch(line); m != nil {
			o.execs, o.interesting = m[1], m[2]
		}
		if m := written.FindStringSubmatch(line); m != nil {
			o.input = m[1]
		}
		if !progress.MatchString(line) {
			said.WriteString(line)
		}
		if err != nil {
			o.said = said.String()
			return
		}
	}
}

// summary is one line of it.
func (r *result) summary() string {
	verdict := "ok"
	if r.err != nil {
		verdict = "FAILED: " + r.err.Error()
	}
	return fmt.Sprintf("%9s execs  %5s new  %s", r.execs, r.interesting, verdict)
}
