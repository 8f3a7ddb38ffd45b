package iproute2

import (
	"testing"
)

// compared has the function that compares each record of a dump.
var compared = map[string]func(*testing.T, *dump){
	"link":        links,
	"link-stats":  links,
	"link-dev":    links,
	"link-bridge": links,
	"link-port":   links,
	"more-link":   links,

	"addr":         addrs,
	"addr-numeric": addrs,
	"addr-v4":      addrs,
	"addr-v6":      addrs,
	"more-addr":    addrs,

	"route-all":         routes,
	"route-all-numeric": routes,
	"route-main":        routes,
	"route-v6":          routes,
	"route-v6-all":      routes,
	"route-get":         routes,

	"more-route":              routes,
	"more-route-table":        routes,
	"more-route-get-from":     routes,
	"more-route-get-iif":      routes,
	"more-route-get-fibmatch": routes,
	"more-route-get-v6":       routes,
	"more-route-get-local":    routes,

	"bridge-link": bridgeLinks,
	"bridge-vlan": bridgeVLANs,
}

// pending are the records about families that the library does not have yet.
var pending = map[string]string{
	"nexthop":          "nexthop",
	"nexthop-bucket":   "nexthop",
	"neigh":            "neigh",
	"neigh-all":        "neigh",
	"neigh-proxy":      "neigh",
	"bridge-fdb":       "neigh",
	"bridge-fdb-plain": "neigh",
	"ntable":           "neigh",
	"rule":             "rule",
	"rule-numeric":     "rule",
	"rule-v6":          "rule",
	"netconf":          "netconf",
	"netconf-v6":       "netconf",
	"addrlabel":        "addrlabel",
	"token":            "link",
	"stats":            "link",
	"bridge-mdb":       "link",
	"nsid":             "netns",
}

// What the library decodes of the kernel's answers is what ip and bridge printed
// of them.
func TestDumpsAreReadAsIproute2ReadsThem(t *testing.T) {
	seen := make(coverage)
	ran := 0
	for _, rec := range dumps(t) {
		t.Run(rec.ID, func(t *testing.T) {
			ran++
			compare := compared[rec.ID]
			switch _, later := pending[rec.ID]; {
			case compare != nil && later:
				t.Error("compared, and pending")
			case compare != nil:
				compare(t, newDump(t, rec, seen))
			case !later:
				t.Error("neither compared nor pending")
			}
		})
	}
	if want := len(compared) + len(pending); ran < want {
		return // not all were to run
	}
	for _, key := range seen.unprinted() {
		t.Errorf("a row for %s, which no record has", key)
	}
}
