//go:build linux

package testlink

import (
	"encoding/binary"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Advertise sends a router advertisement with a prefix to all hosts on the link of
// an interface. It comes from fe80::1, which the interface must have, with the
// flags and the lifetimes of the prefix information option (RFC 4861). It waits
// until both ends of the link carry packets.
func Advertise(ns *os.File, index int, prefix netip.Prefix, flags uint8, valid, preferred uint32) error {
	const (
		routerAdvertisement = 134
		prefixInformation   = 3
		prefixUnits         = 4 // its length, in units of eight bytes
	)
	b := make([]byte, 16+8*prefixUnits) // the checksum is the kernel's work
	b[0] = routerAdvertisement
	option := b[16:]
	option[0], option[1] = prefixInformation, prefixUnits
	option[2], option[3] = uint8(prefix.Bits()), flags
	binary.BigEndian.PutUint32(option[4:], valid)
	binary.BigEndian.PutUint32(option[8:], preferred)
	x := prefix.Addr().As16()
	copy(option[16:], x[:])

	if err := carried(ns, index); err != nil {
		return err
	}
	return nsthread.Run(ns, func() error {
		fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMPV6)
		if err != nil {
			return os.NewSyscallError("socket", err)
		}
		defer unix.Close(fd)
		for option, value := range map[int]int{
			unix.IPV6_MULTICAST_HOPS: 255, // else hosts do not believe it
			unix.IPV6_MULTICAST_LOOP: 0,
		} {
			if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, option, value); err != nil {
				return os.NewSyscallError("setsockopt", err)
			}
		}
		from := &unix.SockaddrInet6{ZoneId: uint32(index), Addr: netip.MustParseAddr("fe80::1").As16()}
		if err := unix.Bind(fd, from); err != nil {
			return os.NewSyscallError("bind", err)
		}
		to := &unix.SockaddrInet6{ZoneId: uint32(index), Addr: netip.MustParseAddr("ff02::1").As16()}
		return os.NewSyscallError("sendto", unix.Sendto(fd, b, 0, to))
	})
}

// carried waits until an interface and its other end carry packets. The kernel
// makes them do so on another thread.
func carried(ns *os.File, index int) error {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		return err
	}
	defer conn.Close()
	for ready := false; !ready; {
		l, err := link.Get(conn, link.Index(index))
		if err != nil {
			return err
		}
		peer, err := link.Get(conn, link.Index(*l.ParentIndex))
		if err != nil {
			return err
		}
		ready = l.OperState == link.OperUp && peer.OperState == link.OperUp
	}
	return nil
}
