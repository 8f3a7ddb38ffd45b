package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/kernels"
)

// test runs everything and reports whether nothing has failed.
func (c *config) test(ctx context.Context) (ok bool, err error) {
	if err := c.check(); err != nil {
		return false, err
	}
	r := &report{out: os.Stdout, verbose: c.verbose}
	found := c.find(ctx, r)
	if err := ctx.Err(); err != nil {
		return false, err
	}
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
	places := make(chan struct{}, c.atOnce)
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
		r.note("nothing is recorded: tests have failed, or kernels are missing")
		return nil
	}
	if c.record {
		if missing := r.found.Incomplete(); len(missing) > 0 || len(r.found) == 0 {
			return fmt.Errorf("nothing is recorded: tests have not reported all that the page has\n%s", strings.Join(missing, "\n"))
		}
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
	if none != nil {
		none = fmt.Errorf("it takes qemu (Debian's package qemu-system-x86): %w", none)
	}
	for _, name := range c.kernels {
		k, err := (*kernel)(nil), none
		if err == nil {
			k, err = findKernel(ctx, name)
		}
		if err != nil {
			// Of a kernel that is not there the page would say nothing any more.
			r.missing(name, err, c.record || slices.Contains(c.need, name))
			continue
		}
		found = append(found, k)
	}
	return found
}
