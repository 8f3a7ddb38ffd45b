package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	var c config
	kernels := flag.String("kernels", "6.1,6.12,6.18", "`series` of kernels")
	flag.BoolVar(&c.user, "user", false, "run the tests as an ordinary user too")
	flag.BoolVar(&c.need, "need", false, "fail if a kernel cannot be had, instead of skipping it")
	flag.BoolVar(&c.verbose, "v", false, "name what is skipped, and why")
	flag.StringVar(&c.run, "run", "", "run only the tests that match this `pattern`, as go test does")
	args := flag.String("args", "", "further `arguments` of the test binaries, such as \"-structs 1000\"")
	flag.IntVar(&c.cpus, "cpus", 2, "processors of a machine")
	flag.DurationVar(&c.limit, "timeout", 20*time.Minute, "limit for one kernel")
	flag.Parse()
	c.kernels = strings.Split(*kernels, ",")
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
	kernels, packages   []string
	args                []string
	user, need, verbose bool
	run                 string
	cpus                int
	limit               time.Duration
}

// test runs everything and reports whether nothing has failed.
func (c *config) test(ctx context.Context) (ok bool, err error) {
	if _, err := exec.LookPath("qemu-system-x86_64"); err != nil {
		return c.without(err), nil
	}
	work, err := os.MkdirTemp("", "vmtest")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)

	// Kernels first: without any there is nothing to compile for.
	r := report{out: os.Stdout, verbose: c.verbose}
	var found []*kernel
	for _, series := range c.kernels {
		k, err := findKernel(ctx, series)
		if err != nil {
			r.missing(series, err, c.need)
			continue
		}
		found = append(found, k)
	}
	if len(found) == 0 {
		return r.end(), nil
	}
	files, tests, err := build(ctx, work, c.packages)
	if err != nil {
		return false, err
	}
	for _, k := range found {
		if err := c.on(ctx, k, work, files, tests, &r); err != nil {
			return false, fmt.Errorf("kernel %s: %w", k.series, err)
		}
	}
	return r.end(), nil
}

// without reports that there are no virtual machines.
func (c *config) without(err error) (ok bool) {
	r := report{out: os.Stdout, verbose: c.verbose}
	for _, series := range c.kernels {
		r.missing(series, err, c.need)
	}
	return r.end()
}

var errEnd = errors.New("the machine has ended before the tests")
