//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// socket is the floor: an AF_NETLINK socket without a poller, a lock or an
// option, read and written by system calls that block.
type socket struct {
	fd     int
	buf    []byte // receives
	kernel unix.SockaddrNetlink
}

// receiveSize is the size of the receive buffer. The kernel puts no more than
// 32 KiB of a dump into a datagram.
const receiveSize = 32 << 10

func openSocket(ns *os.File) (*socket, error) {
	s := &socket{
		buf:    make([]byte, receiveSize),
		kernel: unix.SockaddrNetlink{Family: unix.AF_NETLINK},
	}
	err := nsthread.Run(ns, func() (err error) {
		s.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
		return os.NewSyscallError("socket", err)
	})
	if err != nil {
		return nil, err
	}
	// The kernel chooses a port. Without one, the socket would be told of nothing
	// that others change.
	if err := unix.Bind(s.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		s.close()
		return nil, os.NewSyscallError("bind", err)
	}
	return s, nil
}

func (s *socket) close() { unix.Close(s.fd) }

func (s *socket) send(datagram []byte) error {
	return os.NewSyscallError("sendto", unix.Sendto(s.fd, datagram, 0, &s.kernel))
}

// receive returns the next datagram, which is valid until it is called again.
func (s *socket) receive() ([]byte, error) {
	n, err := unix.Read(s.fd, s.buf)
	return s.buf[:max(n, 0)], os.NewSyscallError("read", err)
}

// do sends datagrams of requests, whose last ones ask for an acknowledgement,
// and waits for each of these before it sends the next.
func (s *socket) do(datagrams [][]byte) error {
	for _, d := range datagrams {
		if err := s.send(d); err != nil {
			return err
		}
		if err := s.acknowledged(); err != nil {
			return err
		}
	}
	return nil
}

// acknowledged reads until an acknowledgement comes. A refusal that comes
// before is an error: no request of a benchmark is to be refused.
func (s *socket) acknowledged() error {
	for {
		b, err := s.receive()
		if err != nil {
			return err
		}
		for len(b) >= nlmsg.HeaderLen {
			length, typ := header(b)
			if typ == unix.NLMSG_ERROR {
				return errno(b)
			}
			b = b[min(align(length), len(b)):]
		}
	}
}

// dump makes a request for a dump and returns how many messages came before its
// end.
func (s *socket) dump(request []byte) (n int, err error) {
	if err := s.send(request); err != nil {
		return 0, err
	}
	return s.count()
}

// count reads until a dump ends and returns how many messages came before.
func (s *socket) count() (n int, err error) {
	for {
		b, err := s.receive()
		if err != nil {
			return n, err
		}
		for len(b) >= nlmsg.HeaderLen {
			length, typ := header(b)
			if typ == unix.NLMSG_DONE || typ == unix.NLMSG_ERROR {
				return n, errno(b)
			}
			n++
			b = b[min(align(length), len(b)):]
		}
	}
}

// header returns what of a message's header the floor looks at.
func header(b []byte) (length int, typ uint16) {
	return int(binary.NativeEndian.Uint32(b)), binary.NativeEndian.Uint16(b[4:])
}

// errno returns the error that a message of type NLMSG_ERROR or NLMSG_DONE
// holds.
func errno(b []byte) error {
	if len(b) < nlmsg.HeaderLen+4 {
		return nil
	}
	if n := int32(binary.NativeEndian.Uint32(b[nlmsg.HeaderLen:])); n != 0 {
		return fmt.Errorf("the kernel refuses a request: %w", unix.Errno(-n))
	}
	return nil
}

// align returns where the message after one of n bytes begins.
func align(n int) int {
	return (max(n, nlmsg.HeaderLen) + unix.NLMSG_ALIGNTO - 1) &^ (unix.NLMSG_ALIGNTO - 1)
}

// batchSize is how many requests the floor puts into a datagram. Beyond some
// dozens the number makes no difference.
const batchSize = 512

// encodeBatches returns requests ready to be sent, several to a datagram, the
// last of which asks for an acknowledgement. The library's own encoder makes
// them: the floor has them for nothing.
func encodeBatches(requests []nlmsg.Request, size int) ([][]byte, error) {
	var datagrams [][]byte
	for at := 0; at < len(requests); at += size {
		batch := requests[at:min(at+size, len(requests))]
		var d []byte
		for i, r := range batch {
			start := len(d)
			var err error
			if d, err = r.AppendBinary(d); err != nil {
				return nil, err
			}
			flags := r.Flags&^unix.NLM_F_ACK | unix.NLM_F_REQUEST
			if i == len(batch)-1 {
				flags |= unix.NLM_F_ACK
			}
			binary.NativeEndian.PutUint16(d[start+6:], flags)
			for len(d)%unix.NLMSG_ALIGNTO != 0 {
				d = append(d, 0)
			}
		}
		datagrams = append(datagrams, d)
	}
	return datagrams, nil
}
