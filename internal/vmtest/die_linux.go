package main

import (
	"os/exec"
	"runtime"
	"syscall"
)

// dieTogether makes a machine end with this program. The signal is sent when
// the thread ends that starts it (prctl(2)), so the caller stays on it.
func dieTogether(cmd *exec.Cmd) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
