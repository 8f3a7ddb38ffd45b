package iproute2

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

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

// linkType is ARPHRD_* of linux/if_arp.h.
type linkType uint16

var linkTypes = map[linkType]string{
	1:      "ether",
	768:    "ipip",
	769:    "tunnel6",
	772:    "loopback",
	776:    "sit",
	778:    "gre",
	823:    "gre6",
	824:    "netlink",
	0xfffe: "none",
}

func (n linkType) in(d *dump) any {
	if name := linkTypes[n]; name != "" && !d.has("-N") {
		return name
	}
	return fmt.Sprintf("[%d]", n)
}

// linkAddr is an address of a link, which for a tunnel is an IP address.
func linkAddr(l *link.Link, a net.HardwareAddr) any {
	switch linkTypes[linkType(l.Type)] {
	case "ipip", "sit", "gre", "tunnel6", "gre6":
		ip, _ := netip.AddrFromSlice(a)
		return ip
	}
	return a
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
	if l.ParentIndex != nil && *l.ParentIndex != 0 && l.ParentNetNSID == nil {
		if parent := d.devices[*l.ParentIndex]; parent == nil || parent.Flags&linux.IFF_UP == 0 {
			names = append(names, "M-DOWN")
		}
	}
	return names
}
