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
	"github.com/seed-030106aa/rawnl/internal/poller"
)

// socket is an AF_NETLINK socket.
//
// The kernel answers requests while they are sent, so that what is received is
// there already. A socket for requests is therefore kept out of the runtime's
// poller: that would wake a thread for each datagram of a dump, which costs
// more than decoding it. When there is something to wait for after all, a
// duplicate of the descriptor is given to the poller for that time. A socket
// that has joined groups waits most of the time, and stays in the poller.
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
		single
		vector
		many  bool // receive into vector, which alone knows the origin
		flags int
		n     int // datagrams received
		err   error
		try   func(fd uintptr) bool // once
		wait  func(fd uintptr) bool // until something is there
	}

	// mu guards what ends waiting: the user's deadline, and the file that is
	// waited on, which is nil if there is none. While ended is true, a context's
	// end stands in place of the deadline.
	mu       sync.Mutex
	deadline time.Time
	ended    bool
	waiting  *os.File

	// limited says that there is a deadline.
	limited atomic.Bool
}

// openSocket opens a socket as cfg says.
func openSocket(protocol int, cfg *Config) (transport, limits, error) {
	var fd int
	open := func() (err error) {
		fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
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
	s, err := newSocket(fd, len(cfg.Groups) > 0)
	if err != nil {
		return nil, limits{}, err
	}
	s.rx.withOrigin = cfg.AllNetNS
	return s, lim, nil
}

// newSocket takes over fd. polled says that it is to stay in the poller, which
// takes what does not block when it becomes a file.
func newSocket(fd int, polled bool) (*socket, error) {
	s := new(socket)
	if polled {
		err := poller.Ready()
		if err == nil {
			err = nonblock(fd)
		}
		if err != nil {
			unix.Close(fd)
			return nil, err
		}
	}
	s.file = os.NewFile(uintptr(fd), "netlink")
	var err error
	if polled {
		s.waiting = s.file
	} else {
		err = nonblock(fd)
	}
	if err == nil {
		s.raw, err = s.file.SyscallConn()
	}
	if err != nil {
		s.file.Close()
		return nil, err
	}
	s.tx.call = s.sendCall
	s.rx.try = func(fd uintptr) bool { s.recvCall(fd); return true }
	s.rx.wait = func(fd uintptr) bool { s.recvCall(fd); return s.rx.err != unix.EAGAIN }
	return s, nil
}

func nonblock(fd int) error { return os.NewSyscallError("fcntl", unix.SetNonblock(fd, true)) }

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
	if cfg.AllNetNS {
		if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_LISTEN_ALL_NSID, 1); err != nil {
			return lim, fmt.Errorf("listen in all network namespaces: %w", os.NewSyscallError("setsockopt", err))
		}
	}
	if err := setBuffer(fd, unix.SO_RCVBUFFORCE, unix.SO_RCVBUF, readBuffer(cfg)); err != nil {
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
			if err == unix.EINVAL {
				return lim, fmt.Errorf("join group %d: the protocol has no such group: %w", group, err)
			}
			return lim, fmt.Errorf("join group %d: %w", group, err)
		}
	}
	return lim, nil
}

// readBuffer is the size of the receive buffer, or zero for the system's
// default. For requests it has room for two datagrams of a dump: the kernel
// makes the next one while the first is looked at, and breaks the dump off if it
// does not fit.
func readBuffer(cfg *Config) int {
	switch {
	case len(cfg.Groups) > 0 && cfg.ReadBuffer == 0:
		return groupReadBuffer
	case len(cfg.Groups) > 0 || cfg.ReadBuffer == 0:
		return cfg.ReadBuffer
	}
	return max(cfg.ReadBuffer, minReadBuffer)
}

const (
	minReadBuffer = 48 << 10

	// groupReadBuffer has room for some 20,000 notifications, for which the
	// kernel counts about 800 bytes each: what comes in a tenth of a second when
	// routes change as fast as they can. None of it is taken before it is needed.
	groupReadBuffer = 8 << 20
)

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

func (s *socket) send(b []byte, to address) error {
	s.sendMu.Lock()
	defer s.sendMu.Unlock()
	if err := s.expired(); err != nil {
		return err
	}
	s.tx.b = b
	s.tx.to = unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: to.portID, Groups: to.groups}
	err := s.pollErr(s.raw.Write(s.tx.call))
	s.tx.b = nil
	switch {
	case err != nil:
		return err
	case s.tx.err == unix.EAGAIN:
		// The poller would not tell when there is room: what is full is the
		// receiver's buffer, not the sender's.
		return fmt.Errorf("the receiver's buffer is full: %w", s.tx.err)
	}
	return os.NewSyscallError("sendmsg", s.tx.err)
}

func (s *socket) sendCall(fd uintptr) bool {
	for {
		s.tx.err = unix.Sendto(int(fd), s.tx.b, 0, &s.tx.to)
		if s.tx.err != unix.EINTR {
			return true
		}
	}
}

func (s *socket) peek(ctx context.Context, wait bool) (int, error) {
	s.rx.many, s.rx.buf, s.rx.flags = false, nil, unix.MSG_PEEK|unix.MSG_TRUNC
	if err := s.read(ctx, wait); err != nil {
		return 0, err
	}
	return s.rx.single.n, nil
}

func (s *socket) recv(ctx context.Context, bufs [][]byte, got []received, wait bool) (int, error) {
	s.rx.flags = unix.MSG_TRUNC // makes the length that of the datagram
	if s.rx.many = len(bufs) > 1 || s.rx.withOrigin; !s.rx.many {
		s.rx.buf = bufs[0]
		if err := s.read(ctx, wait); err != nil {
			return 0, err
		}
		got[0] = s.rx.single.received()
		return 1, nil
	}
	s.rx.set(bufs)
	if err := s.read(ctx, wait); err != nil {
		return 0, err
	}
	for i := range s.rx.n {
		got[i] = s.rx.vector.received(i)
	}
	return s.rx.n, nil
}

// read makes the system call that rx is prepared for.
func (s *socket) read(ctx context.Context, wait bool) error {
	err := s.expired()
	if err == nil {
		err = s.pollErr(s.raw.Read(s.rx.try))
	}
	if err == nil && s.rx.err == unix.EAGAIN && wait {
		err = s.waitRead(ctx)
	}
	switch {
	case err != nil:
		return err
	case s.rx.err == unix.EAGAIN:
		return errEmpty
	case s.rx.err == unix.ENOBUFS:
		return ErrOverrun
	}
	return os.NewSyscallError("recv", s.rx.err)
}

func (s *socket) recvCall(fd uintptr) {
	if s.rx.many {
		s.rx.n, s.rx.err = s.rx.vector.recv(fd, s.rx.flags)
		return
	}
	s.rx.err = s.rx.single.recv(fd, s.rx.flags)
}
