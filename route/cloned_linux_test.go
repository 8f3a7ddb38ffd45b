package route_test

import (
	"encoding/binary"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/route"
)

// The kernel remembers the MTU of a path as a cached route, which is read by
// the protocol of the route it was made of.
func TestCachedRoutes(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	do(t, conn, route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: veth0, Protocol: 99}))
	if err := nsthread.Run(ns, func() error { return tooBig([4]byte{192, 0, 2, 1}, [4]byte{198, 51, 100, 9}) }); err != nil {
		t.Fatal(err)
	}
	for _, f := range []route.Filter{
		{Cloned: true},
		{Cloned: true, Protocol: 99},
		{Cloned: true, Protocol: 99, Family: linux.AF_INET},
	} {
		got, err := f.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 || got[0].Dst != prefix("198.51.100.9/32") || got[0].Metrics == nil || got[0].Metrics.MTU != 1000 {
			t.Errorf("%+v: got %+v, want a route to 198.51.100.9 with an MTU of 1000", f, got)
		}
	}
	if got, err := (route.Filter{Cloned: true, Protocol: 98}).List(conn); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v of another protocol", got, err)
	}
}

// The kernel refuses an IPv6 route that says it is a cached one, and deletes
// only those of such if that is what the request says.
func TestClonedIsSentToDelete(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Flags: linux.RTM_F_CLONED}
	do(t, conn, route.Add(&r), route.Del(&r))
	if got := list(t, conn); len(got) != 1 {
		t.Errorf("left: %v, want the route that is not cached", got)
	}
}

// tooBig tells the system that its datagrams to dst do not fit the path, whose
// MTU is 1000.
func tooBig(own, dst [4]byte) error {
	udp, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(udp)
	if err := unix.Bind(udp, &unix.SockaddrInet4{Port: 1000, Addr: own}); err != nil {
		return os.NewSyscallError("bind", err)
	}
	if err := unix.Connect(udp, &unix.SockaddrInet4{Port: 2000, Addr: dst}); err != nil {
		return os.NewSyscallError("connect", err)
	}
	raw, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMP)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(raw)

	// Destination unreachable, fragmentation needed: then the MTU, and the
	// headers of IP and UDP of the datagram.
	b := []byte{3, 4, 0, 0, 0, 0, 1000 >> 8, 1000 & 0xff,
		0x45, 0, 1400 >> 8, 1400 & 0xff, 0, 0, 0x40, 0, 64, unix.IPPROTO_UDP, 0, 0}
	b = append(append(b, own[:]...), dst[:]...)
	b = append(b, 1000>>8, 1000&0xff, 2000>>8, 2000&0xff, 1380>>8, 1380&0xff, 0, 0)
	binary.BigEndian.PutUint16(b[2:], checksum(b))
	return os.NewSyscallError("sendto", unix.Sendto(raw, b, 0, &unix.SockaddrInet4{Addr: own}))
}

// checksum is that of RFC 1071, of an even number of bytes.
func checksum(b []byte) uint16 {
	var sum uint32
	for ; len(b) > 0; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
	}
	sum = sum>>16 + sum&0xffff
	return ^uint16(sum>>16 + sum&0xffff)
}
