package iproute2

import (
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/route"
)

// routes compares the records of ip route show and ip route get.
func routes(t *testing.T, d *dump) {
	compareAll(t, d, routeTable, all(t, d, route.Decode))
}

var routeTable = append(table[*route.Route]{
	{"type", func(r *route.Route) any { return named{routeTypes, int(r.Type)} }},
	{"dst", func(r *route.Route) any { return destination(r.Dst) }},
	{"gateway", func(r *route.Route) any { return gateway(r.Gateway, family(r.Dst.Addr())) }},
	{"via", func(r *route.Route) any { return via(r.Gateway, family(r.Dst.Addr())) }},
	{"dev", func(r *route.Route) any { return device(r.OIF) }},
	{"protocol", func(r *route.Route) any { return unlessCloned(r, named{protocols, int(r.Protocol)}) }},
	{"scope", func(r *route.Route) any { return unlessCloned(r, named{scopes, int(uint8(r.Scope))}) }},
	{"prefsrc", func(r *route.Route) any { return r.PrefSrc }},
	{"metric", func(r *route.Route) any {
		if r.Dst.Addr().Is4() {
			return nonZero(r.Priority)
		}
		return r.Priority // IPv6 always has one
	}},
	{"flags", func(r *route.Route) any { return namesOf(nexthopFlags, r.Flags) }},
	{"flow", func(r *route.Route) any {
		if r.Flow == 0 {
			return nil
		}
		return flowTable.of(r.Flow)
	}},
	{"uid", func(r *route.Route) any { return r.UID }},
	{"nhid", func(r *route.Route) any { return nonZero(r.NHID) }},
	{"nh_info", func(r *route.Route) any {
		if r.NHID == 0 {
			return nil
		}
		return unchecked("no package for nexthops yet")
	}},
	{"cache", func(r *route.Route) any {
		if r.Flags&linux.RTM_F_CLONED == 0 {
			return nil
		}
		return set{}
	}},
	{"expires", func(r *route.Route) any { return nonZero(int64(r.Expires / time.Second)) }},
	{"metrics", func(r *route.Route) any {
		if r.Metrics == nil {
			return nil
		}
		return metricsTable.list([]*route.Metrics{r.Metrics})
	}},
	{"pref", func(r *route.Route) any {
		if r.Dst.Addr().Is4() {
			return nil
		}
		return choice([]string{0: "medium", 1: "high", 3: "low"}, &r.Pref)
	}},
	{"nexthops", func(r *route.Route) any { return hopTable(family(r.Dst.Addr())).list(r.MultiPath) }},
}, encapRows...)

// unlessCloned is v, or nothing if r is the answer to ip route get.
func unlessCloned(r *route.Route, v any) any {
	if r.Flags&linux.RTM_F_CLONED != 0 {
		return nil
	}
	return v
}

func family(a netip.Addr) string {
	if a.Is4() {
		return "inet"
	}
	return "inet6"
}

func destination(p netip.Prefix) any {
	switch {
	case p.Bits() == 0:
		return "default"
	case p.IsSingleIP():
		return p.Addr()
	}
	return p
}

// gateway is a gateway of the family of the route, and via is one of another.

func gateway(g netip.Addr, routeFamily string) any {
	if family(g) != routeFamily {
		return nil
	}
	return g
}

func via(g netip.Addr, routeFamily string) any {
	if !g.IsValid() || family(g) == routeFamily {
		return nil
	}
	return viaTable.of(g)
}

var viaTable = table[netip.Addr]{
	{"family", func(g netip.Addr) any { return family(g) }},
	{"host", func(g netip.Addr) any { return g }},
}

// routeTableOf is the name of the table that a route is in. It is not printed if
// the command was told a table, which is the main table if it was not.
type routeTableOf struct{ *route.Route }

func (r routeTableOf) in(d *dump) any {
	if !d.has("table all") && !d.has("get") {
		return nil
	}
	return named{tables, int(r.Table)}
}

// typeOfService is a name, or a number in hexadecimal. The ones in the records have
// no name.
func typeOfService(tos uint8) any {
	if tos == 0 {
		return nil
	}
	return fmt.Sprintf("0x%02x", tos)
}

var nexthopFlags = []bitName{
	{linux.RTNH_F_DEAD, "dead"},
	{linux.RTNH_F_ONLINK, "onlink"},
	{linux.RTNH_F_PERVASIVE, "pervasive"},
	{linux.RTNH_F_OFFLOAD, "offload"},
	{linux.RTNH_F_TRAP, "trap"},
	{linux.RTNH_F_LINKDOWN, "linkdown"},
	{linux.RTNH_F_UNRESOLVED, "unresolved"},
}

var flowTable = table[uint32]{
	{"from", func(realms uint32) any { return strconv.Itoa(int(realms >> 16)) }},
	{"to", func(realms uint32) any { return strconv.Itoa(int(realms & 0xffff)) }},
}

var metricsTable = table[*route.Metrics]{
	{"mtu", func(m *route.Metrics) any { return nonZero(m.MTU) }},
	{"advmss", func(m *route.Metrics) any { return nonZero(m.AdvMSS) }},
	{"initcwnd", func(m *route.Metrics) any { return nonZero(m.InitCwnd) }},
	{"rto_min", func(m *route.Metrics) any { return nonZero(m.RTOMin.Milliseconds()) }},
}

// hopTable is the table for the hops of a route of that family.
func hopTable(routeFamily string) table[route.NextHop] { return hopTables[routeFamily] }

var hopTables = map[string]table[route.NextHop]{"inet": hopTableOf("inet"), "inet6": hopTableOf("inet6")}

func hopTableOf(routeFamily string) table[route.NextHop] {
	return table[route.NextHop]{
		{"gateway", func(h route.NextHop) any { return gateway(h.Gateway, routeFamily) }},
		{"dev", func(h route.NextHop) any { return device(h.OIF) }},
		{"weight", func(h route.NextHop) any { return h.Weight }},
		{"flags", func(h route.NextHop) any { return namesOf(nexthopFlags, uint32(h.Flags)) }},
	}
}
