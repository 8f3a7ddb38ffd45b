//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Routes and addresses lead to ports: ends of veth pairs, which are up, as are
// their other ends. The first has an address, in whose network there would be a
// gateway.
const (
	firstPort  = 100 // its index; those of other ports follow
	firstOther = 200 // the index of its other end
)

var (
	firstAddr = netip.MustParsePrefix("192.0.2.1/24")
	gateway   = netip.MustParseAddr("192.0.2.2")
)

func portName(i int) string { return fmt.Sprint("port", i) }

// newPorts makes n ports, to be deleted when the work is over: a namespace that
// is left with a million routes in it is cleared in the background, and disturbs
// what is measured next.
func newPorts(s *stage, conn *nlmsg.Conn, n int) error {
	s.onClose(func() { delLinks(conn) })
	return conn.Do(addPorts(n)...)
}

// renewPorts takes the ports away, with all routes and addresses, and makes them
// again. The kernel does not return from deleting links before what went with
// them is freed, so that freeing it disturbs nothing that comes afterwards.
func renewPorts(conn *nlmsg.Conn, n int) error {
	if err := delLinks(conn); err != nil {
		return err
	}
	return conn.Do(addPorts(n)...)
}

func addPorts(n int) (requests []nlmsg.Request) {
	for i := range n {
		requests = append(requests,
			link.Add(&link.Link{
				Name: portName(i), Index: firstPort + i, Group: new(uint32(group)),
				Data: &link.Veth{Peer: &link.Link{Name: fmt.Sprint("other", i), Index: firstOther + i}},
			}),
			link.SetUp(link.Index(firstPort+i)), link.SetUp(link.Index(firstOther+i)))
	}
	return append(requests, addr.Add(&addr.Addr{Index: firstPort, Prefix: firstAddr}))
}
