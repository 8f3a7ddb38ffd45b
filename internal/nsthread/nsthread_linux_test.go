package nsthread_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestMain(m *testing.M) { testns.Main(m) }

// here returns the namespace of the calling thread, as net:[4026531840].
func here(t *testing.T) string {
	t.Helper()
	link, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestRun(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	home := here(t)
	failure := errors.New("failure of the function")

	var inside string
	err := nsthread.Run(ns, func() error {
		inside = here(t)
		return failure
	})
	if err != failure {
		t.Errorf("Run = %v, want the error of the function as it is", err)
	}
	if inside != ns.Name() {
		t.Errorf("the function ran in %s, want %s", inside, ns.Name())
	}
	if after := here(t); after != home {
		t.Errorf("the caller is in %s afterwards, want %s", after, home)
	}
}

// Goroutines and nested calls take threads that are at home.
func TestRunIsOfThisGoroutineOnly(t *testing.T) {
	t.Parallel()
	ns, other := testns.New(t), testns.New(t)
	home := here(t)
	err := nsthread.Run(ns, func() error {
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				runtime.LockOSThread() // makes the runtime clone a thread for each
				if got := here(t); got != home {
					t.Errorf("a goroutine of the function is in %s, want %s", got, home)
				}
			})
		}
		wg.Wait()
		return nsthread.Run(other, func() error {
			if got := here(t); got != other.Name() {
				t.Errorf("nested Run is in %s, want %s", got, other.Name())
			}
			return nil
		})
	})
	if err != nil {
		t.Error(err)
	}
}

// The namespace of the main thread is the one that /proc/PID shows to others.
func TestMainThreadStaysHome(t *testing.T) {
	ns := testns.New(t)
	// On one processor the goroutine of Run mostly gets the caller's thread.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for range 200 {
		err := nsthread.Run(ns, func() error {
			if unix.Gettid() == unix.Getpid() {
				t.Error("the function runs on the main thread")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	home := here(t)

	var inside string
	ns, err := nsthread.New(func() error {
		inside = here(t)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	if inside != ns.Name() || inside == home {
		t.Errorf("the function ran in %s, the file is %s, the caller in %s", inside, ns.Name(), home)
	}

	failure := errors.New("failure of the function")
	if ns, err := nsthread.New(func() error { return failure }); err != failure || ns != nil {
		t.Errorf("New = %v, %v, want no file and the error of the function", ns, err)
	}
}

func TestCurrent(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	err := nsthread.Run(ns, func() error {
		now, err := nsthread.Current()
		if err != nil {
			return err
		}
		defer now.Close()
		if now.Name() != ns.Name() {
			t.Errorf("Current = %s, want %s", now.Name(), ns.Name())
		}
		flags, err := unix.FcntlInt(now.Fd(), unix.F_GETFD, 0)
		if err != nil {
			return err
		}
		if flags&unix.FD_CLOEXEC == 0 {
			t.Error("the file is inherited by programs (no FD_CLOEXEC)")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	dir := t.TempDir()
	open := func(name string) *os.File {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	closed := open(plain)
	closed.Close()

	tests := []struct {
		name string
		ns   *os.File
		is   error
		text string
	}{
		{"a plain file", open(plain), unix.EINVAL, `enter network namespace "` + plain + `": not a network namespace`},
		{"another kind of namespace", open("/proc/self/ns/mnt"), unix.EINVAL, "not a network namespace"},
		{"a directory", open(dir), unix.EINVAL, "not a network namespace"},
		{"a closed file", closed, fs.ErrClosed, plain},
		{"nil", nil, nil, "the file is nil"},
	}
	for _, tt := range tests {
		err := nsthread.Run(tt.ns, func() error {
			t.Errorf("%s: the function runs", tt.name)
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: error %v, want one that says %q", tt.name, err, tt.text)
		}
		if tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: error %v is no %v", tt.name, err, tt.is)
		}
	}
}
