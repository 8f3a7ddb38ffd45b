package iproute2

import (
	"testing"
)

// compared has the function that compares each record of a dump.
var compared = map[string]func(*testing.T, *dump){
	"link":             links,
	"link-stats":       links,
	"link-dev":         links,
	"link-bridge":      links,
	"link-port":        links,
	"more-link":        links,
	"kinds-link":       links,
	"newer-link":       links,
	"newer-kinds-link": links,
	"filtering-link":   links,

	"addr":         addrs,
	"addr-numeric": addrs,
	"addr-v4":      addrs,
	"addr-v6":      addrs,
	"more-addr":    addrs,
	"newer-addr":   addrs,

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

	"groups-route":    routes,
	"groups-route-v6": routes,
	"newer-route":     routes,
	"newer-route-v6":  routes,

	"groups-mroute":    mroutes,
	"groups-mroute-v6": mroutes,

	"nexthop":                nexthops,
	"kinds-nexthop":          nexthops,
	"groups-nexthop":         nexthops,
	"groups-nexthop-numeric": nexthops,
	"groups-nexthop-groups":  nexthops,
	"newer-nexthop":          nexthops,
	"newer-nexthop-hw":       nexthops,
	"nexthop-bucket":         buckets,
	"groups-bucket":          buckets,

	"netconf":             netconfs,
	"netconf-v6":          netconfs,
	"groups-netconf":      netconfs,
	"groups-netconf-mpls": netconfs,

	"addrlabel": addrLabels,
	"token":     tokens,

	"stats":            ifStats,
	"filtering-stats":  ifStats,
	"filtering-xstats": ifStats,
	"groups-stats":     ifStats,

	"nsid": nsids,

	"neigh":       neighs,
	"neigh-all":   neighs,
	"neigh-proxy": neighs,
	"newer-neigh": neighs,
	"ntable":      neighTables,

	"rule":          rules,
	"rule-numeric":  rules,
	"rule-v6":       rules,
	"newer-rule":    rules,
	"newer-rule-v6": rules,

	"bridge-fdb":       forwarding,
	"bridge-fdb-plain": forwarding,
	"filtering-fdb":    forwarding,
	"newer-fdb":        forwarding,

	"bridge-link":           bridgeLinks,
	"filtering-bridge-link": bridgeLinks,
	"newer-bridge-link":     bridgeLinks,
	"newer-mst":             bridgeTrees,
	"bridge-vlan":           bridgeVLANs,
	"filtering-vlan":        bridgeVLANs,

	"filtering-vlan-details": vlans,
	"groups-vlan-details":    vlans,
	"newer-vlan":             vlans,
	"filtering-vlan-global":  globalVLANs,
	"groups-vlan-global":     globalVLANs,
	"newer-vlan-global":      globalVLANs,
	"filtering-vlan-stats":   vlanStats,
	"filtering-vlan-tunnel":  vlanTunnels,
	"newer-vlan-tunnel":      vlanTunnels,
	"filtering-vni":          vnis,
	"groups-vni":             vnis,
	"newer-vni":              vnis,

	"bridge-mdb":       mdbs,
	"filtering-mdb":    mdbs,
	"groups-mdb":       mdbs,
	"groups-mdb-plain": mdbs,
	"newer-mdb":        mdbs,
}

// What the library decodes of the kernel's answers is what ip and bridge printed
// of them.
func TestDumpsAreReadAsIproute2ReadsThem(t *testing.T) {
	seen := make(coverage)
	ran := 0
	records := dumps(t)
	for _, rec := range records {
		t.Run(rec.ID, func(t *testing.T) {
			ran++
			compare := compared[rec.ID]
			if compare == nil {
				t.Fatal("nothing compares it")
			}
			compare(t, newDump(t, rec, seen))
		})
	}
	if ran < len(records) {
		return // not all were to run
	}
	if len(compared) != ran {
		t.Errorf("%d records are compared, and there are %d", len(compared), ran)
	}
	for _, key := range seen.unprinted() {
		t.Errorf("a row for %s, which no record has", key)
	}
}
