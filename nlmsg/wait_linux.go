package nlmsg

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/poller"
)

// waitRead waits on the poller until a datagram is there, or ctx ends, which a
// deadline in the past makes known to the poller.
func (s *socket) waitRead(ctx context.Context) error {
	raw, done, err := s.startWaiting()
	if err != nil {
		return err
	}
	defer done()
	if ctx.Done() == nil {
		return s.pollErr(raw.Read(s.rx.wait))
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ended = true
		s.waiting.SetReadDeadline(time.Unix(1, 0))
	})
	err = s.pollErr(raw.Read(s.rx.wait))
	if stop() {
		return err
	}
	<-ended
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = false
	s.waiting.SetReadDeadline(s.deadline)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return ctx.Err()
	}
	return err
}

// startWaiting makes sure that the socket is in the poller, until done is
// called.
func (s *socket) startWaiting() (raw syscall.RawConn, done func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting != nil {
		return s.raw, func() {}, nil
	}
	fd := -1
	if err := s.raw.Control(func(own uintptr) { fd, err = unix.FcntlInt(own, unix.F_DUPFD_CLOEXEC, 0) }); err != nil {
		return nil, nil, s.pollErr(err)
	}
	if err != nil {
		return nil, nil, os.NewSyscallError("fcntl", err)
	}
	if err := poller.Ready(); err != nil {
		unix.Close(fd)
		return nil, nil, err
	}
	file := os.NewFile(uintptr(fd), "netlink")
	if raw, err = file.SyscallConn(); err == nil {
		err = file.SetReadDeadline(s.deadline)
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	s.waiting = file
	return raw, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting = nil
		file.Close()
	}, nil
}

func (s *socket) setDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed.Load() {
		return os.ErrClosed
	}
	s.deadline = t
	s.limited.Store(!t.IsZero())
	if s.waiting == nil || s.ended {
		return nil
	}
	return s.pollErr(s.waiting.SetReadDeadline(t))
}

// expired returns an error if the deadline is over: what does not wait does not
// learn of it otherwise.
func (s *socket) expired() error {
	if !s.limited.Load() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.deadline.IsZero() && !time.Now().Before(s.deadline) {
		return os.ErrDeadlineExceeded
	}
	return nil
}

func (s *socket) close() error {
	if s.closed.Swap(true) {
		return os.ErrClosed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting != nil && s.waiting != s.file {
		// Not closed here, which is up to the one who waits.
		s.waiting.SetReadDeadline(time.Unix(1, 0))
	}
	return s.file.Close()
}

// pollErr turns the error of a closed file, or of a wait that was ended by
// closing it, into os.ErrClosed.
func (s *socket) pollErr(err error) error {
	if err != nil && s.closed.Load() {
		return os.ErrClosed
	}
	return err
}
