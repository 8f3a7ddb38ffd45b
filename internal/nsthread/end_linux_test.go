package nsthread_test

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestPanicReachesCaller(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	failure := errors.New("the value of the panic")

	var got any
	func() {
		defer func() { got = recover() }()
		_ = nsthread.Run(ns, func() error { panicHere(failure); return nil })
	}()
	err, ok := got.(error)
	if !ok || !errors.Is(err, failure) {
		t.Fatalf("Run panicked with %v, want an error that wraps %v", got, failure)
	}
	for _, want := range []string{failure.Error(), "panicHere"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the panic does not say %q:\n%v", want, err)
		}
	}
}

//go:noinline
func panicHere(v any) { panic(v) }

// FailNow and SkipNow of a test end their goroutine so; the test's own must end
// too.
func TestGoexitEndsCaller(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	ended := make(chan bool)
	go func() {
		returned := false
		defer func() { ended <- !returned }()
		_ = nsthread.Run(ns, func() error { runtime.Goexit(); return nil })
		returned = true
	}()
	if !<-ended {
		t.Error("Run returned, want it to end the goroutine")
	}
}

// A thread without privilege cannot go home. It must end rather than serve
// other goroutines.
func TestRule58AThreadThatCannotBePutBackEnds(t *testing.T) {
	ns := testns.New(t)
	home := here(t)
	var stray int
	err := nsthread.Run(ns, func() error {
		stray = unix.Gettid()
		return testns.DropCapabilities()
	})
	if err != nil {
		t.Fatal(err)
	}

	// More goroutines at the same time than there are idle threads.
	const n = 100
	found := make(chan string)
	block := make(chan struct{})
	for range n {
		go func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			if unix.Gettid() == stray {
				found <- "the stray thread is in use"
			} else if now := here(t); now != home {
				found <- "a goroutine is in " + now + ", want " + home
			} else {
				found <- ""
			}
			<-block
		}()
	}
	for range n {
		if bad := <-found; bad != "" {
			t.Error(bad)
		}
	}
	close(block)
}

func TestPermissionDenied(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	ns, err := nsthread.Current()
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	nothing := func() error { return nil }
	_, newErr := nsthread.New(nothing)
	for name, err := range map[string]error{"Run": nsthread.Run(ns, nothing), "New": newErr} {
		if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "CAP_SYS_ADMIN") {
			t.Errorf("%s = %v, want a refusal that names CAP_SYS_ADMIN", name, err)
		}
	}
	testns.NoLeak(t, 1000, func() { _ = nsthread.Run(ns, nothing) })
}

func TestNoLeak(t *testing.T) {
	ns := testns.New(t)
	plain, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	failure := errors.New("failure of the function")
	fail := func() error { return failure }

	for name, f := range map[string]func(){
		"fails to enter":   func() { _ = nsthread.Run(plain, fail) },
		"fails":            func() { _ = nsthread.Run(ns, fail) },
		"fails in a new":   func() { _, _ = nsthread.New(fail) },
		"panics in a new":  func() { defer func() { _ = recover() }(); _, _ = nsthread.New(func() error { panic(1) }) },
		"stays and is cut": func() { _ = nsthread.Run(ns, testns.DropCapabilities) },
	} {
		t.Run(name, func(t *testing.T) { testns.NoLeak(t, 1000, f) })
	}
}
