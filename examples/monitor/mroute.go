//go:build linux

package main

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// mrouteText shows a multicast route, whose messages are of the same types as
// those of other routes.
func mrouteText(ns *namespace, m nlmsg.Message) (string, error) {
	if !isMulticast(m) {
		return "", nil
	}
	r, err := mroute.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-32s Iif: ", fmt.Sprintf("(%v,%v)", r.Source, r.Group))
	if r.IIF != 0 {
		fmt.Fprintf(&b, "%-10s ", ns.name(r.IIF))
	} else {
		b.WriteString("unresolved ")
	}
	for i, out := range r.Outs {
		if i == 0 {
			b.WriteString("Oifs: ")
		}
		b.WriteString(ns.name(out.Index))
		if out.TTL > 1 {
			fmt.Fprintf(&b, "(ttl %d)", out.TTL)
		}
		b.WriteString(" ")
	}
	if r.Flags&unix.RTNH_F_UNRESOLVED != 0 {
		b.WriteString(" State: unresolved")
	} else {
		b.WriteString(" State: resolved")
	}
	if r.Flags&unix.RTNH_F_OFFLOAD != 0 {
		b.WriteString(" offload")
	}
	if r.Table != 0 && r.Table != unix.RT_TABLE_MAIN {
		fmt.Fprintf(&b, " Table: %s", tableName(r.Table))
	}
	return b.String(), nil
}

// The families that only multicast routes have, RTNL_FAMILY_* of linux/rtnetlink.h.
const (
	familyIPMR  = 128
	familyIP6MR = 129
)

// isMulticast reports whether a message about a route is about a multicast route.
func isMulticast(m nlmsg.Message) bool {
	return len(m.Data) > 0 && (m.Data[0] == familyIPMR || m.Data[0] == familyIP6MR)
}
