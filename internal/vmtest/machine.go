package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// boots are the arguments of a kernel. The first say where it writes, warnings
// among the rest, what it starts, and that a crash, or what hangs in the kernel
// for minutes, ends the machine; the others save time, but for the clock: a
// kernel measures the processor's own when it starts, and on a busy machine so
// wrongly that minutes pass in there in a second, and with them the deadlines of
// tests.
const boots = "console=ttyS0 loglevel=5 rdinit=/init oops=panic hung_task_panic=1 panic=-1 reboot=t " +
	"mitigations=off nokaslr cryptomgr.notests no_timer_check clocksource=hpet tsc=unstable random.trust_cpu=on " +
	"init_on_alloc=0 rcupdate.rcu_expedited=1"

// on runs the tests on a kernel and adds to the report what comes of them. After a
// crash what had not come to its end is run once more: kernels have faults of
// their own, which tests meet once in a while.
func (c *config) on(ctx context.Context, k *kernel, work string, files func(*archive), tests []testBinary, r *report) error {
	runs := slices.Clone(tests)
	if c.user {
		for _, t := range tests {
			t.test.User = true
			runs = append(runs, t)
		}
	}
	for last := false; len(runs) > 0; last = true {
		image := filepath.Join(work, k.name+".cpio")
		if err := c.image(ctx, image, k, files, runs); err != nil {
			return err
		}
		results := newResults(k.name, runs, r)
		start := time.Now()
		console, err := c.boot(ctx, k, image, results)
		os.Remove(image)
		if err == nil && !results.complete {
			err = errCrash
		}
		runs = results.end(err, console, last || ctx.Err() != nil)
		fmt.Fprintf(os.Stderr, "vmtest: kernel %s took %v\n", k.name, time.Since(start).Round(time.Second))
	}
	return ctx.Err()
}

// image writes the initial file system.
func (c *config) image(ctx context.Context, name string, k *kernel, files func(*archive), runs []testBinary) error {
	// A test that hangs says where before the machine is stopped.
	limit := c.limit / 3
	p := plan.Plan{Args: []string{"-test.v=test2json", "-test.paniconexit0", "-test.short", "-test.timeout=" + limit.String()}}
	if c.run != "" {
		p.Args = append(p.Args, "-test.run="+c.run)
	}
	p.Args = append(p.Args, c.args...)
	for _, t := range runs {
		p.Tests = append(p.Tests, t.test)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	a := newArchive(f)
	a.device("/dev/console", 5, 1)
	files(a)
	addPrograms(ctx, a)
	m, err := readModules(k)
	if err != nil {
		return err
	}
	m.write(a, &p)
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	a.file(plan.File, 0o644, b)
	return a.close()
}

// boot runs a machine until it ends and returns what the kernel has said. The
// init writes to a second serial line, which goes to out.
func (c *config) boot(ctx context.Context, k *kernel, image string, out io.Writer) (console []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	log := image + ".log"
	cmd := exec.CommandContext(ctx, "qemu-system-x86_64",
		"-machine", "pc", "-accel", "tcg,thread=multi", "-cpu", "qemu64", "-smp", strconv.Itoa(c.cpus), "-m", "1024",
		"-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
		"-serial", "file:"+log, "-serial", "stdio",
		"-kernel", k.image, "-initrd", image, "-append", boots)
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = out, &stderr
	cmd.WaitDelay = time.Minute // out is slow while the machine is busy
	dieTogether(cmd)
	err = cmd.Run()
	if ctx.Err() == context.DeadlineExceeded {
		err = fmt.Errorf("the machine was stopped after %v", c.limit)
	} else if err != nil {
		err = fmt.Errorf("qemu: %w\n%s", err, &stderr)
	}
	console, _ = os.ReadFile(log)
	os.Remove(log)
	return bytes.ReplaceAll(console, []byte("\r"), nil), err
}

var errCrash = errors.New("the machine has ended before the tests")
