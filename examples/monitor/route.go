//go:build linux

package main

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func routeText(ns *namespace, m nlmsg.Message) (string, error) {
	switch {
	case isMulticast(m):
		return "", nil
	case len(m.Data) > 0 && m.Data[0] == unix.AF_MPLS:
		return mplsText(ns, m)
	}
	r, err := route.Decode(m)
	if err != nil {
		return "", err
	}
	if r.Flags&unix.RTM_F_CLONED != 0 {
		return "", nil
	}
	var b strings.Builder
	if r.Type != unix.RTN_UNICAST {
		fmt.Fprintf(&b, "%s ", routeType(r.Type))
	}
	if r.Dst.Bits() == 0 {
		b.WriteString("default ")
	} else {
		fmt.Fprintf(&b, "%s ", host(r.Dst))
	}
	if r.Src.Bits() > 0 {
		fmt.Fprintf(&b, "from %s ", host(r.Src))
	}
	if r.NHID != 0 {
		fmt.Fprintf(&b, "nhid %d ", r.NHID)
	}
	b.WriteString(encapText(ns, r.Encap))
	if r.TOS != 0 {
		fmt.Fprintf(&b, "tos 0x%02x ", r.TOS)
	}
	b.WriteString(via(r.Dst.Addr(), r.Gateway))
	if r.OIF != 0 {
		fmt.Fprintf(&b, "dev %s ", ns.name(r.OIF))
	}
	if r.Table != unix.RT_TABLE_MAIN {
		fmt.Fprintf(&b, "table %s ", tableName(r.Table))
	}
	if r.Protocol != unix.RTPROT_BOOT {
		fmt.Fprintf(&b, "proto %s ", protocolName(r.Protocol))
	}
	if r.Scope != 0 && r.Scope != route.ScopeUniverse {
		fmt.Fprintf(&b, "scope %s ", scopeName(uint8(r.Scope)))
	}
	routeDetails(&b, ns, r)
	for _, hop := range r.MultiPath {
		fmt.Fprintf(&b, "\n\tnexthop %s%s%sdev %s weight %d %s", encapText(ns, hop.Encap), via(r.Dst.Addr(), hop.Gateway),
			realms(hop.Flow), ns.name(hop.OIF), max(hop.Weight, 1), flagWords(uint32(hop.Flags), routeFlags))
	}
	return b.String(), nil
}

// routeDetails writes what else a route says, apart from its ways. The kernel
// always gives the metric of an IPv6 route, and its preference.
func routeDetails(b *strings.Builder, ns *namespace, r *route.Route) {
	v6 := r.Dst.Addr().Is6()
	if r.PrefSrc.IsValid() {
		fmt.Fprintf(b, "src %v ", r.PrefSrc)
	}
	if r.Priority != 0 || v6 {
		fmt.Fprintf(b, "metric %d ", r.Priority)
	}
	b.WriteString(flagWords(r.Flags, routeFlags))
	b.WriteString(realms(r.Flow))
	if r.Expires != 0 {
		fmt.Fprintf(b, "expires %dsec ", r.Expires/time.Second)
	}
	if r.Cache != nil && r.Cache.Errno != 0 {
		fmt.Fprintf(b, "error %d ", uint32(-int32(r.Cache.Errno)))
	}
	b.WriteString(metrics(r.Metrics))
	if r.IIF != 0 {
		fmt.Fprintf(b, "iif %s ", ns.name(r.IIF))
	}
	if v6 {
		fmt.Fprintf(b, "pref %s", preference(r.Pref))
	}
}

// via returns the next router. One of another family than that of the destination
// is shown with it.
func via(dst, gateway netip.Addr) string {
	switch {
	case !gateway.IsValid():
		return ""
	case gateway.Is4() != dst.Is4():
		return fmt.Sprintf("via %s %v ", familyName(family(gateway)), gateway)
	}
	return fmt.Sprintf("via %v ", gateway)
}

// realms returns the realms of a route. That with number 0 has a name.
func realms(flow uint32) string {
	name := func(realm uint32) string {
		if realm == 0 {
			return "cosmos"
		}
		return fmt.Sprint(realm)
	}
	switch from, to := flow>>16, flow&0xffff; {
	case flow == 0:
		return ""
	case from == 0:
		return fmt.Sprintf("realm %s ", name(to))
	default:
		return fmt.Sprintf("realms %s/%s ", name(from), name(to))
	}
}

func preference(pref uint8) string {
	switch pref {
	case 0:
		return "medium"
	case 1: // ICMPV6_ROUTER_PREF_HIGH
		return "high"
	case 3: // ICMPV6_ROUTER_PREF_LOW
		return "low"
	}
	return fmt.Sprint(pref)
}

var routeFlags = []flagName{
	{unix.RTNH_F_DEAD, "dead"}, {unix.RTNH_F_ONLINK, "onlink"}, {unix.RTNH_F_PERVASIVE, "pervasive"},
	{unix.RTNH_F_OFFLOAD, "offload"}, {unix.RTNH_F_TRAP, "trap"}, {unix.RTM_F_NOTIFY, "notify"},
	{unix.RTNH_F_LINKDOWN, "linkdown"}, {unix.RTNH_F_UNRESOLVED, "unresolved"}, {unix.RTM_F_OFFLOAD, "rt_offload"},
	{unix.RTM_F_TRAP, "rt_trap"}, {unix.RTM_F_OFFLOAD_FAILED, "rt_offload_failed"},
}

func routeType(typ uint8) string {
	switch typ {
	case unix.RTN_UNSPEC:
		return "none"
	case unix.RTN_LOCAL:
		return "local"
	case unix.RTN_BROADCAST:
		return "broadcast"
	case unix.RTN_ANYCAST:
		return "anycast"
	case unix.RTN_MULTICAST:
		return "multicast"
	case unix.RTN_BLACKHOLE:
		return "blackhole"
	case unix.RTN_UNREACHABLE:
		return "unreachable"
	case unix.RTN_PROHIBIT:
		return "prohibit"
	case unix.RTN_THROW:
		return "throw"
	case unix.RTN_NAT:
		return "nat"
	case unix.RTN_XRESOLVE:
		return "xresolve"
	}
	return fmt.Sprint(typ)
}
