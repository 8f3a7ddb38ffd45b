package iproute2

import "github.com/seed-030106aa/rawnl/route"

// hop is one of the ways of a route, with the family of the route.
type hop struct {
	route.NextHop
	routeFamily string
}

func hops(r *route.Route) any {
	if r.MultiPath == nil {
		return nil
	}
	var printed list
	for _, n := range r.MultiPath {
		h := hop{n, family(r.Dst.Addr())}
		printed = append(printed, append(hopTable.of(h), ofEncap(n.Encap)...))
	}
	return printed
}

var hopTable = table[hop]{
	{"gateway", func(h hop) any { return gateway(h.Gateway, h.routeFamily) }},
	{"via", func(h hop) any { return via(h.Gateway, h.routeFamily) }},
	{"flow", func(h hop) any { return flow(h.Flow) }},
	{"dev", func(h hop) any { return device(h.OIF) }},
	{"weight", func(h hop) any { return h.Weight }},
	{"flags", func(h hop) any { return namesOf(nexthopFlags, uint32(h.Flags)) }},
}
