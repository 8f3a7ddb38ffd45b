//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// listen opens a socket of the floor's that has joined a group. A queue of zero
// leaves the size of the receive buffer to the system.
func listen(ns *os.File, group, queue int) (*socket, error) {
	s, err := openSocket(ns)
	if err != nil {
		return nil, err
	}
	if queue > 0 {
		err = unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, queue)
		if err == unix.EPERM {
			err = unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, queue)
		}
	}
	if err == nil {
		err = unix.SetsockoptInt(s.fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group)
	}
	if err != nil {
		s.close()
		return nil, os.NewSyscallError("setsockopt", err)
	}
	return s, nil
}

// drain receives datagrams until n messages have come.
func (s *socket) drain(n int) error {
	for n > 0 {
		b, err := s.receive()
		if err != nil {
			return err
		}
		for len(b) >= nlmsg.HeaderLen {
			length, _ := header(b)
			n--
			b = b[min(align(length), len(b)):]
		}
	}
	return nil
}

// waiting takes all datagrams that are there and returns how many there were.
func (s *socket) waiting() (n int, err error) {
	for {
		_, _, err := unix.Recvfrom(s.fd, s.buf, unix.MSG_DONTWAIT)
		switch err {
		case nil:
			n++
		case unix.ENOBUFS: // some were dropped
		case unix.EAGAIN:
			return n, nil
		default:
			return n, os.NewSyscallError("recvfrom", err)
		}
	}
}
