package poller

import (
	"os"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// started says that there was room for the poller when it was needed.
var started atomic.Bool

// Ready returns an error, such as [unix.EMFILE], if the poller may be still to be
// started and there are no descriptors for it, even if others have started it
// meanwhile: that cannot be seen. If there are, the caller uses the poller at once.
func Ready() error {
	if started.Load() {
		return nil
	}
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("epoll_create1", err)
	}
	defer unix.Close(epoll)
	event, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return os.NewSyscallError("eventfd", err)
	}
	unix.Close(event)
	started.Store(true)
	return nil
}
