package iproute2

import (
	"bytes"
	"maps"
	"path/filepath"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
)

// leftOut are the requests that no package builds, and why.
var leftOut = map[string]string{
	"mptcp-endpoint-add":  "a command of MPTCP, a family of generic netlink",
	"mptcp-endpoint-show": "a command of MPTCP, a family of generic netlink",
	"mptcp-limits-set":    "a command of MPTCP, a family of generic netlink",
	"tcp-metrics-show":    "a command of tcp_metrics, a family of generic netlink",
}

// pendingRequests are those that no package builds yet, by the package that will.
var pendingRequests = map[string][]string{
	"link": {
		"bridge-link-show", "link-xstats-bridge", "token-set",
		"link-add-vlan", "link-add-vlan-qos",
		"link-add-macvlan-bridge", "link-add-macvlan-private", "link-add-macvlan-source",
		"link-add-macvlan-passthru", "link-add-macvtap", "link-add-ipvlan",
		"link-add-vxlan4", "link-add-vxlan-group", "link-add-vxlan6", "link-add-vxlan-flags", "link-add-vxlan-external",
		"link-add-dummy", "link-add-ifb", "link-add-bond", "link-add-bond-arp", "link-add-vrf", "link-add-geneve",
		"link-add-gre", "link-add-gretap", "link-add-ipip", "link-add-sit", "link-add-ip6tnl",
		"link-add-wireguard", "link-add-tun", "link-add-vcan",
		"vlan-add-tunnel", "vlan-show-details", "vlan-set-state", "vlan-global-set",
		"mdb-add", "mdb-add-source", "mdb-del", "mdb-show",
	},
	"route": {
		"route-add-encap-mpls", "route-add-encap-ip", "route-add-encap-seg6", "route-add-encap-seg6local",
		"route-add-mpls", "route-add-nhid",
	},
	"nexthop": {
		"nexthop-add", "nexthop-add-v6", "nexthop-add-blackhole", "nexthop-add-fdb", "nexthop-add-group",
		"nexthop-add-resilient", "nexthop-replace", "nexthop-del", "nexthop-get", "nexthop-show", "nexthop-show-dev",
	},
	"neigh": {
		"neigh-add", "neigh-add-nud", "neigh-add-v6", "neigh-add-extern", "neigh-add-proxy", "neigh-add-managed",
		"neigh-replace", "neigh-change", "neigh-del", "neigh-get", "neigh-show", "neigh-show-proxy",
		"fdb-add-master", "fdb-add-vlan", "fdb-add-self", "fdb-add-sticky", "fdb-replace", "fdb-del",
		"fdb-show", "fdb-show-br", "fdb-show-brport", "fdb-get", "fdb-flush", "fdb-append-vxlan", "fdb-append-vxlan6",
		"ntable-show", "ntable-change",
	},
	"rule": {
		"rule-add-from", "rule-add-to", "rule-add-fwmark", "rule-add-not", "rule-add-suppress", "rule-add-uidrange",
		"rule-add-ports", "rule-add-goto", "rule-add-l3mdev", "rule-add-v6", "rule-del", "rule-del-full",
		"rule-show", "rule-show-v6",
	},
	"netns":     {"netns-set", "netns-set-auto", "netns-list-id", "netns-list-id-nsid"},
	"netconf":   {"netconf-show-dev"},
	"addrlabel": {"addrlabel-add", "addrlabel-show"},
}

// Each recorded request is in testdata of a package, which builds it in a test of
// its own; the bytes there are those that were recorded.
func TestEveryRequestIsBuilt(t *testing.T) {
	built := packages(t)
	excused := make(map[string]string)
	maps.Copy(excused, leftOut)
	for pkg, ids := range pendingRequests {
		for _, id := range ids {
			excused[id] = "pending in " + pkg
		}
	}
	for _, rec := range golden.Records(t, requestsFile) {
		why, ok := excused[rec.ID]
		delete(excused, rec.ID)
		switch {
		case len(built[rec.ID]) == 0 && !ok:
			t.Errorf("%s: no package has the request of %q", rec.ID, rec.Cmd)
		case len(built[rec.ID]) > 0 && ok:
			t.Errorf("%s: %s, and built", rec.ID, why)
		}
		for path, main := range built[rec.ID] {
			if !bytes.Equal(main, rec.Main()) {
				t.Errorf("%s: %s has other bytes than were recorded", rec.ID, path)
			}
		}
	}
	for id, why := range excused {
		t.Errorf("%s: %s, and no such record", id, why)
	}
}

// packages returns the requests that packages have: by id and by the file that has
// it, the bytes.
func packages(t *testing.T) map[string]map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../*/testdata/iproute2.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no records of packages: %v", err)
	}
	built := make(map[string]map[string][]byte)
	for _, path := range paths {
		for _, rec := range golden.Records(t, path) {
			if built[rec.ID] == nil {
				built[rec.ID] = make(map[string][]byte)
			}
			built[rec.ID][path] = rec.Main()
		}
	}
	return built
}
