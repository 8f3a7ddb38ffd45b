package testns

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

func TestMain(m *testing.M) { Main(m) }

// recorder is the testing.TB of a test that is to fail or to be skipped.
type recorder struct {
	testing.TB
	failed, skipped bool
	text            string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failed = true
	r.text += fmt.Sprintf(format, args...)
}

func (r *recorder) Fatal(args ...any) { r.Fatalf("%s", fmt.Sprint(args...)) }

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Skipf(format string, args ...any) {
	r.skipped = true
	r.text += fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// record runs f as a test.
func record(t *testing.T, f func(t testing.TB)) *recorder {
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(r)
	}()
	<-done
	return r
}

func TestNewIsClosedAfterTheTest(t *testing.T) {
	t.Parallel()
	var ns *os.File
	t.Run("test", func(t *testing.T) {
		ns = New(t)
		other := New(t)
		if ns.Name() == other.Name() {
			t.Errorf("two namespaces are the same: %s", ns.Name())
		}
	})
	if ns == nil {
		t.Skip("needs network namespaces")
	}
	if _, err := ns.Stat(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Stat = %v, want the file closed", err)
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	ns := New(t)
	own, err := nsthread.Current()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	for _, where := range []struct{ ns, want *os.File }{{ns, ns}, {nil, own}} {
		got := Command(t, where.ns, "readlink", "/proc/self/ns/net")
		if want := where.want.Name() + "\n"; got != want {
			t.Errorf("the program runs in %q, want %q", got, want)
		}
	}

	r := record(t, func(t testing.TB) { Command(t, ns, "sh", "-c", "echo reason >&2; exit 5") })
	if !r.failed || !strings.Contains(r.text, "exit status 5") || !strings.Contains(r.text, "reason") {
		t.Errorf("a program that fails gives %q, want a failure with its status and output", r.text)
	}
	r = record(t, func(t testing.TB) { Command(t, ns, "no-such-program") })
	if !r.skipped || !strings.Contains(r.text, "needs the program no-such-program") {
		t.Errorf("a program that is missing gives %q, want a skip with its name", r.text)
	}
}

// Not parallel: it takes the namespaces away from all tests.
func TestNeed(t *testing.T) {
	defer func(c bool, r error) { called, refusal = c, r }(called, refusal)

	called, refusal = true, errors.New("the reason")
	r := record(t, func(t testing.TB) { New(t) })
	if !r.skipped || !strings.Contains(r.text, "needs network namespaces: the reason") {
		t.Errorf("where namespaces are refused New gives %q, want a skip with the reason", r.text)
	}

	called, refusal = false, nil
	r = record(t, func(t testing.TB) { New(t) })
	if !r.failed || !strings.Contains(r.text, "TestMain") {
		t.Errorf("without Main New gives %q, want a failure that names TestMain", r.text)
	}
}

func TestNoLeakFindsLeaks(t *testing.T) {
	var files []*os.File
	r := record(t, func(t testing.TB) {
		NoLeak(t, 3, func() {
			f, err := os.Open(os.DevNull)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		})
	})
	for _, f := range files {
		f.Close()
	}
	if !r.failed || strings.Count(r.text, "(/dev/null) is left open") != 3 {
		t.Errorf("three files left open give %q", r.text)
	}

	release := make(chan struct{})
	r = record(t, func(t testing.TB) {
		NoLeak(t, 100, func() {
			locked := make(chan struct{})
			go func() {
				runtime.LockOSThread() // never unlocked: the threads end after the test
				close(locked)
				<-release
			}()
			<-locked
		})
	})
	close(release)
	if !r.failed || !strings.Contains(r.text, "threads more") {
		t.Errorf("a hundred threads left give %q", r.text)
	}
}

func TestUnprivileged(t *testing.T) {
	if !Unprivileged(t) {
		return
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != unix.EPERM {
		t.Errorf("unshare = %v, want EPERM", err)
	}
}

func TestUserNamespace(t *testing.T) {
	if !UserNamespace(t) {
		return
	}
	New(t)
	if uid := os.Getuid(); uid != 0 {
		t.Errorf("the user is %d, want root", uid)
	}
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 1<<20); err != unix.EPERM {
		t.Errorf("what takes a capability of the machine gives %v, want EPERM", err)
	}
}
