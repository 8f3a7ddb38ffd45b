package testns

import (
	"maps"
	"os"
	"slices"
	"testing"
)

// NoLeak runs f n times and fails the test if the process has more open files
// afterwards, or about as many more threads as f was run. With -short, for slow
// machines, a hundred times are enough. The test must not be a parallel one,
// whose neighbours open files too.
func NoLeak(t testing.TB, n int, f func()) {
	t.Helper()
	if testing.Short() {
		n = min(n, 100)
	}
	f() // what is opened once and for all is no leak
	files, threads := openFiles(t), countThreads(t)
	for range n {
		f()
	}
	for fd, target := range openFiles(t) {
		if _, was := files[fd]; !was {
			t.Errorf("descriptor %s (%s) is left open after %d runs", fd, target, n)
		}
	}
	// The runtime starts threads as it likes, and ends none.
	if more := countThreads(t) - threads; more > 20+n/10 {
		t.Errorf("%d threads more than before after %d runs", more, n)
	}
}

// openFiles returns what each open descriptor of the process refers to, except
// the one by which they are read.
func openFiles(t testing.TB) map[string]string {
	t.Helper()
	files := make(map[string]string)
	for _, fd := range list(t, "/proc/self/fd") {
		target, err := os.Readlink("/proc/self/fd/" + fd)
		if err == nil {
			files[fd] = target
		}
	}
	return files
}

func countThreads(t testing.TB) int {
	t.Helper()
	return len(list(t, "/proc/self/task"))
}

func list(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
	}
	return slices.Sorted(maps.Keys(names))
}
