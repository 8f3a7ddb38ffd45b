//go:build linux

// Bench measures this library against the floor: what the kernel itself costs,
// asked by raw system calls with messages that were encoded before, and with
// answers of which no more than the headers is looked at. Nobody gets the work
// done for less, so what a way of the library costs is told as a ratio to the
// floor of the same run.
//
// Floor, library and, where it is installed, ip(8) take turns in one process, in
// network namespaces of the program's own, which need no privilege. Medians of
// several rounds are printed as a table, with the targets beside them. A target
// that is missed is marked and is no error.
//
// Usage:
//
//	bench [-quick] [-only LIST] [-rounds N] [-runs N] [-markdown] [-svg FILE] [-cpuprofile FILE]
//
// In a profile the samples of each way carry its name:
//
//	go tool pprof -top -tagfocus way=route.All FILE
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/userns"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	var o options
	flag.BoolVar(&o.quick, "quick", false, "measure fewer items in fewer rounds, for a first impression")
	only := flag.String("only", "", "measure only works whose names begin with one of this comma-separated `list`")
	flag.IntVar(&o.rounds, "rounds", 0, "number of rounds (default 7, or 3 with -quick)")
	flag.IntVar(&o.runs, "runs", 1, "number of runs of all rounds, whose medians are shown side by side")
	flag.BoolVar(&o.markdown, "markdown", false, "print the table in Markdown")
	flag.StringVar(&o.svg, "svg", "", "write a plot of the costs of growing dumps to this `file`")
	profile := flag.String("cpuprofile", "", "write a CPU profile to this `file`, its samples labelled with the ways")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	if err := userns.Enter(); err != nil {
		log.Fatal(err)
	}
	stop, err := startProfile(*profile)
	if err == nil {
		err = errors.Join(run(os.Stdout, os.Stderr, o), stop())
	}
	if err != nil {
		log.Fatal(err)
	}
}

// startProfile begins a CPU profile, unless the file's name is empty, which stop
// ends.
func startProfile(name string) (stop func() error, err error) {
	if name == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return f.Close()
	}, nil
}

// options is what the command line says.
type options struct {
	quick, markdown bool
	only            []string // prefixes of names; none stands for all
	rounds          int      // zero stands for the usual number
	runs            int      // all of that so many times
	svg             string   // file of the plot, or empty
}

func (o options) roundCount() int {
	switch {
	case o.rounds > 0:
		return o.rounds
	case o.quick:
		return 3
	}
	return 7
}

// run measures the works that o asks for, and writes the results to out and
// what it is busy with to progress.
func run(out, progress io.Writer, o options) error {
	chosen, err := choose(works, o.only)
	if err != nil {
		return err
	}
	if o.quick {
		chosen = small(chosen)
	}
	if o.svg != "" && !slices.ContainsFunc(chosen, func(w work) bool { return w.series() != "" }) {
		return errors.New("-svg plots works that grow, and none of them is chosen")
	}
	var results []result
	for range max(1, o.runs) {
		again, err := measureAll(progress, chosen, o.roundCount())
		if err != nil {
			return err
		}
		results = add(results, again)
	}
	report(out, results, o)
	if o.svg != "" {
		return writePlot(o.svg, growths(results))
	}
	return nil
}

// measureAll measures works, and says on progress which.
func measureAll(progress io.Writer, works []work, rounds int) ([]result, error) {
	var results []result
	for _, group := range together(works) {
		for _, w := range group {
			fmt.Fprintf(progress, "%s, %s\n", w.name, count(w.items, w.unit))
		}
		start := time.Now()
		measured, err := measure(group, rounds)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(progress, "\t%v\n", time.Since(start).Round(100*time.Millisecond))
		results = append(results, measured...)
	}
	fmt.Fprintln(progress)
	return results, nil
}

// report writes the table, what there is to say below it, and on what machine
// all of it was measured.
func report(out io.Writer, results []result, o options) {
	bullet := ""
	if o.markdown {
		bullet = "- "
		writeMarkdown(out, results)
	} else {
		writeText(out, results)
	}
	fmt.Fprintln(out)
	for _, r := range results {
		for _, note := range r.notes {
			fmt.Fprintf(out, "%s%s: %s\n", bullet, r.work.name, note)
		}
	}
	for _, g := range growths(results) {
		fmt.Fprintf(out, "%s%v\n", bullet, g)
	}
	fmt.Fprintf(out, "%sMedians of %s; what has%s is over its target.\n", bullet, count(o.roundCount(), "round"), missed)
	fmt.Fprintf(out, "%s%s\n", bullet, machine())
}

// machine says what the measurements were made on.
func machine() string {
	var u unix.Utsname
	kernel := "unknown"
	if unix.Uname(&u) == nil {
		kernel = unix.ByteSliceToString(u.Release[:])
	}
	return fmt.Sprintf("%s, Linux %s, %s %s",
		count(runtime.NumCPU(), "CPU"), kernel, runtime.Version(), runtime.GOARCH)
}
