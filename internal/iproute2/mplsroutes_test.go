package iproute2

import (
	"strconv"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/mpls"
)

// mplsRoutes compares the record of ip -f mpls route show.
func mplsRoutes(t *testing.T, d *dump) {
	compareAll(t, d, mplsTable.of, all(t, d, mpls.Decode))
}

var mplsTable = table[*mpls.Route]{
	{"type", func(*mpls.Route) any { return "unicast" }},
	{"dst", func(r *mpls.Route) any { return strconv.Itoa(int(r.Label)) }},
	{"to", func(r *mpls.Route) any { return labelStack(r.NewLabels) }},
	{"via", func(r *mpls.Route) any { return via(r.Gateway, "mpls") }},
	{"dev", func(r *mpls.Route) any { return device(r.OIF) }},
	{"table", func(*mpls.Route) any { return tableOf(linux.RT_TABLE_MAIN) }},
	{"protocol", func(r *mpls.Route) any { return named{protocols, int(r.Protocol)} }},
	{"scope", func(*mpls.Route) any { return "global" }},
	{"flags", func(r *mpls.Route) any { return namesOf(nexthopFlags, r.Flags) }},
	{"nexthops", func(r *mpls.Route) any { return mplsHopTable.list(r.MultiPath) }},
}

var mplsHopTable = table[mpls.NextHop]{
	{"to", func(h mpls.NextHop) any { return labelStack(h.NewLabels) }},
	{"via", func(h mpls.NextHop) any { return via(h.Gateway, "mpls") }},
	{"dev", func(h mpls.NextHop) any { return device(h.OIF) }},
	{"flags", func(h mpls.NextHop) any { return namesOf(nexthopFlags, uint32(h.Flags)) }},
}
