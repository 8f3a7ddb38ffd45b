//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// newRoutes returns n routes to single addresses from 10.0.0.0 up, by a gateway
// beyond the first port.
func newRoutes(n int) []route.Route {
	routes := make([]route.Route, n)
	for i := range routes {
		routes[i] = route.Route{Dst: netip.PrefixFrom(address(i), 32), Gateway: gateway, OIF: firstPort}
	}
	return routes
}

// address returns address i of 10.0.0.0/8.
func address(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
}

// addingRoutes is the work of adding the routes of the stage.
func addingRoutes(s *stage, conn *nlmsg.Conn) (adding[route.Route], error) {
	return adding[route.Route]{
		things:  newRoutes(s.n),
		request: route.Add,
		command: func(r *route.Route) string {
			return fmt.Sprintf("route add %v via %v dev %s", r.Dst, r.Gateway, portName(0))
		},
		reset: func() error { return renewPorts(conn, 1) },
	}, newPorts(s, conn, 1)
}

// addEachRoute adds routes, one in a datagram.
func addEachRoute(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	routes, err := addingRoutes(s, conn)
	if err != nil {
		return nil, err
	}
	return routes.oneByOne(s, conn)
}

// ipv4Routes are the routes to be read: the ones that were added, and a few that
// the kernel has made for the port.
var ipv4Routes = route.Filter{Family: unix.AF_INET}

// dumpRoutes reads routes.
func dumpRoutes(s *stage) ([]way, error) {
	conn, err := added(s, addingRoutes)
	if err != nil {
		return nil, err
	}
	strict, err := floorDump(s, "floor, strict checking", ipv4Routes, true)
	if err != nil {
		return nil, err
	}
	return dumps(s, conn, "route", ipv4Routes, dumpTargets{
		all:  target{ratio: 0.95, allocs: new(0.0), memory: 1 << 20},
		list: target{ratio: 1.05, memory: 48 << 20},
	}, []string{"-j", "route"}, strict)
}

// growRoutes reads routes, too, for the plot of costs over size.
func growRoutes(s *stage) ([]way, error) {
	conn, err := added(s, addingRoutes)
	if err != nil {
		return nil, err
	}
	floor, err := floorDump(s, "floor", ipv4Routes, false)
	return []way{floor, all(s, "route.All", conn, ipv4Routes, target{})}, err
}
