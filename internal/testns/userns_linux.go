package testns

import (
	"os"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const userEnv = "RAWNL_TEST_USER"

// UserNamespace runs the calling test once more, in a process that is root of a
// user namespace of its own and nothing in that around it, as an ordinary user
// is who runs all tests. It returns true in that process, and false in the first
// one, as [Unprivileged] does. Namespaces that are made there can be changed;
// what the tests share, and what takes a capability of the machine, cannot. A
// test is skipped where user namespaces are forbidden.
func UserNamespace(t testing.TB) bool {
	t.Helper()
	Need(t)
	if os.Getenv(userEnv) != "" {
		return true
	}
	cmd := again(t, userEnv)
	dieTogether(cmd)
	cmd.SysProcAttr.Cloneflags = unix.CLONE_NEWUSER
	cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
	cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}

	runtime.LockOSThread() // see dieTogether
	defer runtime.UnlockOSThread()
	out, err := cmd.CombinedOutput()
	if cmd.Process == nil {
		t.Skipf("needs user namespaces: %v", err)
	}
	passed(t, "in a user namespace", out, err)
	return false
}
