package link_test

import (
	"errors"
	"os"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
)

// A program is attached, read, replaced by another if it is the one expected, and
// detached.
func TestXDPLive(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	first, second := xdpProgram(t), xdpProgram(t)
	do(t, conn, veth("veth0", "veth1"))
	veth0 := link.Name("veth0")
	if l := get(t, conn, veth0); l.XDP != nil {
		t.Errorf("a new link has %+v, want no program", l.XDP)
	}

	do(t, conn, link.SetXDP(veth0, &link.XDP{FD: &first, Flags: skb | noExist}))
	attached := get(t, conn, veth0).XDP
	if attached == nil || attached.Attached != 2 || attached.ProgID == 0 || attached.SKBProgID != attached.ProgID || attached.Unknown != nil {
		t.Fatalf("attached %+v, want one program, at SKB", attached)
	}

	for name, refused := range map[string]struct {
		xdp  link.XDP
		want error
	}{
		"update if there is none":           {link.XDP{FD: &second, Flags: skb | noExist}, unix.EBUSY},
		"replace another than the expected": {link.XDP{FD: &first, ExpectedFD: &second, Flags: skb}, unix.EEXIST},
		"replace one if none is expected":   {link.XDP{FD: &second, ExpectedFD: new(-1), Flags: skb}, unix.EEXIST},
		"two places":                        {link.XDP{FD: &second, Flags: skb | drv}, unix.EINVAL},
	} {
		if err := conn.Do(link.SetXDP(veth0, &refused.xdp)); !errors.Is(err, refused.want) {
			t.Errorf("%s: %v, want %v", name, err, refused.want)
		}
	}

	do(t, conn, link.SetXDP(veth0, &link.XDP{FD: &second, ExpectedFD: &first, Flags: skb}))
	replaced := get(t, conn, veth0).XDP
	if replaced == nil || replaced.ProgID == attached.ProgID {
		t.Errorf("replaced %+v by %+v", attached, replaced)
	}

	do(t, conn, link.SetXDP(veth0, &link.XDP{FD: new(-1), Flags: skb}))
	if l := get(t, conn, veth0); l.XDP != nil {
		t.Errorf("detached, but there is %+v", l.XDP)
	}
}

// A program in the driver is read as such. A link that was read can be written
// back: what it says of programs is no request.
func TestXDPInTheDriver(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	program := xdpProgram(t)
	do(t, conn, veth("veth0", "veth1"))
	do(t, conn, link.SetXDP(link.Name("veth0"), &link.XDP{FD: &program, Flags: drv}))
	x := get(t, conn, link.Name("veth0")).XDP
	if x == nil || x.Attached != 1 || x.ProgID == 0 || x.DrvProgID != x.ProgID || x.SKBProgID != 0 {
		t.Fatalf("attached %+v, want one program, in the driver", x)
	}
	do(t, conn, link.Set(link.Name("veth0"), &link.Link{XDP: x}))
}

// xdpProgram loads a program that passes all packets and returns its descriptor.
func xdpProgram(t *testing.T) int {
	t.Helper()
	const progLoad, typeXDP, pass = 5, 6, 2 // linux/bpf.h: BPF_PROG_LOAD, BPF_PROG_TYPE_XDP, XDP_PASS
	code := [...]struct {
		op, regs uint8
		off      int16
		imm      int32
	}{
		{op: 0xb7, imm: pass}, // r0 = XDP_PASS
		{op: 0x95},            // return
	}
	license := [...]byte{'M', 'I', 'T', 0}
	var pin runtime.Pinner
	defer pin.Unpin()
	pin.Pin(&code)
	pin.Pin(&license)
	attr := struct { // union bpf_attr as far as BPF_PROG_LOAD needs it
		progType, count   uint32
		code, license     uint64
		logLevel, logSize uint32
		log               uint64
		version, flags    uint32
	}{
		progType: typeXDP, count: uint32(len(code)),
		code: uint64(uintptr(unsafe.Pointer(&code))), license: uint64(uintptr(unsafe.Pointer(&license))),
	}
	fd, _, errno := unix.Syscall(unix.SYS_BPF, progLoad, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	switch errno {
	case 0:
	case unix.EPERM, unix.EACCES, unix.ENOSYS:
		t.Skipf("no XDP programs here: %v", os.NewSyscallError("bpf", errno))
	default:
		t.Fatal(os.NewSyscallError("bpf", errno))
	}
	t.Cleanup(func() { unix.Close(int(fd)) })
	return int(fd)
}
