package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

// socket is an AF_NETLINK socket under the runtime's poller.
type socket struct {
	file   *os.File
	raw    syscall.RawConn
	closed atomic.Bool // the errors of a closed file cannot be told otherwise

	// sendMu lets one send at a time use tx. Receiving is for one goroutine at
	// a time, the holder of the Conn's lock.
	sendMu sync.Mutex
	tx     struct {
		b    []byte
		to   unix.SockaddrNetlink
		err  error
		call func(fd uintptr) bool
	}
	rx struct {
		b     []byte
		flags int
		n     int
		got   int // msg_flags
		from  address
		err   error
		try   func(fd uintptr) bool // once
		wait  func(fd uintptr) bool // until something is there
	}

	// deadlineMu guards deadline, which contexts put aside for a while.
	deadlineMu sync.Mutex
	deadline   time.Time
}

// openSocket opens a socket as cfg says.
func openSocket(protocol int, cfg *Config) (transport, limits, error) {
	var fd int
	open := func() (err error) {
		fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, protocol)
		return os.NewSyscallError("socket", err)
	}
	var err error
	if cfg.NetNS != nil {
		err = nsthread.Run(cfg.NetNS, open)
	} else {
		err = open()
	}
	switch {
	case errors.Is(err, unix.EPROTONOSUPPORT):
		return nil, limits{}, fmt.Errorf("the kernel has no such netlink protocol: %w", err)
	case err != nil:
		return nil, limits{}, err
	}
	lim, err := setUp(fd, cfg)
	if err != nil {
		unix.Close(fd)
		return nil, limits{}, err
	}
	s := &socket{file: os.NewFile(uintptr(fd), "netlink")}
	if s.raw, err = s.file.SyscallConn(); err != nil {
		s.file.Close()
		return nil, limits{}, err
	}
	s.tx.call = s.sendCall
	s.rx.try = func(fd uintptr) bool { s.recvCall(fd); return true }
	s.rx.wait = func(fd uintptr) bool { s.recvCall(fd); return s.rx.err != unix.EAGAIN }
	return s, lim, nil
}

// setUp sets the socket's options, binds it and joins its groups.
func setUp(fd int, cfg *Config) (limits, error) {
	var lim limits
	for _, opt := range []int{unix.NETLINK_EXT_ACK, unix.NETLINK_CAP_ACK, unix.NETLINK_GET_STRICT_CHK} {
		// A kernel older than the option does without.
		err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, opt, 1)
		if err != nil && err != unix.ENOPROTOOPT {
			return lim, os.NewSyscallError("setsockopt", err)
		}
		if opt == unix.NETLINK_CAP_ACK {
			lim.capped = err == nil
		}
	}
	if err := setBuffer(fd, unix.SO_RCVBUFFORCE, unix.SO_RCVBUF, cfg.ReadBuffer); err != nil {
		return lim, err
	}
	if err := setBuffer(fd, unix.SO_SNDBUFFORCE, unix.SO_SNDBUF, cfg.WriteBuffer); err != nil {
		return lim, err
	}
	var err error
	if lim.recvBuf, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF); err != nil {
		return lim, os.NewSyscallError("getsockopt", err)
	}
	if lim.sendBuf, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF); err != nil {
		return lim, os.NewSyscallError("getsockopt", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return lim, os.NewSyscallError("bind", err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return lim, os.NewSyscallError("getsockname", err)
	}
	lim.portID = name.(*unix.SockaddrNetlink).Pid
	for _, group := range cfg.Groups {
		if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, int(group)); err != nil {
			return lim, fmt.Errorf("join group %d: %w", group, err)
		}
	}
	return lim, nil
}

// setBuffer sets the size of a buffer, beyond the system's limit where that is
// allowed. Zero leaves it as it is.
func setBuffer(fd, force, plain, size int) error {
	if size == 0 {
		return nil
	}
	err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, force, size)
	if err == unix.EPERM {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, plain, size)
	}
	return os.NewSyscallError("setsockopt", err)
}

func (s *socket) send(ctx context.Context, b []byte, to address) error {
	s.sendMu.Lock()
	defer s.sendMu.Unlock()
	s.tx.b = b
	s.tx.to = unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: to.portID, Groups: to.groups}
	err := s.interruptible(ctx, s.file.SetWriteDeadline, func() error { return s.pollErr(s.raw.Write(s.tx.call)) })
	s.tx.b = nil
	if err == nil {
		err = os.NewSyscallError("sendmsg", s.tx.err)
	}
	return err
}

func (s *socket) sendCall(fd uintptr) bool {
	for {
		s.tx.err = unix.Sendto(int(fd), s.tx.b, 0, &s.tx.to)
		if s.tx.err != unix.EINTR {
			return s.tx.err != unix.EAGAIN
		}
	}
}

func (s *socket) peek(ctx context.Context, wait bool) (int, error) {
	s.rx.b, s.rx.flags = nil, unix.MSG_PEEK|unix.MSG_TRUNC
	if err := s.pollErr(s.raw.Read(s.rx.try)); err != nil {
		return 0, err
	}
	if s.rx.err == unix.EAGAIN {
		if !wait {
			return 0, errEmpty
		}
		if err := s.interruptible(ctx, s.file.SetReadDeadline, func() error { return s.pollErr(s.raw.Read(s.rx.wait)) }); err != nil {
			return 0, err
		}
	}
	return s.rx.n, s.recvErr()
}

func (s *socket) recv(b []byte) (int, address, bool, error) {
	s.rx.b, s.rx.flags = b, 0
	err := s.pollErr(s.raw.Read(s.rx.try))
	s.rx.b = nil
	if err == nil {
		err = s.recvErr()
	}
	return s.rx.n, s.rx.from, s.rx.got&unix.MSG_TRUNC != 0, err
}

func (s *socket) recvErr() error {
	switch s.rx.err {
	case unix.EAGAIN:
		return errEmpty
	case unix.ENOBUFS:
		return ErrOverrun
	}
	return os.NewSyscallError("recvmsg", s.rx.err)
}

func (s *socket) recvCall(fd uintptr) {
	for {
		n, _, got, from, err := unix.Recvmsg(int(fd), s.rx.b, nil, s.rx.flags)
		if err == unix.EINTR {
			continue
		}
		s.rx.n, s.rx.got, s.rx.err = n, got, err
		if from, ok := from.(*unix.SockaddrNetlink); ok {
			s.rx.from = address{portID: from.Pid, groups: from.Groups}
		}
		return
	}
}

// interruptible runs wait, which waits on the poller, and ends it when ctx
// does, by a deadline in the past.
func (s *socket) interruptible(ctx context.Context, setDeadline func(time.Time) error, wait func() error) error {
	if ctx.Done() == nil {
		return wait()
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		setDeadline(time.Unix(1, 0))
	})
	err := wait()
	if !stop() {
		<-ended
		s.deadlineMu.Lock()
		setDeadline(s.deadline)
		s.deadlineMu.Unlock()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return ctx.Err()
		}
	}
	return err
}

func (s *socket) setDeadline(t time.Time) error {
	s.deadlineMu.Lock()
	defer s.deadlineMu.Unlock()
	s.deadline = t
	return s.file.SetDeadline(t)
}

func (s *socket) close() error {
	if s.closed.Swap(true) {
		return os.ErrClosed
	}
	return s.file.Close()
}

// pollErr turns the poller's error of a closed file into os.ErrClosed.
func (s *socket) pollErr(err error) error {
	if err != nil && s.closed.Load() {
		return os.ErrClosed
	}
	return err
}
