//go:build linux

package main

import (
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func netconfText(ns *namespace, m nlmsg.Message) (string, error) {
	c, err := netconf.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s ", familyName(c.Family))
	switch c.Index {
	case netconf.Every:
		b.WriteString("all ")
	case netconf.Default:
		b.WriteString("default ")
	default:
		fmt.Fprintf(&b, "%s ", ns.name(c.Index))
	}
	setting := func(name string, v *int32) {
		if v != nil {
			fmt.Fprintf(&b, "%s %s ", name, onOff(*v != 0))
		}
	}
	setting("forwarding", c.Forwarding)
	if c.RPFilter != nil {
		fmt.Fprintf(&b, "rp_filter %s ", rpFilter(*c.RPFilter))
	}
	setting("mc_forwarding", c.MCForwarding)
	setting("proxy_neigh", c.ProxyNeigh)
	setting("ignore_routes_with_linkdown", c.IgnoreRoutesWithLinkdown)
	setting("input", c.Input)
	return b.String(), nil
}

func rpFilter(v int32) string {
	switch v {
	case 0:
		return "off"
	case 1:
		return "strict"
	case 2:
		return "loose"
	}
	return fmt.Sprint(uint32(v))
}
