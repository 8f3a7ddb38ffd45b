package iproute2

import (
	"fmt"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/bridge"
)

// mdbs compares the records of bridge mdb show, which asks for the same twice: for
// the groups, and for the ports with a router behind them.
func mdbs(t *testing.T, d *dump) {
	compareAll(t, d, mdbTable.of, [][]*bridge.MDB{all(t, d, bridge.DecodeMDB)})
}

var mdbTable = table[[]*bridge.MDB]{
	{"mdb", func(dbs []*bridge.MDB) any {
		var entries list
		for _, db := range dbs {
			for i := range db.Groups {
				entries = append(entries, mdbGroupTable.of(&db.Groups[i]))
			}
		}
		return entries
	}},
	{"router", func(dbs []*bridge.MDB) any { return mdbRouters(dbs) }},
}

// mdbRouters are the routers of bridges. The keys are the names of the bridges.
type mdbRouters []*bridge.MDB

func (dbs mdbRouters) in(d *dump) any {
	o := object{}
	for _, db := range dbs {
		if db.Routers != nil && d.has("-d") {
			o = append(o, member{d.device(db.Bridge), mdbRouterTable.list(db.Routers), &mdbRouterTable})
		}
	}
	return o
}

var mdbRouterTable = table[bridge.Router]{
	{"port", func(r bridge.Router) any { return device(r.Port) }},
	{"timer", func(r bridge.Router) any { return withStats{mdbTimer(r.Timer)} }},
	{"type", func(r bridge.Router) any {
		if r.Type == 2 { // MDB_RTR_TYPE_PERM
			return withStats{"permanent"}
		}
		return withStats{"temp"}
	}},
}

var mdbGroupTable = table[*bridge.Group]{
	{"index", func(g *bridge.Group) any { return g.Bridge }},
	{"dev", func(g *bridge.Group) any { return device(g.Bridge) }},
	{"port", func(g *bridge.Group) any { return device(g.Port) }},
	{"grp", func(g *bridge.Group) any {
		if !g.Addr.IsValid() {
			return g.HardwareAddr
		}
		return g.Addr
	}},
	{"src", func(g *bridge.Group) any { return g.Source }},
	{"state", func(g *bridge.Group) any {
		if g.Permanent {
			return "permanent"
		}
		return "temp"
	}},
	{"filter_mode", func(g *bridge.Group) any { return withDetails{choice([]string{"exclude", "include"}, g.Mode)} }},
	{"source_list", func(g *bridge.Group) any { return withDetails{mdbSourceTable.list(g.Sources)} }},
	{"protocol", func(g *bridge.Group) any {
		if g.Protocol == 0 {
			return nil
		}
		return withDetails{named{protocols, int(g.Protocol)}}
	}},
	{"flags", func(g *bridge.Group) any { return namesOf(mdbFlags, uint32(g.Flags)) }},
	{"vid", func(g *bridge.Group) any { return nonZero(g.VLAN) }},
	{"dst", func(g *bridge.Group) any { return sinceNewer{g.Dst} }},
	{"dst_port", func(g *bridge.Group) any { return sinceNewer{nonZero(g.DstPort)} }},
	{"vni", func(g *bridge.Group) any { return sinceNewer{g.VNI} }},
	{"src_vni", func(g *bridge.Group) any { return sinceNewer{g.SrcVNI} }},
	{"via", func(g *bridge.Group) any { return sinceNewer{device(g.OIF)} }},
	{"timer", func(g *bridge.Group) any { return withStats{mdbTimer(g.Timer)} }},
}

var mdbSourceTable = table[bridge.Source]{
	{"address", func(s bridge.Source) any { return s.Addr }},
	{"timer", func(s bridge.Source) any { return withStats{fmt.Sprintf("%.2f", s.Timer.Seconds())} }},
}

// mdbFlags are MDB_FLAGS_* of linux/if_bridge.h.
var mdbFlags = []bitName{{1, "offload"}, {2, "fast_leave"}, {4, "added_by_star_ex"}, {8, "blocked"}}

// mdbTimer is a time in seconds as bridge prints it, in a string of eight places.
func mdbTimer(d time.Duration) string { return fmt.Sprintf("%7.2f", d.Seconds()) }
