//go:build linux

package main

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// addRoutes adds routes, many in a datagram.
var addRoutes = work{
	name: "routes/add", unit: "route", items: 100_000, quick: 10_000,
	setUp: func(s *stage) ([]way, error) {
		conn, err := s.dial()
		if err != nil {
			return nil, err
		}
		sock, err := s.open()
		if err != nil {
			return nil, err
		}
		if err := newBridge(conn); err != nil {
			return nil, err
		}
		routes := newRoutes(s.n)
		requests := make([]nlmsg.Request, s.n)
		for i := range routes {
			requests[i] = route.Add(&routes[i])
		}
		datagrams, err := encodeBatches(requests, batchSize)
		if err != nil {
			return nil, err
		}
		reset := func() error { return renewBridge(conn) }
		want := target{ratio: 1.05, allocs: new(0.0)}
		batch, err := ipBatch(s, reset, func(i int) string {
			r := &routes[i]
			return "route add " + r.Dst.String() + " via " + r.Gateway.String() + " dev " + bridgeName
		})
		return []way{
			{name: "floor", reset: reset, run: func() error { return sock.do(datagrams) }},
			{name: "DoSeq", reset: reset, target: want, run: func() error {
				return conn.DoSeq(func(yield func(nlmsg.Request) bool) {
					for i := range routes {
						if !yield(route.Add(&routes[i])) {
							return
						}
					}
				})
			}},
			{name: "Do of many", reset: reset, target: want, run: func() error { return conn.Do(requests...) }},
			batch,
		}, err
	},
}

// newRoutes returns n routes to single addresses from 10.0.0.0 up, by a gateway
// beyond the bridge.
func newRoutes(n int) []route.Route {
	routes := make([]route.Route, n)
	for i := range routes {
		x := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		routes[i] = route.Route{Dst: netip.PrefixFrom(x, 32), Gateway: gateway, OIF: bridgeIndex}
	}
	return routes
}

// The bridge that routes and addresses lead to.
const (
	bridgeName  = "bench0"
	bridgeIndex = 10
)

var (
	bridgeAddr = netip.MustParsePrefix("192.0.2.1/24")
	gateway    = netip.MustParseAddr("192.0.2.2")
)

// newBridge makes the bridge.
func newBridge(conn *nlmsg.Conn) error {
	return conn.Do(
		link.Add(&link.Link{Name: bridgeName, Index: bridgeIndex, Data: &link.Bridge{}}),
		link.SetUp(link.Index(bridgeIndex)),
		addr.Add(&addr.Addr{Index: bridgeIndex, Prefix: bridgeAddr}),
	)
}

// renewBridge takes the bridge away, with all routes and addresses, and makes it
// again. The kernel does not return from deleting a device before what went with
// it is freed, so that freeing it disturbs nothing that comes afterwards.
func renewBridge(conn *nlmsg.Conn) error {
	if err := conn.Do(link.Del(link.Index(bridgeIndex))); err != nil {
		return err
	}
	return newBridge(conn)
}
