package iproute2

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/neigh"
)

// forwarding compares the records of bridge fdb show.
func forwarding(t *testing.T, d *dump) {
	compareAll(t, d, fdbTable.of, all(t, d, neigh.DecodeFDB))
}

var fdbTable = table[*neigh.FDB]{
	{"mac", func(f *neigh.FDB) any { return f.MAC }},
	{"ifname", func(f *neigh.FDB) any { return device(f.Index) }},
	{"dst", func(f *neigh.FDB) any { return f.Dst }},
	{"vlan", func(f *neigh.FDB) any { return nonZero(f.VLAN) }},
	{"port", func(f *neigh.FDB) any { return nonZero(f.Port) }},
	{"vni", func(f *neigh.FDB) any { return f.VNI }},
	{"src_vni", func(f *neigh.FDB) any { return f.SrcVNI }},
	{"viaIf", func(f *neigh.FDB) any { return device(f.Via) }},
	{"used", func(f *neigh.FDB) any { return fdbAge(f, f.Used) }},
	{"updated", func(f *neigh.FDB) any { return fdbAge(f, f.Updated) }},
	{"flags", func(f *neigh.FDB) any { return namesOf(fdbFlags, uint32(f.Flags)) }},
	{"master", func(f *neigh.FDB) any { return device(f.Master) }},
	{"state", func(f *neigh.FDB) any {
		switch {
		case f.State&neigh.StatePermanent != 0:
			return "permanent"
		case f.State&neigh.StateNoARP != 0:
			return "static"
		case f.State&neigh.StateStale != 0:
			return "stale"
		case f.State&neigh.StateReachable != 0:
			return emptyString{}
		}
		return "state=" + f.State.String()
	}},
}

var fdbFlags = []bitName{
	{uint32(neigh.FlagSelf), "self"},
	{uint32(neigh.FlagRouter), "router"},
	{uint32(neigh.FlagExtLearned), "extern_learn"},
	{uint32(neigh.FlagOffloaded), "offload"},
	{uint32(neigh.FlagMaster), "master"},
	{uint32(neigh.FlagSticky), "sticky"},
}

// fdbAge is how long ago something was, of an entry for which that is known.
func fdbAge(f *neigh.FDB, d time.Duration) any {
	if f.Used == 0 && f.Updated == 0 {
		return unchecked("both may stand for nothing known, too")
	}
	return withStats{age(d)}
}
