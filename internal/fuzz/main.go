package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"syscall"
	"time"
)

func main() {
	var c config
	flag.DurationVar(&c.time, "for", 10*time.Second, "how long each target runs beyond its seeds")
	pattern := flag.String("run", "", "run only the targets that match this `pattern`, such as FuzzRead or internal/golden")
	flag.IntVar(&c.jobs, "jobs", runtime.GOMAXPROCS(0), "`number` of targets that run at the same time")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "usage: go run ./internal/fuzz [flags] [packages]\n\n"+
			"Runs fuzz targets, each for as long as it is told; go doc ./internal/fuzz says more.\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	c.packages = flag.Args()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if c.pattern, err = regexp.Compile(*pattern); err == nil {
		err = c.fuzz(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

// config is what the command line says.
type config struct {
	time     time.Duration
	pattern  *regexp.Regexp
	jobs     int
	packages []string
}

func (c *config) fuzz(ctx context.Context) error {
	if c.time <= 0 || c.jobs < 1 {
		return errors.New("-for and -jobs must be above zero")
	}
	packages, err := find(ctx, c.packages, c.pattern)
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return errors.New("no fuzz target matches")
	}
	work, err := os.MkdirTemp("", "fuzz")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	cache, err := goTool(ctx, "env", "GOCACHE")
	if err != nil {
		return err
	}
	return c.runAll(ctx, packages, work, string(cache))
}
