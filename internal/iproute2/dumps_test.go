package iproute2

import (
	"testing"
)

// compared has the function that compares each record of a dump.
var compared = map[string]func(*testing.T, *dump){
	"link":           links,
	"link-stats":     links,
	"link-dev":       links,
	"link-bridge":    links,
	"link-port":      links,
	"more-link":      links,
	"kinds-link":     links,
	"filtering-link": links,

	"addr":         addrs,
	"addr-numeric": addrs,
	"addr-v4":      addrs,
	"addr-v6":      addrs,
	"more-addr":    addrs,

	"route-all":               routes,
	"route-all-numeric":       routes,
	"route-main":              routes,
	"route-v6":                routes,
	"route-v6-all":            routes,
	"route-get":               routes,
	"more-route":              routes,
	"more-route-table":        routes,
	"more-route-get-from":     routes,
	"more-route-get-iif":      routes,
	"more-route-get-fibmatch": routes,
	"more-route-get-v6":       routes,
	"more-route-get-local":    routes,
	"kinds-route":             routes,
	"kinds-route-mpls":        mplsRoutes,

	"nsid": nsids,

	"neigh":       neighs,
	"neigh-all":   neighs,
	"neigh-proxy": neighs,
	"ntable":      neighTables,

	"rule":         rules,
	"rule-numeric": rules,
	"rule-v6":      rules,

	"bridge-fdb":       forwarding,
	"bridge-fdb-plain": forwarding,
	"filtering-fdb":    forwarding,

	"bridge-link":           bridgeLinks,
	"filtering-bridge-link": bridgeLinks,
	"bridge-vlan":           bridgeVLANs,
	"filtering-vlan":        bridgeVLANs,
}

// pending are the records about what the library does not have yet, by the package
// that will.
var pending = map[string][]string{
	"addrlabel": {"addrlabel"},
	"link": {
		"token", "stats", "filtering-stats", "filtering-xstats", "bridge-mdb", "filtering-mdb", "filtering-vni",
		"filtering-vlan-details", "filtering-vlan-stats", "filtering-vlan-tunnel", "filtering-vlan-global",
	},
	"netconf": {"netconf", "netconf-v6"},
	"nexthop": {"nexthop", "nexthop-bucket", "kinds-nexthop"},
}

// What the library decodes of the kernel's answers is what ip and bridge printed
// of them.
func TestDumpsAreReadAsIproute2ReadsThem(t *testing.T) {
	later := make(map[string]bool)
	for _, ids := range pending {
		for _, id := range ids {
			later[id] = true
		}
	}
	seen := make(coverage)
	ran := 0
	records := dumps(t)
	for _, rec := range records {
		t.Run(rec.ID, func(t *testing.T) {
			ran++
			switch compare := compared[rec.ID]; {
			case compare != nil && later[rec.ID]:
				t.Error("compared, and pending")
			case compare != nil:
				compare(t, newDump(t, rec, seen))
			case !later[rec.ID]:
				t.Error("neither compared nor pending")
			}
		})
	}
	if ran < len(records) {
		return // not all were to run
	}
	if n := len(compared) + len(later); n != ran {
		t.Errorf("%d records are compared or pending, and there are %d", n, ran)
	}
	for _, key := range seen.unprinted() {
		t.Errorf("a row for %s, which no record has", key)
	}
}
