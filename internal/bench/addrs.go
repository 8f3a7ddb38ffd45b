//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// addrPorts is how many ports share the addresses. The kernel looks through
// all that a link has already when it gets another one.
const addrPorts = 10

// addingAddrs is the work of adding the addresses of the stage.
func addingAddrs(s *stage, conn *nlmsg.Conn) (adding[addr.Addr], error) {
	addrs := make([]addr.Addr, s.n)
	for i := range addrs {
		addrs[i] = addr.Addr{Index: firstPort + i%addrPorts, Prefix: netip.PrefixFrom(address(i), 32)}
	}
	return adding[addr.Addr]{
		things:  addrs,
		request: addr.Add,
		command: func(a *addr.Addr) string {
			return fmt.Sprintf("addr add %v dev %s", a.Prefix, portName(a.Index-firstPort))
		},
		reset: func() error { return renewPorts(conn, addrPorts) },
	}, newPorts(s, conn, addrPorts)
}

// dumpAddrs reads addresses.
func dumpAddrs(s *stage) ([]way, error) {
	conn, err := added(s, addingAddrs)
	if err != nil {
		return nil, err
	}
	return dumps(s, conn, "addr", addr.Filter{Family: unix.AF_INET}, dumpTargets{all: target{ratio: 1.2, allocs: new(0.0), memory: 1 << 20}},
		[]string{"-j", "-4", "addr"})
}
