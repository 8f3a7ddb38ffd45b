//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// tally is what a job has done so far.
type tally struct {
	rounds     atomic.Int64
	operations atomic.Int64 // requests and dumps

	mu       sync.Mutex
	failures map[string]int64 // those that had to be, by the names of their errnos
}

// failed notes a failure that had to be, or might.
func (t *tally) failed(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failures == nil {
		t.failures = make(map[string]int64)
	}
	t.failures[failureName(err)]++
}

// failureName returns the kernel's name of what has failed, or that of what is
// told without an errno.
func failureName(err error) string {
	var errno syscall.Errno
	switch {
	case errors.Is(err, nlmsg.ErrDumpInterrupted):
		return "EINTR"
	case errors.Is(err, os.ErrClosed):
		return "closed"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, unix.EOPNOTSUPP):
		return "EOPNOTSUPP" // rather than ENOTSUP, which is the same number
	case errors.As(err, &errno):
		return unix.ErrnoName(errno)
	}
	return "other"
}

// total is the sum of tallies.
type total struct {
	rounds, operations int64
	failures           map[string]int64
}

func sum(tallies ...*tally) total {
	s := total{failures: make(map[string]int64)}
	for _, t := range tallies {
		s.rounds += t.rounds.Load()
		s.operations += t.operations.Load()
		t.mu.Lock()
		for name, n := range t.failures {
			s.failures[name] += n
		}
		t.mu.Unlock()
	}
	return s
}

// byName returns the failures as text, the most frequent first.
func (s total) byName() string {
	names := slices.Collect(maps.Keys(s.failures))
	slices.SortFunc(names, func(a, b string) int {
		if d := s.failures[b] - s.failures[a]; d != 0 {
			return int(d)
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %s", name, thousands(s.failures[name]))
	}
	return strings.Join(names, ", ")
}

// thousands returns n with commas.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
