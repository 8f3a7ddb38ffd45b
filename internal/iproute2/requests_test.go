package iproute2

import (
	"bytes"
	"path/filepath"
	"slices"
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
// its own; byte for byte the one that was recorded.
func TestEveryRequestIsBuilt(t *testing.T) {
	paths, err := filepath.Glob("../../*/testdata/iproute2.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no records of packages: %v", err)
	}
	built := make(map[string][]string)
	messages := make(map[string][]byte)
	for _, path := range paths {
		for _, rec := range golden.Records(t, path) {
			built[rec.ID] = append(built[rec.ID], path)
			messages[rec.ID+path] = rec.Main()
		}
	}
	later := make(map[string]bool)
	for _, ids := range pendingRequests {
		for _, id := range ids {
			later[id] = true
		}
	}
	all := make(map[string]bool)
	for _, rec := range golden.Records(t, requestsFile) {
		all[rec.ID] = true
		reasons := len(built[rec.ID])
		if later[rec.ID] {
			reasons++
		}
		if leftOut[rec.ID] != "" {
			reasons++
		}
		if reasons != 1 {
			t.Errorf("%s (%s): built by %v, pending %v, left out %q; want one of these",
				rec.ID, rec.Cmd, built[rec.ID], later[rec.ID], leftOut[rec.ID])
		}
		for _, path := range built[rec.ID] {
			if !bytes.Equal(messages[rec.ID+path], rec.Main()) {
				t.Errorf("%s: %s has other bytes than were recorded", rec.ID, path)
			}
		}
	}
	for id := range later {
		if !all[id] {
			t.Errorf("pending %s is no record", id)
		}
	}
	for id := range leftOut {
		if !all[id] {
			t.Errorf("%s, which is left out, is no record", id)
		}
	}
}

var _ = slices.Sort[[]int]
