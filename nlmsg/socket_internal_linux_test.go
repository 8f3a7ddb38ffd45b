package nlmsg

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// A descriptor of a socket that comes to nothing is closed once: the number may be
// another's by then. The test is not parallel, so that it is the next one's.
func TestAFailedSocketIsClosedOnce(t *testing.T) {
	for _, polled := range []bool{false, true} {
		open := func() int {
			fd, err := unix.Open("/", unix.O_PATH|unix.O_CLOEXEC, 0) // which cannot be made not to block
			if err != nil {
				t.Fatal(err)
			}
			return fd
		}
		fd := open()
		if _, err := newSocket(fd, polled); err == nil {
			t.Fatal("no error")
		}
		again := open()
		if again != fd {
			t.Errorf("polled %v: descriptor %d is not closed", polled, fd)
		}
		ended := make(chan bool)
		runtime.SetFinalizer(new([64]byte), func(*[64]byte) { close(ended) })
		runtime.GC()
		<-ended
		if _, err := unix.FcntlInt(uintptr(again), unix.F_GETFD, 0); err != nil {
			t.Errorf("polled %v: descriptor %d was closed again: %v", polled, again, err)
		}
		unix.Close(again)
	}
}
