//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// mplsText shows a route of MPLS, which is one of the object route.
func mplsText(ns *namespace, m nlmsg.Message) (string, error) {
	r, err := mpls.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d ", r.Label)
	b.WriteString(swap(r.NewLabels) + labelledVia(r.Gateway, r.HardwareAddr))
	if r.OIF != 0 {
		fmt.Fprintf(&b, "dev %s ", ns.name(r.OIF))
	}
	if r.Protocol != unix.RTPROT_BOOT {
		fmt.Fprintf(&b, "proto %s ", protocolName(r.Protocol))
	}
	b.WriteString(flagWords(r.Flags, routeFlags))
	if r.TTLPropagate != nil { // in ip's spelling
		fmt.Fprintf(&b, "ttl-propogate %s", enabled(*r.TTLPropagate))
	}
	for _, hop := range r.MultiPath {
		fmt.Fprintf(&b, "\n\tnexthop %s%sdev %s %s", swap(hop.NewLabels), labelledVia(hop.Gateway, hop.HardwareAddr),
			ns.name(hop.OIF), flagWords(uint32(hop.Flags), routeFlags))
	}
	return b.String(), nil
}

func enabled(v bool) string {
	if v {
		return "enabled"
	}
	return "disabled"
}

// swap returns the labels that are put in the place of the outermost one.
func swap(stack []uint32) string {
	if len(stack) == 0 {
		return ""
	}
	return fmt.Sprintf("as to %s ", labelStack(stack))
}

// labelStack returns labels, the outermost first.
func labelStack(stack []uint32) string {
	var labels []string
	for _, l := range stack {
		labels = append(labels, strconv.FormatUint(uint64(l), 10))
	}
	return strings.Join(labels, "/")
}

// labelledVia returns where packets go next: to a router, or to a link-layer
// address.
func labelledVia(gateway netip.Addr, hardware net.HardwareAddr) string {
	switch {
	case gateway.IsValid():
		return fmt.Sprintf("via %s %v ", familyName(family(gateway)), gateway)
	case hardware != nil:
		return fmt.Sprintf("via link %v ", hardware)
	}
	return ""
}
