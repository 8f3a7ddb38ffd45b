package nlmsg

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// vector is the argument of recvmmsg(2): where to put datagrams, and, once they
// are there, who sent them. It is what the kernel reads and writes, kept from
// call to call: unix.Recvmsg allocates an address for each datagram, and x/sys
// has no recvmmsg at all.
//
// This file is the only one with package unsafe in it. What it hands to the
// kernel is memory of Go that the vector points to with typed pointers.
type vector struct {
	hdrs  []mmsghdr
	iovs  []unix.Iovec
	names []unix.RawSockaddrNetlink
}

// mmsghdr is struct mmsghdr of linux/socket.h.
type mmsghdr struct {
	unix.Msghdr
	n uint32 // length of the datagram
}

// set makes v receive into bufs, one datagram each. An empty buffer takes none
// of it.
func (v *vector) set(bufs ...[]byte) {
	if cap(v.hdrs) < len(bufs) {
		*v = vector{
			hdrs:  make([]mmsghdr, len(bufs)),
			iovs:  make([]unix.Iovec, len(bufs)),
			names: make([]unix.RawSockaddrNetlink, len(bufs)),
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
	name := &v.names[i]
	return received{n: int(v.hdrs[i].n), from: address{portID: name.Pid, groups: name.Groups}}
}
