package iproute2

import (
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// routes compares the records of ip route show and ip route get. That of all
// families has routes of MPLS and of multicast too.
func routes(t *testing.T, d *dump) {
	compareAll(t, d, func(m nlmsg.Message) object {
		switch m.Data[0] {
		case linux.AF_MPLS:
			return mplsTable.of(decoded(t, mpls.Decode, m))
		case linux.RTNL_FAMILY_IPMR, linux.RTNL_FAMILY_IP6MR:
			return mrouteAsRouteTable.of(decoded(t, mroute.Decode, m))
		}
		return routeObject(decoded(t, route.Decode, m))
	}, d.answer(t))
}

var routeTable = table[*route.Route]{
	{"type", func(r *route.Route) any { return named{routeTypes, int(r.Type)} }},
	{"dst", func(r *route.Route) any { return destination(r.Dst) }},
	{"from", func(r *route.Route) any {
		if !r.Src.IsValid() {
			return nil
		}
		return prefix(r.Src)
	}},
	{"tos", func(r *route.Route) any { return typeOfService(r.TOS) }},
	{"table", func(r *route.Route) any { return tableOf(r.Table) }},
	{"gateway", func(r *route.Route) any { return gateway(r.Gateway, family(r.Dst.Addr())) }},
	{"via", func(r *route.Route) any { return via(r.Gateway, family(r.Dst.Addr())) }},
	{"dev", func(r *route.Route) any { return device(r.OIF) }},
	{"iif", func(r *route.Route) any { return device(r.IIF) }},
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
	{"mark", func(r *route.Route) any { return nonZero(r.Mark) }},
	{"flow", func(r *route.Route) any { return flow(r.Flow) }},
	{"uid", func(r *route.Route) any { return r.UID }},
	{"nhid", func(r *route.Route) any { return nonZero(r.NHID) }},
	{"nh_info", func(r *route.Route) any {
		return nexthopOf(r.NHID)
	}},
	{"cache", func(r *route.Route) any {
		if r.Flags&linux.RTM_F_CLONED == 0 {
			return nil
		}
		return namesOf(cacheFlags, r.Flags)
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
	{"nexthops", hops},
}

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
	if p.Bits() == 0 {
		return "default"
	}
	return prefix(p)
}

// prefix leaves out the length of a prefix that is a single address.
func prefix(p netip.Prefix) any {
	if p.IsSingleIP() {
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

// tableOf is the name of the table that a route is in. It is not printed if
// the command was told a table, which is the main table if it was not.
type tableOf uint32

func (n tableOf) in(d *dump) any {
	if !d.has("table all") && !d.has("get") {
		return nil
	}
	return named{tables, int(n)}
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

// cacheFlags are RTCF_* of linux/in_route.h.
var cacheFlags = []bitName{
	{0x01000000, "redirect"},
	{0x80000000, "local"},
}

// flow holds realms, of which 0 is none.
func flow(realms uint32) any {
	if realms == 0 {
		return nil
	}
	return flowTable.of(realms)
}

var flowTable = table[uint32]{
	{"from", func(realms uint32) any { return realm(realms >> 16) }},
	{"to", func(realms uint32) any { return realm(realms & 0xffff) }},
}

func realm(n uint32) any {
	if n == 0 {
		return nil
	}
	return strconv.Itoa(int(n))
}

// prefixLen is the length of a prefix that is no single address.
func prefixLen(p netip.Prefix) any {
	if !p.IsValid() || p.IsSingleIP() {
		return nil
	}
	return p.Bits()
}
