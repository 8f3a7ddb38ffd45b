package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/netconf"
)

// netconfs compares the records of ip netconf show.
func netconfs(t *testing.T, d *dump) {
	compareAll(t, d, netconfTable.of, all(t, d, netconf.Decode))
}

var netconfTable = table[*netconf.Conf]{
	{"family", func(c *netconf.Conf) any { return familyName(c.Family) }},
	{"interface", func(c *netconf.Conf) any {
		switch c.Index {
		case netconf.Every:
			return "all"
		case netconf.Default:
			return "default"
		}
		return device(c.Index)
	}},
	{"forwarding", func(c *netconf.Conf) any { return onOff(c.Forwarding) }},
	{"rp_filter", func(c *netconf.Conf) any {
		if c.RPFilter == nil {
			return nil
		}
		return []any{"off", "strict", "loose"}[*c.RPFilter]
	}},
	{"mc_forwarding", func(c *netconf.Conf) any { return onOff(c.MCForwarding) }},
	{"proxy_neigh", func(c *netconf.Conf) any { return onOff(c.ProxyNeigh) }},
	{"ignore_routes_with_linkdown", func(c *netconf.Conf) any { return onOff(c.IgnoreRoutesWithLinkdown) }},
	{"input", func(c *netconf.Conf) any { return onOff(c.Input) }},
}

// onOff is a sysctl that is printed as a bool.
func onOff(v *int32) any {
	if v == nil {
		return nil
	}
	return *v != 0
}

// familyName is the name of an address family.
func familyName(family uint8) string {
	return map[uint8]string{
		linux.AF_INET: "inet", linux.AF_INET6: "inet6", linux.AF_BRIDGE: "bridge", linux.AF_MPLS: "mpls",
	}[family]
}
