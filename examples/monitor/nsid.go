//go:build linux

package main

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// nsidText shows an id that was given to a namespace, with its name if it has one.
// The name is kept: it may be gone when the id is.
func nsidText(ns *namespace, m nlmsg.Message) (string, error) {
	n, err := netns.DecodeID(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if n.ID == netns.NoID {
		b.WriteString("nsid unassigned ")
	} else {
		fmt.Fprintf(&b, "nsid %d ", n.ID)
	}
	if m.Type == unix.RTM_NEWNSID && ns.id == nil {
		ns.readNames()
	}
	if name, ok := ns.names[n.ID]; ok {
		fmt.Fprintf(&b, "(iproute2 netns name: %s)", name)
	}
	if m.Type == unix.RTM_DELNSID {
		delete(ns.names, n.ID)
	}
	return b.String(), nil
}
