package userns

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// again starts the program once more in new namespaces, with the marker set to
// mark, and returns its exit status.
func again(mark string) (status int, err error) {
	if !privileged() && os.Geteuid() == 0 {
		return 0, errRoot
	}
	// The very file that runs, whoever may walk to it and whatever has its name
	// by now.
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), marker+"="+mark)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = attributes()

	// The signal of parent death is sent when the *thread* ends that started
	// the child (prctl(2)), so it must live as long as the child.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	signals := catch()
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return 0, explain(err)
	}
	ended := make(chan struct{})
	defer close(ended)
	go forward(signals, cmd.Process, ended)

	if err := cmd.Wait(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		return 0, err
	}
	ws := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ws.Signaled() {
		return 128 + int(ws.Signal()), nil
	}
	return ws.ExitStatus(), nil
}

// attributes are the namespaces of the new process, and that it is to be killed
// when this one dies.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS,
		Pdeathsig:  unix.SIGKILL,
	}
	if !privileged() {
		a.Cloneflags |= unix.CLONE_NEWUSER
		// The one mapping that needs no privilege: oneself, and no others.
		// Mapping the group needs setgroups(2) denied. See user_namespaces(7).
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
		a.GidMappingsEnableSetgroups = false
	}
	return a
}

// privileged reports whether network and mount namespaces can be made, and
// networks built in them, without a user namespace.
func privileged() bool {
	var data [2]unix.CapUserData
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	if err := unix.Capget(&hdr, &data[0]); err != nil {
		return false
	}
	const need = 1<<unix.CAP_SYS_ADMIN | 1<<unix.CAP_NET_ADMIN
	return data[0].Effective&need == need
}

// catch takes over the signals that end a program or that it may wait for, but
// those that are ignored, as nohup(1) has it.
func catch() chan os.Signal {
	signals := make(chan os.Signal, 16)
	for _, sig := range []os.Signal{
		unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGHUP, unix.SIGUSR1, unix.SIGUSR2,
	} {
		if !signal.Ignored(sig) {
			signal.Notify(signals, sig)
		}
	}
	return signals
}

// forward passes signals on to the child until it has ended.
func forward(signals <-chan os.Signal, child *os.Process, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case sig := <-signals:
			if fromKeyboard(sig) {
				continue // the child has it already
			}
			// It fails only if the child has ended, which Wait sees.
			_ = child.Signal(sig)
		}
	}
}

// fromKeyboard reports whether a terminal has sent sig, as it does for Ctrl-C
// and Ctrl-\, to all processes in its foreground, of which the child is one if
// this process is. Twice is not the same as once: many programs take a second
// interrupt as the order to stop without tidying up.
func fromKeyboard(sig os.Signal) bool {
	if sig != unix.SIGINT && sig != unix.SIGQUIT {
		return false
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	foreground, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && foreground == unix.Getpgrp()
}
