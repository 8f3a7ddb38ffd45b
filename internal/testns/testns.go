package testns

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/userns"
)

// What Main has found.
var (
	called  bool  // Main was called
	refusal error // why there are no namespaces; nil if there are
)

// Main runs the tests of a package in namespaces of their own and exits. It is
// all that a TestMain does.
//
// For that, the test binary starts itself again; an ordinary user becomes root
// of a new user namespace.
func Main(m *testing.M) {
	called = true
	refusal = userns.Enter()
	os.Exit(m.Run())
}

// Need skips the test if it does not run in namespaces of its own. [New] does
// so too: Need is for tests that use the namespace in which all tests run.
func Need(t testing.TB) {
	t.Helper()
	if !called {
		t.Fatal("testns: the package's TestMain must call testns.Main")
	}
	if refusal != nil {
		t.Skipf("needs network namespaces: %v", refusal)
	}
}

// New returns a new network namespace, which is closed when the test ends. It
// holds the loopback interface lo, down, and nothing else. A test that cannot
// have one is skipped.
func New(t testing.TB) *os.File {
	t.Helper()
	Need(t)
	ns, err := nsthread.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ns.Close() })
	return ns
}

// Command runs a program in ns and returns what it has written to its standard
// output. A nil ns is the namespace in which all tests run. The test fails if
// the program does, and is skipped if it is not installed.
func Command(t testing.TB, ns *os.File, name string, args ...string) string {
	t.Helper()
	Need(t)
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("needs the program %s: %v", name, err)
	}
	var stdout, stderr strings.Builder
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	dieTogether(cmd)
	if ns == nil {
		runtime.LockOSThread()
		err = cmd.Run()
		runtime.UnlockOSThread()
	} else {
		err = nsthread.Run(ns, cmd.Run)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(cmd.Args, " "), err, &stdout, &stderr)
	}
	return stdout.String()
}
