package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// runAll runs all targets and prints what comes of each. It returns an error if one
// has failed.
func (c *config) runAll(ctx context.Context, packages []*testPackage, work, cache string) error {
	var (
		print  sync.Mutex // and for failed
		failed []*result
		total  int
		start  = time.Now()
	)
	width := 0
	for _, p := range packages {
		total += len(p.targets)
		for _, t := range p.targets {
			width = max(width, len(p.name)+1+len(t))
		}
	}
	slots := make(chan struct{}, c.jobs)
	var group sync.WaitGroup
	for i, p := range packages {
		// One after the other: each compiles on all processors.
		binary := filepath.Join(work, strconv.Itoa(i)+".test")
		if _, err := goTool(ctx, "test", "-c", "-fuzz=.", "-o", binary, p.path); err != nil {
			group.Wait()
			return err
		}
		for _, name := range p.targets {
			t := &target{pkg: p, name: name, binary: binary,
				time: c.time, cache: filepath.Join(cache, "fuzz", p.path), workers: max(1, c.jobs/total)}
			slots <- struct{}{}
			group.Go(func() {
				defer func() { <-slots }()
				r := t.run(ctx)
				if ctx.Err() != nil {
					return
				}
				print.Lock()
				defer print.Unlock()
				fmt.Printf("%-*s  %s\n", width, p.name+" "+name, r.summary())
				if r.err != nil {
					failed = append(failed, r)
				}
			})
		}
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, r := range failed {
		fmt.Printf("\n%s %s\n%s", r.target.pkg.name, r.target.name, r.details())
	}
	fmt.Printf("\n%d targets, %d failed, in %v\n", total, len(failed), time.Since(start).Round(time.Second))
	if len(failed) > 0 {
		return errors.New("see above for what failed")
	}
	return nil
}

// details returns what a target said that has failed, and the input that it failed
// with.
func (r *result) details() string {
	text := r.said
	if r.input != "" {
		content, err := os.ReadFile(filepath.Join(r.target.pkg.dir, r.input))
		if err != nil {
			content = []byte(err.Error())
		}
		text += fmt.Sprintf("%s:\n%s\n", filepath.Join(r.target.pkg.name, r.input), content)
	}
	return text
}
