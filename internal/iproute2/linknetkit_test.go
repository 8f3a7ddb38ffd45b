package iproute2

import "github.com/seed-030106aa/rawnl/link"

var netkitTable = table[*link.Netkit]{
	{"mode", func(k *link.Netkit) any { return choice([]string{"l2", "l3"}, k.Mode) }},
	{"type", func(k *link.Netkit) any {
		if k.Primary {
			return "primary"
		}
		return "peer"
	}},
	{"policy", func(k *link.Netkit) any { return choice(netkitPolicies, k.Policy) }},
	{"peer_policy", func(k *link.Netkit) any { return choice(netkitPolicies, k.PeerPolicy) }},
	{"scrub", func(k *link.Netkit) any { return choice(netkitScrubs, k.Scrub) }},
	{"peer_scrub", func(k *link.Netkit) any { return choice(netkitScrubs, k.PeerScrub) }},
}

var (
	netkitPolicies = []string{0: "forward", 2: "blackhole"}
	netkitScrubs   = []string{"none", "default"}
)
