package testns

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// dieTogether makes a program that hangs end with the tests when they run out
// of time. The signal is sent when the thread ends that starts the program
// (prctl(2)), so the caller must be locked to it until the program has ended.
func dieTogether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
}
