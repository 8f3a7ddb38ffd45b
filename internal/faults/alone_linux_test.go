package faults_test

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

// inTime returns a context that ends a little before the tests are to end, so that
// what hangs can say so.
func inTime(t *testing.T) (context.Context, context.CancelFunc) {
	end, ok := t.Deadline()
	if !ok {
		return context.WithCancel(t.Context())
	}
	return context.WithDeadline(t.Context(), end.Add(-time.Until(end)/10))
}

const aloneEnv = "RAWNL_TEST_ALONE"

// alone runs the calling test once more, in a process of its own, in which it may
// count and limit what belongs to a process. It has a mount namespace of its own
// too, in which /run is empty. alone returns true in that process, and false in the first one, after the
// second has passed.
func alone(t *testing.T) bool {
	t.Helper()
	testns.Need(t)
	if os.Getenv(aloneEnv) != "" {
		if err := unix.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"); err != nil {
			t.Fatal(err)
		}
		return true
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-test.v", "-test.run=^" + strings.ReplaceAll(t.Name(), "/", "$/^") + "$", "-for=" + howLong.String()}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	ctx, cancel := inTime(t)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(unix.SIGQUIT) } // it says where it hangs
	cmd.Env = append(os.Environ(), aloneEnv+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNS, Pdeathsig: unix.SIGKILL}

	runtime.LockOSThread() // the signal is sent when the thread ends, see prctl(2)
	defer runtime.UnlockOSThread()
	out, err := cmd.CombinedOutput()
	said := string(out)
	switch {
	case err != nil:
		t.Fatalf("in a process of its own: %v\n%s", err, said)
	case strings.Contains(said, "--- SKIP: "+t.Name()):
		t.Skip(said)
	case !strings.Contains(said, "--- PASS: "+t.Name()):
		t.Fatalf("in a process of its own it did not run:\n%s", said)
	}
	t.Log(said)
	return false
}
