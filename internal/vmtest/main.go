package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
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
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "usage: go run ./internal/vmtest [flags] [packages]\n\n"+
			"Runs tests on other kernels, in virtual machines; go doc ./internal/vmtest says more.\n\n")
		flag.PrintDefaults()
	}
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

// check says what is wrong with the command line.
func (c *config) check() error {
	for i, name := range c.kernels {
		if series, _ := parseName(name); series == "" || strings.Trim(series, "0123456789.") != "" {
			return fmt.Errorf("%q is no series of kernels such as 6.12 or 6.12-generic", name)
		}
		if slices.Contains(c.kernels[:i], name) {
			return fmt.Errorf("kernel %s is named twice", name)
		}
	}
	for _, name := range c.need {
		if !slices.Contains(c.kernels, name) {
			return fmt.Errorf("kernel %s is needed, but not among %s", name, strings.Join(c.kernels, ","))
		}
	}
	if c.cpus < 1 || c.atOnce < 1 || c.limit <= 0 {
		return errors.New("-cpus, -at-once and -timeout must be above zero")
	}
	return nil
}
