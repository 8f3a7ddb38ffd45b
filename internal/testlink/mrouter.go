//go:build linux

package testlink

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

// MulticastRouter is the socket of a daemon that makes multicast routes: MRT_* of
// linux/mroute.h and MRT6_* of linux/mroute6.h, whose numbers are the same. It has
// two virtual interfaces, 0 and 1.
type MulticastRouter struct {
	fd, level int
}

const (
	mrtInit   = 200
	mrtAddVif = 202
	mrtDelVif = 203
	mrtAddMFC = 204
	mrtDelMFC = 205
)

// NewMulticastRouter starts one for routes of a family from the interface with the
// index in to that with the index out. It skips the test if the kernel has no such
// routes.
func NewMulticastRouter(t testing.TB, ns *os.File, family, in, out int) *MulticastRouter {
	t.Helper()
	r := &MulticastRouter{level: unix.IPPROTO_IP}
	protocol := unix.IPPROTO_IGMP
	if family == unix.AF_INET6 {
		r.level, protocol = unix.IPPROTO_IPV6, unix.IPPROTO_ICMPV6
	}
	err := nsthread.Run(ns, func() (err error) {
		r.fd, err = unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
		return os.NewSyscallError("socket", err)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	if err := unix.SetsockoptInt(r.fd, r.level, mrtInit, 1); errors.Is(err, unix.ENOPROTOOPT) || errors.Is(err, unix.EACCES) {
		t.Skipf("needs CONFIG_IP_MROUTE and CONFIG_IPV6_MROUTE: %v", err)
	} else if err != nil {
		t.Fatal(os.NewSyscallError("setsockopt", err))
	}
	for vif, index := range []int{in, out} {
		if err := r.AddInterface(vif, index); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// AddInterface makes the interface with an index the virtual interface vif.
func (r *MulticastRouter) AddInterface(vif, index int) error {
	if r.level == unix.IPPROTO_IP {
		b := make([]byte, 16) // struct vifctl
		binary.NativeEndian.PutUint16(b, uint16(vif))
		b[2] = 0x8 // VIFF_USE_IFINDEX
		b[3] = 1
		binary.NativeEndian.PutUint32(b[8:], uint32(index))
		return r.set(mrtAddVif, b)
	}
	b := make([]byte, 12) // struct mif6ctl
	binary.NativeEndian.PutUint16(b, uint16(vif))
	b[3] = 1
	binary.NativeEndian.PutUint16(b[4:], uint16(index))
	return r.set(mrtAddVif, b)
}

// DelInterface gives up the virtual interface vif.
func (r *MulticastRouter) DelInterface(vif int) error {
	b := make([]byte, 16) // struct vifctl
	if r.level != unix.IPPROTO_IP {
		b = make([]byte, 4) // mifi_t
	}
	binary.NativeEndian.PutUint16(b, uint16(vif))
	return r.set(mrtDelVif, b)
}

// Add adds or changes a route. IPv6 has no ttl.
func (r *MulticastRouter) Add(source, group netip.Addr, ttl uint8) error {
	return r.route(mrtAddMFC, source, group, ttl)
}

// Del deletes a route.
func (r *MulticastRouter) Del(source, group netip.Addr) error {
	return r.route(mrtDelMFC, source, group, 0)
}

// Close ends the daemon, with which its routes go.
func (r *MulticastRouter) Close() {
	unix.Close(r.fd)
	r.fd = -1
}

func (r *MulticastRouter) route(option int, source, group netip.Addr, ttl uint8) error {
	if r.level == unix.IPPROTO_IP {
		b := make([]byte, 60) // struct mfcctl
		s, g := source.As4(), group.As4()
		copy(b, s[:])
		copy(b[4:], g[:])
		b[11] = ttl // of the virtual interface 1
		return r.set(option, b)
	}
	b := make([]byte, 92) // struct mf6cctl
	s, g := source.As16(), group.As16()
	binary.NativeEndian.PutUint16(b, unix.AF_INET6)
	copy(b[8:], s[:])
	binary.NativeEndian.PutUint16(b[28:], unix.AF_INET6)
	copy(b[36:], g[:])
	binary.NativeEndian.PutUint32(b[60:], 1<<1)
	return r.set(option, b)
}

func (r *MulticastRouter) set(option int, b []byte) error {
	return os.NewSyscallError("setsockopt", unix.SetsockoptString(r.fd, r.level, option, string(b)))
}
