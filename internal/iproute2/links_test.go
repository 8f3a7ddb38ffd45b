package iproute2

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

// links compares the records of ip link show.
func links(t *testing.T, d *dump) {
	compareAll(t, d, func(l *link.Link) object {
		return append(deviceTable.of(l), linkTable.of(l)...)
	}, all(t, d, link.Decode))
}

// linkTable is what ip link prints of a link, and ip addr does not.
var linkTable = table[*link.Link]{
	{"linkmode", func(l *link.Link) any { return choice([]string{"DEFAULT", "DORMANT"}, l.LinkMode) }},
	{"inet6_addr_gen_mode", addrGenMode},
	{"stats64", func(l *link.Link) any { return withStats{statsTable.of(l)} }},
}

// deviceTable is what ip link and ip addr both print of a link.
var deviceTable = table[*link.Link]{
	{"ifindex", func(l *link.Link) any { return l.Index }},
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"link", func(l *link.Link) any {
		switch {
		case l.ParentIndex == nil:
			return nil
		case *l.ParentIndex == 0:
			return null{} // the other end of a tunnel is no link
		case l.ParentNetNSID != nil:
			return nil // it has no name here
		}
		return device(*l.ParentIndex)
	}},
	{"link_index", func(l *link.Link) any {
		if l.ParentNetNSID == nil || *l.ParentIndex == 0 {
			return nil
		}
		return l.ParentIndex
	}},
	{"link_netnsid", func(l *link.Link) any { return l.ParentNetNSID }},
	{"flags", func(l *link.Link) any { return linkFlags{l} }},
	{"mtu", func(l *link.Link) any { return l.MTU }},
	{"qdisc", func(l *link.Link) any { return l.QDisc }},
	{"master", func(l *link.Link) any { return optDevice(l.Master) }},
	{"operstate", func(l *link.Link) any { return strings.ToUpper(l.OperState.String()) }},
	{"group", func(l *link.Link) any {
		if l.Group == nil {
			return nil
		}
		return named{groups, int(*l.Group)}
	}},
	{"txqlen", func(l *link.Link) any {
		if l.TxQLen == nil {
			return unchecked("where it is not in the message, ip asks by an ioctl")
		}
		return l.TxQLen
	}},
	{"link_type", func(l *link.Link) any { return linkType(l.Type) }},
	{"address", func(l *link.Link) any { return linkAddr(l, l.HardwareAddr) }},
	{"broadcast", func(l *link.Link) any { return linkAddr(l, l.Broadcast) }},
	{"link_pointtopoint", func(l *link.Link) any {
		return nonZero(l.Flags&linux.IFF_POINTOPOINT != 0 && l.Broadcast != nil)
	}},
	{"permaddr", func(l *link.Link) any {
		if bytes.Equal(l.PermAddress, l.HardwareAddr) {
			return nil
		}
		return linkAddr(l, l.PermAddress)
	}},
	{"proto_down", func(l *link.Link) any {
		if l.ProtoDown == nil {
			return nil
		}
		return nonZero(*l.ProtoDown)
	}},
	{"proto_down_reason", protoDownReason},
	{"promiscuity", func(l *link.Link) any { return inGeneral(l, l.Promiscuity) }},
	{"allmulti", func(l *link.Link) any { return inGeneral(l, l.AllMulti) }},
	{"min_mtu", func(l *link.Link) any { return inGeneral(l, l.MinMTU) }},
	{"max_mtu", func(l *link.Link) any { return inGeneral(l, l.MaxMTU) }},
	{"linkinfo", linkInfo},
	{"num_tx_queues", func(l *link.Link) any { return nonZero(l.NumTxQueues) }},
	{"num_rx_queues", func(l *link.Link) any { return nonZero(l.NumRxQueues) }},
	{"gso_max_size", func(l *link.Link) any { return l.GSOMaxSize }},
	{"gso_max_segs", func(l *link.Link) any { return l.GSOMaxSegs }},
	{"tso_max_size", func(l *link.Link) any { return inGeneral(l, l.TSOMaxSize) }},
	{"tso_max_segs", func(l *link.Link) any { return inGeneral(l, l.TSOMaxSegs) }},
	{"gro_max_size", func(l *link.Link) any { return l.GROMaxSize }},
	{"gso_ipv4_max_size", func(l *link.Link) any { return sinceNewer{l.GSOIPv4MaxSize} }},
	{"gro_ipv4_max_size", func(l *link.Link) any { return sinceNewer{l.GROIPv4MaxSize} }},
	{"ifalias", func(l *link.Link) any { return l.Alias }},
	{"altnames", func(l *link.Link) any {
		if len(l.AltNames) == 0 {
			return nil
		}
		return set(l.AltNames)
	}},
}
