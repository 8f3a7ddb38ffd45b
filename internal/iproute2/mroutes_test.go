package iproute2

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/mroute"
)

// mroutes compares the records of ip mroute show.
func mroutes(t *testing.T, d *dump) {
	compareAll(t, d, mrouteTable.of, all(t, d, mroute.Decode))
}

var mrouteTable = table[*mroute.Route]{
	{"src", func(r *mroute.Route) any { return r.Source }},
	{"dst", func(r *mroute.Route) any { return r.Group }},
	{"iif", func(r *mroute.Route) any { return device(r.IIF) }},
	{"multipath", func(r *mroute.Route) any { return mrouteOutTable.list(r.Outs) }},
	{"state", func(r *mroute.Route) any {
		if r.Flags&linux.RTNH_F_UNRESOLVED != 0 {
			return "unresolved"
		}
		return "resolved"
	}},
	{"packets", func(r *mroute.Route) any { return r.Stats.Packets }},
	{"bytes", func(r *mroute.Route) any { return r.Stats.Bytes }},
	{"expires", func(r *mroute.Route) any { return timer(r.Idle) }},
	{"table", func(r *mroute.Route) any { return tableOf(r.Table) }},
}

var mrouteOutTable = table[mroute.Out]{
	{"oif", func(o mroute.Out) any { return device(o.Index) }},
	{"ttl", func(o mroute.Out) any {
		if o.TTL <= 1 {
			return nil
		}
		return o.TTL
	}},
}

// mrouteAsRouteTable is what ip route show prints of a multicast route, as if it
// were another: with the length of addresses, and one more than the time to live
// for a weight.
var mrouteAsRouteTable = table[*mroute.Route]{
	{"type", func(*mroute.Route) any { return "multicast" }},
	{"dst", func(r *mroute.Route) any { return withLength(r.Group) }},
	{"from", func(r *mroute.Route) any { return withLength(r.Source) }},
	{"table", func(r *mroute.Route) any { return tableOf(r.Table) }},
	{"protocol", func(r *mroute.Route) any { return named{protocols, int(r.Protocol)} }},
	{"scope", func(*mroute.Route) any { return "global" }},
	{"flags", func(r *mroute.Route) any { return namesOf(nexthopFlags, r.Flags) }},
	{"iif", func(r *mroute.Route) any { return device(r.IIF) }},
	{"nexthops", func(r *mroute.Route) any { return mrouteHopTable.list(r.Outs) }},
}

var mrouteHopTable = table[mroute.Out]{
	{"dev", func(o mroute.Out) any { return device(o.Index) }},
	{"weight", func(o mroute.Out) any { return int(o.TTL) + 1 }},
	{"flags", func(mroute.Out) any { return set{} }},
}

// withLength is a prefix that is a single address.
func withLength(a netip.Addr) any { return netip.PrefixFrom(a, a.BitLen()) }
