package netns_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

const undoEnv = "RAWNL_TEST_NO_BIND"

// A Create that comes as far as the file, and then cannot mount onto it, takes
// the file away. A process of its own plays it, in which the kernel refuses
// bind mounts.
func TestCreateIsUndone(t *testing.T) {
	const name = "undone"
	if os.Getenv(undoEnv) == "" {
		create(t, "undone-before") // makes the directory a mount
		exe, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(exe, "-test.run=^"+t.Name()+"$", fmt.Sprintf("-test.short=%v", testing.Short()))
		cmd.Env = append(os.Environ(), undoEnv+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}

	testns.Need(t)
	if err := refuseBindMounts(); err != nil {
		t.Fatal(err)
	}
	ns, err := netns.Create(name)
	if !errors.Is(err, unix.ENOMEM) || ns != nil {
		t.Errorf("Create = %v, %v, want no file and the ENOMEM of mount", ns, err)
	}
	if _, err := os.Lstat(runDir + name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is left: %v", err)
	}
	testns.NoLeak(t, 1000, func() { _, _ = netns.Create(name) })
}

// refuseBindMounts makes each mount(2) with the flags MS_BIND alone fail with
// ENOMEM, for all threads of the process (seccomp(2)).
func refuseBindMounts() error {
	const arg3 = 16 + 3*8 // in struct seccomp_data, 64 bits wide
	low := uint32(arg3)
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		low += 4
	}
	const (
		load = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		jeq  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ret  = unix.BPF_RET | unix.BPF_K
	)
	filter := []unix.SockFilter{
		{Code: load, K: 0}, // the number of the call
		{Code: jeq, K: unix.SYS_MOUNT, Jf: 3},
		{Code: load, K: low},
		{Code: jeq, K: unix.MS_BIND, Jf: 1},
		{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOMEM)},
		{Code: ret, K: unix.SECCOMP_RET_ALLOW},
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return os.NewSyscallError("seccomp", errno)
	}
	return nil
}
