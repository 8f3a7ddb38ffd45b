package nlmsg

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

// What blocks in a system call that a signal interrupts does not fail, but is
// called again. Sockets of a Conn do not block: these do, and since they have a
// time limit, the kernel does not start the call again by itself (signal(7)).
func TestInterruptedSystemCallsAreMadeAgain(t *testing.T) {
	testns.Need(t)
	receiver, to := blocking(t)
	sender, _ := blocking(t)
	buf := make([]byte, 100)
	message := []byte("a message")
	send := func(fd int) error { return unix.Sendto(fd, message, unix.MSG_DONTWAIT, to) }
	for _, tt := range []struct {
		name   string
		before func(t *testing.T)
		call   func() (n int, err error)
		end    func() error // so that the call can return
	}{
		{"recvfrom", nil, func() (int, error) {
			s := single{buf: buf}
			err := s.recv(uintptr(receiver), 0)
			return s.n, err
		}, func() error { return send(sender) }},
		{"recvmmsg", nil, func() (int, error) {
			var v vector
			v.set([][]byte{buf})
			_, err := v.recv(uintptr(receiver), 0)
			return v.received(0).n, err
		}, func() error { return send(sender) }},
		{"sendto", func(t *testing.T) {
			for send(sender) == nil { // until there is no more room
			}
		}, func() (int, error) {
			var s socket
			s.tx.b, s.tx.to = message, *to
			s.sendCall(uintptr(sender))
			return len(message), s.tx.err
		}, func() error {
			for {
				if _, _, err := unix.Recvfrom(receiver, make([]byte, 100), unix.MSG_DONTWAIT); err != nil {
					return nil
				}
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.before != nil {
				tt.before(t)
			}
			thread, result := make(chan int), make(chan error)
			go func() {
				runtime.LockOSThread() // for good: the thread ends
				thread <- unix.Gettid()
				n, err := tt.call()
				if err == nil && n != len(message) {
					err = fmt.Errorf("%d bytes, want %d", n, len(message))
				}
				result <- err
			}()
			interrupt(t, <-thread, result)
			if err := tt.end(); err != nil {
				t.Fatal(err)
			}
			if err := <-result; err != nil {
				t.Error(err)
			}
		})
	}
}

// blocking opens a socket for messages between processes, which waits for up to
// a minute.
func blocking(t *testing.T) (fd int, addr *unix.SockaddrNetlink) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_USERSOCK)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	limit := unix.NsecToTimeval(time.Minute.Nanoseconds())
	for _, opt := range []int{unix.SO_RCVTIMEO, unix.SO_SNDTIMEO} {
		if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, opt, &limit); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		t.Fatal(err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	return fd, name.(*unix.SockaddrNetlink)
}

// interrupt sends signals to a thread, as the runtime does to make goroutines
// give way, until ten of them found it asleep, unless there is a result before.
func interrupt(t *testing.T, thread int, result chan error) {
	t.Helper()
	for asleep := 0; asleep < 10; {
		select {
		case err := <-result:
			t.Fatalf("the call ended with %v", err)
		default:
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/stat", thread))
		if err != nil {
			t.Fatal(err)
		}
		if _, state, _ := strings.Cut(string(stat), ") "); !strings.HasPrefix(state, "S") {
			runtime.Gosched()
			continue
		}
		asleep++
		if err := unix.Tgkill(os.Getpid(), thread, unix.SIGURG); err != nil {
			t.Fatal(err)
		}
	}
}
