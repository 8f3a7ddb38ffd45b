package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/internal/kernels"
)

func main() {
	var c config
	kernels := flag.String("kernels", "5.10,6.1,6.12,6.18,7.3", "`names` of kernels")
	need := flag.String("need", "", "`names` of those kernels that must not be skipped if they cannot be had")
	flag.BoolVar(&c.user, "user", false, "run the tests as an ordinary user too")
	flag.BoolVar(&c.verbose, "v", false, "name what is skipped, and why")
	flag.BoolVar(&c.record, "record", false, "write what the tests report of the kernels to docs/kernels.md, instead of comparing")
	flag.StringVar(&c.run, "run", "", "run only the tests that match this `pattern`, as go test does")
	args := flag.String("args", "", "further `arguments` of the test binaries, such as \"-structs 1000\"")
	flag.IntVar(&c.cpus, "cpus", 1, "processors of a machine")
	flag.IntVar(&c.atOnce, "at-once", runtime.NumCPU(), "`number` of machines that run at the same time")
	flag.DurationVar(&c.limit, "timeout", 20*time.Minute, "limit for one kernel")
	flag.Parse()
	c.kernels = strings.Split(*kernels, ",")
	c.need = strings.FieldsFunc(*need, func(r rune) bool { return r == ',' })
	c.packages, c.args = flag.Args(), strings.Fields(*args)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ok, err := c.test(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "vmtest:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// config is what the command line says.
type config struct {
	kernels, need, packages []string
	args                    []string
	user, verbose, record   bool
	run                     string
	cpus, atOnce            int
	limit                   time.Duration
}

// test runs everything and reports whether nothing has failed.
func (c *config) test(ctx context.Context) (ok bool, err error) {
	for _, name := range c.need {
		if !slices.Contains(c.kernels, name) {
			return false, fmt.Errorf("kernel %s is needed, but not among %s", name, strings.Join(c.kernels, ","))
		}
	}
	r := &report{out: os.Stdout, verbose: c.verbose}
	found := c.find(ctx, r)
	if len(found) == 0 {
		return r.end(c.kernels), nil // there is nothing to compile for
	}
	work, err := os.MkdirTemp("", "vmtest")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)
	files, tests, err := build(ctx, work, c.packages)
	if err != nil {
		return false, err
	}

	var all sync.WaitGroup
	places := make(chan struct{}, max(c.atOnce, 1))
	failed := make([]error, len(found))
	for i, k := range found {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := c.on(ctx, k, work, files, tests, r); err != nil {
				failed[i] = fmt.Errorf("kernel %s: %w", k.name, err)
			}
		})
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return false, err
	}
	if err := c.keep(ctx, r); err != nil {
		return false, err
	}
	return r.end(c.kernels), nil
}

// keep writes what the kernels have been found to do, or compares it with what
// was written before.
func (c *config) keep(ctx context.Context, r *report) error {
	root, err := output(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	if c.record && r.sum.failed > 0 {
		r.note("nothing is recorded: tests have failed")
		return nil
	}
	if c.record {
		return r.found.Write(root)
	}
	recorded, err := kernels.Read(root)
	if err != nil {
		return err
	}
	r.compare(recorded, c.run == "")
	return nil
}

// find returns the kernels that can be had, and reports the others.
func (c *config) find(ctx context.Context, r *report) (found []*kernel) {
	_, none := exec.LookPath("qemu-system-x86_64")
	for _, name := range c.kernels {
		k, err := (*kernel)(nil), none
		if err == nil {
			k, err = findKernel(ctx, name)
		}
		if err != nil {
			r.missing(name, err, slices.Contains(c.need, name))
			continue
		}
		found = append(found, k)
	}
	return found
}

var errEnd = errors.New("the machine has ended before the tests")
