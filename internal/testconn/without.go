//go:build linux

package testconn

import (
	"encoding/binary"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// DialWithout opens a connection on a thread for which the kernel does not know
// some options of netlink sockets (seccomp(2)). The thread ends afterwards.
func DialWithout(t testing.TB, options []uint32, cfg nlmsg.Config) *nlmsg.Conn {
	t.Helper()
	var conn *nlmsg.Conn
	var refused, err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if refused = refuseOptions(options); refused == nil {
			conn, err = nlmsg.Dial(unix.NETLINK_ROUTE, &cfg)
		}
	}()
	<-done
	switch {
	case refused != nil:
		t.Skipf("no filter for system calls: %v", refused)
	case err != nil:
		t.Fatal(err)
	}
	closed(t, conn)
	return conn
}

// refuseOptions makes setsockopt(2) of each option of SOL_NETLINK fail with
// ENOPROTOOPT on this thread.
func refuseOptions(options []uint32) error {
	const (
		load = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		jeq  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ret  = unix.BPF_RET | unix.BPF_K
	)
	arg := func(i uint32) uint32 { // the offset of its lower half in struct seccomp_data
		if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
			return 16 + 8*i + 4
		}
		return 16 + 8*i
	}
	n := uint8(len(options))
	filter := []unix.SockFilter{
		{Code: load, K: 0}, // the number of the call
		{Code: jeq, K: unix.SYS_SETSOCKOPT, Jf: n + 3},
		{Code: load, K: arg(1)},
		{Code: jeq, K: unix.SOL_NETLINK, Jf: n + 1},
		{Code: load, K: arg(2)},
	}
	for i, opt := range options {
		filter = append(filter, unix.SockFilter{Code: jeq, K: opt, Jt: n - uint8(i)})
	}
	filter = append(filter,
		unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOPROTOOPT)})
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog)), 0, 0)
}
