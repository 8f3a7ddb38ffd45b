package iproute2

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/neigh"
)

// neighs compares the records of ip neigh show. Unless it is told which, ip leaves
// out those that need no resolution.
func neighs(t *testing.T, d *dump) {
	list := all(t, d, neigh.Decode)
	if !d.has("nud") && !d.has("proxy") {
		list = slices.DeleteFunc(list, func(n *neigh.Neigh) bool { return n.State == neigh.StateNoARP })
	}
	compareAll(t, d, neighTable.of, list)
}

var neighTable = table[*neigh.Neigh]{
	{"dst", func(n *neigh.Neigh) any { return n.Dst }},
	{"dev", func(n *neigh.Neigh) any { return device(n.Index) }},
	{"lladdr", func(n *neigh.Neigh) any { return n.LLAddr }},
	{"router", func(n *neigh.Neigh) any { return flag(n.Flags&neigh.FlagRouter != 0) }},
	{"proxy", func(n *neigh.Neigh) any { return flag(n.Flags&neigh.FlagProxy != 0) }},
	{"extern_learn", func(n *neigh.Neigh) any { return flag(n.Flags&neigh.FlagExtLearned != 0) }},
	{"managed", func(n *neigh.Neigh) any { return sinceNewer{flag(n.Flags&neigh.FlagManaged != 0)} }},
	{"refcnt", func(n *neigh.Neigh) any { return withStats{nonZero(n.Refs)} }},
	{"used", func(n *neigh.Neigh) any { return withStats{age(n.Used)} }},
	{"confirmed", func(n *neigh.Neigh) any { return withStats{age(n.Confirmed)} }},
	{"updated", func(n *neigh.Neigh) any { return withStats{age(n.Updated)} }},
	{"probes", func(n *neigh.Neigh) any { return withStats{n.Probes} }},
	{"state", func(n *neigh.Neigh) any {
		if n.State == 0 {
			return nil
		}
		return set{strings.ToUpper(n.State.String())}
	}},
	{"protocol", func(n *neigh.Neigh) any {
		if n.Protocol == 0 {
			return nil
		}
		return named{protocols, int(n.Protocol)}
	}},
}

// age is how long ago something was, in seconds.
func age(d time.Duration) any { return int64(d / time.Second) }
