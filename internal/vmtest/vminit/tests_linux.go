package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// nobody is the ordinary user, as on any Linux.
const nobody = 65534

// run runs a test binary and returns its exit status, or as a shell 128 + n if
// signal n has ended it.
func run(p *plan.Plan, test plan.Test, out io.Writer) (status int) {
	home, err := os.MkdirTemp("/tmp", "home")
	if err != nil {
		fmt.Fprintln(out, "vminit:", err)
		return 125
	}
	cmd := exec.Command(test.Binary, p.Args...)
	cmd.Dir = test.Dir
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + home, "TMPDIR=" + home, "RAWNL_VM=1"}
	// Not the file itself: to tests a terminal is not what go test gives them.
	cmd.Stdout = struct{ io.Writer }{out}
	cmd.Stderr = cmd.Stdout
	cmd.WaitDelay = 10 * time.Second // for what the tests have left running
	if test.User {
		if err := os.Chown(home, nobody, nobody); err != nil {
			fmt.Fprintln(out, "vminit:", err)
			return 125
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	if err = cmd.Run(); err != nil {
		fmt.Fprintln(out, "vminit:", err)
	}
	if cmd.ProcessState == nil {
		return 126
	}
	ws := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case ws.Signaled():
		return 128 + int(ws.Signal())
	case err != nil && ws.ExitStatus() == 0: // exec.ErrWaitDelay
		return 125
	}
	return ws.ExitStatus()
}
