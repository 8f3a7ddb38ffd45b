package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/netns"
)

// nsids compares the record of ip netns list-id.
func nsids(t *testing.T, d *dump) {
	compareAll(t, d, nsidTable.of, all(t, d, netns.DecodeID))
}

var nsidTable = table[*netns.NSID]{
	{"nsid", func(n *netns.NSID) any { return n.ID }},
	{"name", func(*netns.NSID) any { return unchecked("ip has it from the files in /run/netns") }},
}
