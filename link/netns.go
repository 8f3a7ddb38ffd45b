package link

import (
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NetNS names a network namespace: an [NSFile], an [NSFd], an [NSPid] or an
// [NSID]. Having one of them, a request cannot name two namespaces, which the
// kernel refuses.
type NetNS interface {
	attr() (typ uint16, v uint32)
	valid() error
}

// NSFile is the namespace of an open file, such as those of package netns
// (IFLA_NET_NS_FD). The file must be open still when the request is sent; that
// it is not collected before is seen to, for the request holds it.
func NSFile(file *os.File) NetNS { return nsFile{file} }

type nsFile struct{ file *os.File }

// NSFd is the same by the number of the descriptor. An [os.File] that nothing
// else refers to may be closed by the garbage collector before the request is
// sent: keep it (runtime.KeepAlive), or use [NSFile].
type NSFd uintptr

// NSPid is the namespace of a process, by its id in the caller's PID
// namespace (IFLA_NET_NS_PID).
type NSPid int

// NSID is the namespace with an id in the namespace of the connection
// (IFLA_TARGET_NETNSID). See ip-netns(8), set and list-id.
type NSID int32

func (n NSFd) valid() error {
	if n > math.MaxInt32 {
		return errors.New("not an open file")
	}
	return nil
}

func (n NSPid) valid() error {
	if n <= 0 || n > math.MaxInt32 {
		return fmt.Errorf("process id %d is out of range", int(n))
	}
	return nil
}

func (n NSID) valid() error {
	if n < 0 {
		return fmt.Errorf("namespace id %d is negative", int32(n))
	}
	return nil
}

func (n nsFile) valid() error                 { return NSFd(n.file.Fd()).valid() }
func (n nsFile) attr() (typ uint16, v uint32) { return NSFd(n.file.Fd()).attr() }

func (n NSFd) attr() (typ uint16, v uint32)  { return linux.IFLA_NET_NS_FD, uint32(n) }
func (n NSPid) attr() (typ uint16, v uint32) { return linux.IFLA_NET_NS_PID, uint32(n) }
func (n NSID) attr() (typ uint16, v uint32)  { return linux.IFLA_TARGET_NETNSID, uint32(n) }

// putNetNS appends n, which is not nil.
func putNetNS(e *rtattr.Encoder, n NetNS) {
	if fd, ok := n.(NSFd); ok && fd <= math.MaxInt32 { // the most used, without reflection
		e.Uint32(linux.IFLA_NET_NS_FD, uint32(fd))
		return
	}
	putAnyNetNS(e, n)
}

func putAnyNetNS(e *rtattr.Encoder, n NetNS) {
	if isNil(n) {
		e.Fail(linux.IFLA_TARGET_NETNSID, errors.New("the namespace is a nil pointer"))
		return
	}
	typ, v := n.attr()
	if err := n.valid(); err != nil {
		e.Fail(typ, err)
		return
	}
	e.Uint32(typ, v)
}

func (l *Link) decodeNetNS(typ uint16, v rtattr.Value) {
	if l.NetNS != nil {
		v.Fail(errors.New("a second namespace"))
		return
	}
	switch n := v.Uint32(); typ {
	case linux.IFLA_NET_NS_FD:
		l.NetNS = NSFd(n)
	case linux.IFLA_NET_NS_PID:
		l.NetNS = NSPid(n)
	default:
		l.NetNS = NSID(int32(n))
	}
	if err := l.NetNS.valid(); err != nil {
		v.Fail(err)
	}
}
