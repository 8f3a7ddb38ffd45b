package testns

import (
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

const unprivilegedEnv = "RAWNL_TEST_UNPRIVILEGED"

// Unprivileged runs the calling test once more, in a process without any
// capability but in the same namespaces, and returns true in that process. In
// the first one it returns false, after the second has passed; the test fails
// if that fails:
//
//	if !testns.Unprivileged(t) {
//		return
//	}
//	... must fail with EPERM
func Unprivileged(t testing.TB) bool {
	t.Helper()
	Need(t)
	if os.Getenv(unprivilegedEnv) != "" {
		return true
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Split(t.Name(), "/")
	for i, name := range names {
		names[i] = "^" + regexp.QuoteMeta(name) + "$"
	}
	cmd := exec.Command(exe, "-test.v", "-test.run="+strings.Join(names, "/"))
	cmd.Env = append(os.Environ(), unprivilegedEnv+"=1")

	type result struct {
		out []byte
		err error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread is of no more use
		if err := DropCapabilities(); err != nil {
			done <- result{nil, err}
			return
		}
		out, err := cmd.CombinedOutput()
		done <- result{out, err}
	}()
	r := <-done
	if r.err != nil {
		t.Fatalf("without capabilities: %v\n%s", r.err, r.out)
	}
	if !strings.Contains(string(r.out), "--- PASS: "+t.Name()) {
		t.Skipf("without capabilities:\n%s", r.out)
	}
	return false
}

// DropCapabilities takes all capabilities from the calling thread, and from the
// programs that it starts even if the user is root. There is no way back; the
// goroutine must be locked to its thread and end so.
func DropCapabilities() error {
	// Else execve(2) would give root all of them again, see capabilities(7).
	const noRoot = 1 << 0 // SECBIT_NOROOT
	if err := unix.Prctl(unix.PR_SET_SECUREBITS, noRoot, 0, 0, 0); err != nil {
		return os.NewSyscallError("prctl", err)
	}
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return os.NewSyscallError("capset", unix.Capset(&hdr, &none[0]))
}
