package nlmsg

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// This file is the only one with package unsafe in it: unix.Recvfrom and
// unix.Recvmsg allocate an address for each datagram, and x/sys has no
// recvmmsg. What is handed to the kernel is memory of Go that typed pointers
// keep alive until the call returns.

// single is the argument of recvfrom(2), which has less to copy in and out of the
// kernel than recvmmsg with a single datagram.
type single struct {
	buf  []byte
	name unix.RawSockaddrNetlink
	len  uint32 // of name
	n    int    // length of the datagram
}

// recv receives a datagram into s.buf, or none of it if that is empty.
func (s *single) recv(fd uintptr, flags int) error {
	for {
		s.len = unix.SizeofSockaddrNetlink
		n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, fd,
			uintptr(unsafe.Pointer(unsafe.SliceData(s.buf))), uintptr(len(s.buf)), uintptr(flags),
			uintptr(unsafe.Pointer(&s.name)), uintptr(unsafe.Pointer(&s.len)))
		switch errno {
		case 0:
			s.n = int(n)
			return nil
		case unix.EINTR:
			continue
		}
		return errno
	}
}

func (s *single) received() received { return newReceived(s.n, &s.name) }

func newReceived(n int, name *unix.RawSockaddrNetlink) received {
	return received{n: n, from: address{portID: name.Pid, groups: name.Groups}}
}

// vector is the argument of recvmmsg(2): where to put datagrams, and, once they
// are there, who sent them.
type vector struct {
	hdrs  []mmsghdr
	iovs  []unix.Iovec
	names []unix.RawSockaddrNetlink

	// origins are the control messages that say which namespaces the datagrams
	// are from, if withOrigin asks for them.
	origins    []control
	withOrigin bool
}

// mmsghdr is struct mmsghdr of linux/socket.h.
type mmsghdr struct {
	unix.Msghdr
	n uint32 // length of the datagram
}

// control is a control message with the id of a namespace.
type control struct {
	unix.Cmsghdr
	id int32
}

// set makes v receive into bufs, one datagram each.
func (v *vector) set(bufs [][]byte) {
	if cap(v.hdrs) < len(bufs) {
		*v = vector{
			hdrs:  make([]mmsghdr, len(bufs)),
			iovs:  make([]unix.Iovec, len(bufs)),
			names: make([]unix.RawSockaddrNetlink, len(bufs)),

			withOrigin: v.withOrigin,
		}
		if v.withOrigin {
			v.origins = make([]control, len(bufs))
		}
	}
	v.hdrs = v.hdrs[:len(bufs)]
	for i, b := range bufs {
		v.iovs[i].Base = unsafe.SliceData(b)
		v.iovs[i].SetLen(len(b))
		h := &v.hdrs[i].Msghdr
		h.Name = (*byte)(unsafe.Pointer(&v.names[i]))
		h.Namelen = unix.SizeofSockaddrNetlink
		h.Iov = &v.iovs[i]
		h.SetIovlen(1)
		if v.withOrigin {
			h.Control = (*byte)(unsafe.Pointer(&v.origins[i]))
			h.SetControllen(int(unsafe.Sizeof(control{})))
		}
	}
}

// recv receives at least one datagram and at most as many as there are buffers.
func (v *vector) recv(fd uintptr, flags int) (int, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, fd,
			uintptr(unsafe.Pointer(unsafe.SliceData(v.hdrs))), uintptr(len(v.hdrs)), uintptr(flags), 0, 0)
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
			continue
		}
		return 0, errno
	}
}

// received returns the length and the sender of datagram i.
func (v *vector) received(i int) received {
	r := newReceived(int(v.hdrs[i].n), &v.names[i])
	if v.withOrigin {
		r.netns = v.origin(i)
	}
	return r
}

// origin returns the namespace that datagram i is from. The kernel says nothing
// if it is the socket's own, as a rule.
func (v *vector) origin(i int) origin {
	c := &v.origins[i]
	if int(v.hdrs[i].Controllen) < unix.CmsgLen(4) || c.Level != unix.SOL_NETLINK || c.Type != unix.NETLINK_LISTEN_ALL_NSID {
		return 0
	}
	return origin(uint32(c.id) + 1)
}
