//go:build linux

package main

import (
	"fmt"
	"net"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// addingNeighs is the work of adding the neighbours of the stage. They are
// permanent, so that the kernel has no limit for them.
func addingNeighs(s *stage, conn *nlmsg.Conn) (adding[neigh.Neigh], error) {
	neighs := make([]neigh.Neigh, s.n)
	for i := range neighs {
		neighs[i] = neigh.Neigh{
			Index: firstPort, Dst: address(i), State: neigh.StatePermanent,
			LLAddr: net.HardwareAddr{2, 0, 0, byte(i >> 16), byte(i >> 8), byte(i)},
		}
	}
	return adding[neigh.Neigh]{
		things:  neighs,
		request: neigh.Add,
		command: func(n *neigh.Neigh) string {
			return fmt.Sprintf("neigh add %v lladdr %v dev %s", n.Dst, n.LLAddr, portName(0))
		},
		reset: func() error { return renewPorts(conn, 1) },
	}, newPorts(s, conn, 1)
}

// dumpNeighs reads neighbours.
func dumpNeighs(s *stage) ([]way, error) {
	conn, err := added(s, addingNeighs)
	if err != nil {
		return nil, err
	}
	return dumps(s, conn, "neigh", neigh.Filter{Family: unix.AF_INET}, dumpTargets{},
		[]string{"-j", "-4", "neigh"})
}
