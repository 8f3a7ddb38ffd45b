//go:build linux

package main

import (
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// statsText shows the only statistics that the kernel tells of by itself: whether
// the hardware of a link is to count routed packets, and whether it does.
func statsText(ns *namespace, m nlmsg.Message) (string, error) {
	s, err := link.DecodeStats(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s:", s.Index, ns.name(s.Index))
	if s.Offload != nil && s.Offload.L3Info != nil {
		info := s.Offload.L3Info
		fmt.Fprintf(&b, "\n    l3_stats %s used %s", onOff(info.Requested), onOff(info.Used))
	}
	return b.String(), nil
}
