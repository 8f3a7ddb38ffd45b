//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// resources is what the process holds.
type resources struct {
	heap       int64 // bytes that are still in use after a garbage collection
	resident   int64 // bytes of memory that the process has (VmRSS)
	files      int   // open descriptors
	threads    int
	goroutines int
}

// measure returns what the process holds now. It is for times at which nothing
// is in flight.
func measure() (resources, error) {
	// Before the garbage collector closes files that nobody has closed.
	files, err := openFiles()
	if err != nil {
		return resources{}, err
	}
	// What has a finalizer, or is in a sync.Pool, takes two.
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r := resources{heap: int64(m.HeapAlloc), files: len(files), goroutines: runtime.NumGoroutine()}
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return r, err
	}
	r.threads = len(tasks)
	r.resident, err = resident()
	return r, err
}

// openFiles returns what each open descriptor of the process refers to, except
// the one by which they are read.
func openFiles() (map[int]string, error) {
	const dir = "/proc/self/fd"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[int]string)
	for _, e := range entries {
		target, err := os.Readlink(dir + "/" + e.Name())
		fd, numErr := strconv.Atoi(e.Name())
		if err == nil && numErr == nil {
			files[fd] = target
		}
	}
	return files, nil
}

// resident returns the resident set size in bytes.
func resident() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return kib << 10, err
		}
	}
	return 0, nil // the kernel was built without
}

// sample is what was measured at a checkpoint.
type sample struct {
	at time.Duration // since the beginning
	resources
	total
	checks, converged int64 // of watchers
}

const columns = "%8s %13s %9s %10s %9s %6s %8s %11s %12s  %s\n"

func writeHeading(out io.Writer) {
	fmt.Fprintf(out, columns, "elapsed", "operations", "a second", "heap", "resident",
		"files", "threads", "goroutines", "converged", "expected failures")
}

// write writes s as a line. The rate is that since the sample before.
func (s sample) write(out io.Writer, before sample) {
	rate := float64(s.operations-before.operations) / (s.at - before.at).Seconds()
	fmt.Fprintf(out, columns, s.at.Round(time.Second), thousands(s.operations), thousands(int64(rate)),
		mebibytes(s.heap, 2), mebibytes(s.resident, 0), strconv.Itoa(s.files), strconv.Itoa(s.threads),
		strconv.Itoa(s.goroutines), fmt.Sprintf("%d of %d", s.converged, s.checks), s.byName())
}

func mebibytes(n int64, digits int) string {
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', digits, 64) + " MiB"
}
