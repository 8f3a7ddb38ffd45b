package encap_test

import (
	"errors"
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/route"
)

// The kernel reports the names of programs, and of a segment's end the id.
func TestKernelPrograms(t *testing.T) {
	t.Parallel()
	in, out, xmit := load(t, unix.BPF_PROG_TYPE_LWT_IN), load(t, unix.BPF_PROG_TYPE_LWT_OUT), load(t, unix.BPF_PROG_TYPE_LWT_XMIT)
	conn := dial(t)
	tunnel := &encap.BPF{In: &encap.Program{FD: in, Name: "in"}, Out: &encap.Program{FD: out, Name: "out"},
		Xmit: &encap.Program{FD: xmit, Name: "xmit"}, Headroom: 64}
	add := &route.Route{Dst: net4, OIF: veth0, Encap: tunnel}
	if err := conn.Do(route.Add(add)); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("needs CONFIG_LWTUNNEL_BPF: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	want := &encap.BPF{In: &encap.Program{Name: "in"}, Out: &encap.Program{Name: "out"}, Xmit: &encap.Program{Name: "xmit"}}
	read := only(t, conn)
	if diff := cmp.Diff(want, read.Encap, values); diff != "" {
		t.Errorf("read (-want +got)\n%s", diff)
	}

	do(t, conn, route.Del(read))

	// With the programs, it can be written back.
	got := read.Encap.(*encap.BPF)
	got.In.FD, got.Out.FD, got.Xmit.FD = in, out, xmit
	do(t, conn, route.Add(read), route.Del(read))

	local := &encap.Seg6Local{Action: encap.Seg6EndBPF,
		BPF: &encap.Program{FD: load(t, unix.BPF_PROG_TYPE_LWT_SEG6LOCAL), Name: "end"}}
	add = &route.Route{Dst: prefix("2001:db8:6::1/128"), OIF: veth0, Encap: local}
	if err := conn.Do(route.Add(add)); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("needs CONFIG_IPV6_SEG6_BPF: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	p := only(t, conn).Encap.(*encap.Seg6Local).BPF
	if p == nil || p.Name != "end" || p.FD == 0 {
		t.Errorf("program %+v, want one with an id", p)
	}
}

// A program that lets all packets pass: r0 = BPF_OK, exit. The kernel is told
// where they are, so that they must not move.
var (
	insns   = [16]byte{0: 0xb7, 8: 0x95}
	license = [4]byte{'M', 'I', 'T'}
)

// load loads the program, and returns its descriptor.
func load(t *testing.T, typ uint32) uint32 {
	t.Helper()
	attr := struct {
		typ, count     uint32
		insns, license uint64
		rest           [96]byte
	}{typ: typ, count: uint32(len(insns) / 8),
		insns: uint64(uintptr(unsafe.Pointer(&insns))), license: uint64(uintptr(unsafe.Pointer(&license)))}
	const progLoad = 5 // BPF_PROG_LOAD
	fd, _, errno := unix.Syscall(unix.SYS_BPF, progLoad, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	switch errno {
	case 0:
	case unix.EPERM, unix.ENOSYS, unix.EINVAL:
		t.Skipf("needs programs of BPF: %v", os.NewSyscallError("bpf", errno))
	default:
		t.Fatal(os.NewSyscallError("bpf", errno))
	}
	t.Cleanup(func() { unix.Close(int(fd)) })
	return uint32(fd)
}
