//go:build linux

package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// vlanText shows VLANs as bridge(8) does, in columns: the name of the interface
// stands before the first.
func vlanText(ns *namespace, m nlmsg.Message) (string, error) {
	v, err := bridge.DecodeVLANs(m)
	if err != nil {
		return "", err
	}
	var lines []string
	name := ns.name(v.Index)
	add := func(first, second string) {
		lines = append(lines, fmt.Sprintf("%-16s  %s", name, first), fmt.Sprintf("%-16s    %s", "", second))
		name = ""
	}
	for _, vlan := range v.List {
		add(vlan.String()+vlanFlags(vlan), vlanState(vlan))
	}
	for i := range v.Options {
		o := &v.Options[i]
		add(bridge.VLAN{ID: o.ID, Last: o.Last}.String(), optionsText(o))
		if len(o.Routers) > 0 {
			ports := ""
			for _, r := range o.Routers {
				ports += ns.name(r.Port) + " "
			}
			lines = append(lines, fmt.Sprintf("%-16s    router ports: %s", "", ports))
		}
	}
	return strings.Join(lines, "\n"), nil
}

func vlanFlags(v bridge.VLAN) (words string) {
	if v.PVID {
		words += " PVID"
	}
	if v.Untagged {
		words += " Egress Untagged"
	}
	return words
}

func vlanState(v bridge.VLAN) string {
	var state uint8
	if v.State != nil {
		state = *v.State
	}
	names := [...]string{link.PortDisabled: "disabled", link.PortListening: "listening", link.PortLearning: "learning",
		link.PortForwarding: "forwarding", link.PortBlocking: "blocking"}
	text := fmt.Sprintf("state (%d) ", state)
	if int(state) < len(names) {
		text = fmt.Sprintf("state %s ", names[state])
	}
	if v.McastRouter != nil {
		text += fmt.Sprintf("mcast_router %d ", *v.McastRouter)
	}
	return text
}

// optionsText returns what a bridge has set for VLANs. Times are in hundredths of
// a second.
func optionsText(o *bridge.VLANOptions) string {
	var b strings.Builder
	flag := func(name string, v *bool) {
		if v != nil {
			fmt.Fprintf(&b, "%s %s ", name, bit(*v))
		}
	}
	version := func(name string, v uint8) {
		if v != 0 {
			fmt.Fprintf(&b, "%s %d ", name, v)
		}
	}
	count := func(name string, v *uint32) {
		if v != nil {
			fmt.Fprintf(&b, "%s %d ", name, *v)
		}
	}
	interval := func(name string, v *time.Duration) {
		if v != nil {
			fmt.Fprintf(&b, "%s %d ", name, *v/(10*time.Millisecond))
		}
	}
	flag("mcast_snooping", o.McastSnooping)
	flag("mcast_querier", o.McastQuerier)
	version("mcast_igmp_version", o.McastIGMPVersion)
	version("mcast_mld_version", o.McastMLDVersion)
	count("mcast_last_member_count", o.McastLastMemberCount)
	interval("mcast_last_member_interval", o.McastLastMemberInterval)
	count("mcast_startup_query_count", o.McastStartupQueryCount)
	interval("mcast_startup_query_interval", o.McastStartupQueryInterval)
	interval("mcast_membership_interval", o.McastMembershipInterval)
	interval("mcast_querier_interval", o.McastQuerierInterval)
	interval("mcast_query_interval", o.McastQueryInterval)
	interval("mcast_query_response_interval", o.McastQueryResponseInterval)
	return b.String()
}
