package iproute2

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

// links compares the records of ip link show.
func links(t *testing.T, d *dump) {
	compareAll(t, d, linkTable, all(t, d, link.Decode))
}

var linkTable = append(table[*link.Link]{
	{"linkmode", func(l *link.Link) any { return choice([]string{"DEFAULT", "DORMANT"}, l.LinkMode) }},
	{"inet6_addr_gen_mode", addrGenMode},
	{"stats64", func(l *link.Link) any { return ofStats(statsTable.of(l)) }},
}, deviceTable...)

// deviceTable is what ip link and ip addr both print of a link.
var deviceTable = table[*link.Link]{
	{"ifindex", func(l *link.Link) any { return l.Index }},
	{"ifname", func(l *link.Link) any { return l.Name }},
	{"link", func(l *link.Link) any {
		if l.ParentNetNSID != nil {
			return nil // it has no name here
		}
		return optDevice(l.ParentIndex)
	}},
	{"link_index", func(l *link.Link) any {
		if l.ParentNetNSID == nil {
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
	{"address", func(l *link.Link) any { return l.HardwareAddr }},
	{"broadcast", func(l *link.Link) any { return l.Broadcast }},
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
	{"ifalias", func(l *link.Link) any { return l.Alias }},
	{"altnames", func(l *link.Link) any {
		if len(l.AltNames) == 0 {
			return nil
		}
		return set(l.AltNames)
	}},
}

// inGeneral is v, which the kernel sends of a link in general, zero or not, and
// does not send in what it says of the link for one address family.
func inGeneral(l *link.Link, v uint32) any {
	if l.Family != linux.AF_UNSPEC {
		return nil
	}
	return v
}

func addrGenMode(l *link.Link) any {
	if l.AFSpec == nil || l.AFSpec.Inet6 == nil {
		return nil
	}
	return choice([]string{"eui64", "none", "stable_secret", "random"}, l.AFSpec.Inet6.AddrGenMode)
}

// protoDownReason are the numbers of the reasons, which have no names by default.
func protoDownReason(l *link.Link) any {
	if l.ProtoDownReason == nil {
		return nil
	}
	reasons := set{}
	for n := range 32 {
		if l.ProtoDownReason.Value>>n&1 != 0 {
			reasons = append(reasons, strconv.Itoa(n))
		}
	}
	return reasons
}

// linkType is ARPHRD_*.
type linkType uint16

func (n linkType) in(d *dump) any {
	names := map[linkType]string{1: "ether", 772: "loopback", 0xfffe: "none"}
	if d.has("-N") {
		return fmt.Sprintf("[%d]", n)
	}
	return names[n]
}

// linkFlags are the flags of a link. What is printed of IFF_RUNNING is that it is
// missing; and it is also printed if the link below is down.
type linkFlags struct{ *link.Link }

func (l linkFlags) in(d *dump) any {
	names := namesOf([]bitName{
		{linux.IFF_LOOPBACK, "LOOPBACK"},
		{linux.IFF_BROADCAST, "BROADCAST"},
		{linux.IFF_POINTOPOINT, "POINTOPOINT"},
		{linux.IFF_MULTICAST, "MULTICAST"},
		{linux.IFF_NOARP, "NOARP"},
		{linux.IFF_ALLMULTI, "ALLMULTI"},
		{linux.IFF_PROMISC, "PROMISC"},
		{linux.IFF_MASTER, "MASTER"},
		{linux.IFF_SLAVE, "SLAVE"},
		{linux.IFF_DEBUG, "DEBUG"},
		{linux.IFF_DYNAMIC, "DYNAMIC"},
		{linux.IFF_UP, "UP"},
		{linux.IFF_LOWER_UP, "LOWER_UP"},
		{linux.IFF_DORMANT, "DORMANT"},
		{linux.IFF_ECHO, "ECHO"},
	}, l.Flags)
	if l.Flags&linux.IFF_UP != 0 && l.Flags&linux.IFF_RUNNING == 0 {
		names = append(names, "NO-CARRIER")
	}
	if l.ParentIndex != nil && l.ParentNetNSID == nil {
		if parent := d.devices[*l.ParentIndex]; parent == nil || parent.Flags&linux.IFF_UP == 0 {
			names = append(names, "M-DOWN")
		}
	}
	return names
}
