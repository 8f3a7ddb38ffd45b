//go:build linux

// Soak keeps this library busy for as long as it is told, and checks that no
// answer is wrong, no failure unexpected and no change lost, and that memory,
// descriptors, threads and goroutines do not pile up.
//
// Many workers run at once, on connections of their own and on one that they
// share. Each does rounds of one job, such as links of all kinds, routes,
// watchers that lose notifications, or connections that are closed in the middle,
// and checks the result itself against what it knows must be there. From time to
// time all of them pause, and what the process holds then is measured.
//
// All of it happens in network namespaces of the program's own, which need no
// privilege.
//
// Usage:
//
//	soak [-for DURATION] [-seed N] [-only LIST] [-v]
//
// It prints a line a minute, or each five seconds of a run of less than two
// minutes, and ends with a verdict: PASS, or FAIL with the reasons and exit
// status 1. An interrupt ends the run early, with its verdict.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/userns"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("soak: ")
	if isChild() {
		childMain()
	}
	o := options{patience: 2 * time.Minute}
	flag.DurationVar(&o.length, "for", time.Minute, "how long to run")
	flag.Uint64Var(&o.seed, "seed", 0, "what the workers' choices are drawn from (default a random one, which is printed)")
	only := flag.String("only", "", "do only the jobs whose names begin with one of this comma-separated `list`")
	flag.BoolVar(&o.verbose, "v", false, "print at the end what each job has done")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "usage: go run ./internal/soak [flags]\n\n"+
			"Keeps the library busy, and says at the end whether all was well; go doc ./internal/soak says more.\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	if o.length <= 0 {
		log.Fatal("-for must be above zero")
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	if o.seed == 0 {
		o.seed = uint64(rand.Uint32())
	}
	if err := userns.Enter(); err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), unix.SIGINT, unix.SIGTERM)
	defer stop()
	v, err := run(ctx, os.Stdout, o)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(v)
	if !v.passed() {
		os.Exit(1)
	}
}

// options is what the command line says.
type options struct {
	length   time.Duration
	seed     uint64
	only     []string // prefixes of names of jobs; none stands for all
	verbose  bool
	patience time.Duration // with a round that does not end
}
