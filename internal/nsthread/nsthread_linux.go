package nsthread

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Run calls fn on a thread in the network namespace that the open file ns
// refers to, and returns what fn returns. It does not close ns.
//
// If fn panics, Run panics with an error that holds the value and the stack of
// fn; if fn ends its goroutine ([runtime.Goexit], [testing.T.FailNow]), Run
// ends the caller's.
//
// A file that is no network namespace gives [unix.EINVAL]. Entering needs
// CAP_SYS_ADMIN both in the caller's user namespace and in the one that owns
// ns; without it the error is [unix.EPERM]. See setns(2).
func Run(ns *os.File, fn func() error) error {
	return onThread(func() error { return enter(ns) }, fn)
}

// New makes a network namespace and returns it open, after fn has run in it as
// in [Run]. A nil fn is left out. The namespace lives as long as the file, or
// something else that refers to it: a process, a socket, a mount. If fn fails
// New returns its error and no file.
//
// It needs CAP_SYS_ADMIN; without it the error is [unix.EPERM]. The error is
// [unix.ENOSPC] where the sysctl user.max_net_namespaces allows no more. See
// unshare(2).
func New(fn func() error) (*os.File, error) {
	var ns *os.File
	kept := false
	defer func() {
		if ns != nil && !kept { // also when fn has panicked
			ns.Close()
		}
	}()
	err := onThread(unshare, func() (err error) {
		if ns, err = Current(); err != nil || fn == nil {
			return err
		}
		return fn()
	})
	if err != nil {
		return nil, err
	}
	kept = true
	return ns, nil
}

// Current opens the network namespace of the calling thread. Of a goroutine
// that is not locked to a thread it is the one the process was started in. The
// file is named as the kernel names the namespace: net:[4026531840].
func Current() (*os.File, error) {
	const path = "/proc/thread-self/ns/net"
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		unix.Close(fd)
		return nil, &os.PathError{Op: "stat", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), fmt.Sprintf("net:[%d]", st.Ino)), nil
}

// enter moves the calling thread to ns.
func enter(ns *os.File) error {
	if ns == nil {
		return errors.New("enter network namespace: the file is nil")
	}
	if err := setns(ns); err != nil {
		return fmt.Errorf("enter network namespace %q: %w", ns.Name(), explain(err))
	}
	return nil
}

// unshare moves the calling thread to a new network namespace.
func unshare() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("new network namespace: %w", explain(err))
	}
	return nil
}

// setns is setns(2) with a file that cannot be closed, and its descriptor given
// to another file, meanwhile.
func setns(ns *os.File) error {
	conn, err := ns.SyscallConn()
	if err != nil {
		return err
	}
	var errno error
	err = conn.Control(func(fd uintptr) {
		errno = unix.Setns(int(fd), unix.CLONE_NEWNET)
	})
	if err != nil {
		return os.ErrClosed // the one reason that Control has
	}
	return errno
}

// explained is an error number in words that help more than the kernel's.
type explained struct {
	error
	text string
}

func (e explained) Error() string { return e.text }
func (e explained) Unwrap() error { return e.error }

func explain(err error) error {
	switch err {
	case unix.EINVAL:
		return explained{err, "not a network namespace"}
	case unix.EPERM:
		return explained{err, "operation not permitted: it needs CAP_SYS_ADMIN, which root has, " +
			"and everyone in a user namespace of their own"}
	case unix.ENOSPC:
		return explained{err, "no more namespaces allowed by the sysctl user.max_net_namespaces"}
	}
	return err
}
