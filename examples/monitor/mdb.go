//go:build linux

package main

import (
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// mdbText shows entries of a multicast database as bridge(8) does, one a line.
func mdbText(ns *namespace, m nlmsg.Message) (string, error) {
	db, err := bridge.DecodeMDB(m)
	if err != nil {
		return "", err
	}
	var lines []string
	for i := range db.Groups {
		lines = append(lines, multicastText(ns, &db.Groups[i]))
	}
	for _, r := range db.Routers {
		lines = append(lines, fmt.Sprintf("router port dev %s master %s", ns.name(r.Port), ns.name(db.Bridge)))
	}
	return strings.Join(lines, "\n"), nil
}

func multicastText(ns *namespace, g *bridge.Group) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dev %s port %s grp ", ns.name(g.Bridge), ns.name(g.Port))
	if g.Addr.IsValid() {
		b.WriteString(g.Addr.String())
	} else {
		b.WriteString(g.HardwareAddr.String())
	}
	if g.Source.IsValid() {
		fmt.Fprintf(&b, " src %v", g.Source)
	}
	if g.Permanent {
		b.WriteString(" permanent")
	} else {
		b.WriteString(" temp")
	}
	// MDB_FLAGS_* of linux/if_bridge.h, in the order of their bits.
	for i, name := range []string{"offload", "fast_leave", "added_by_star_ex", "blocked"} {
		if g.Flags&(1<<i) != 0 {
			fmt.Fprintf(&b, " %s", name)
		}
	}
	if g.VLAN != 0 {
		fmt.Fprintf(&b, " vid %d", g.VLAN)
	}
	return b.String()
}
