package testns

import (
	"os"
	"runtime"
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
	cmd := again(t, unprivilegedEnv)

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
	passed(t, "without capabilities", r.out, r.err)
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
