//go:build linux

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func linkText(ns *namespace, m nlmsg.Message) (string, error) {
	l, err := link.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	below, belowDown := parent(ns, l)
	fmt.Fprintf(&b, "%d: %s%s: <%s> mtu %d ", l.Index, l.Name, below, linkFlags(l.Flags, belowDown), l.MTU)
	if l.XDP != nil {
		b.WriteString(xdpText(l.XDP))
	}
	if l.QDisc != "" {
		fmt.Fprintf(&b, "qdisc %s ", l.QDisc)
	}
	if l.Master != nil {
		fmt.Fprintf(&b, "master %s ", ns.name(*l.Master))
	}
	fmt.Fprintf(&b, "state %s ", strings.ToUpper(l.OperState.String()))
	if l.Group != nil {
		fmt.Fprintf(&b, "group %s ", groupName(*l.Group))
	}
	if l.Event != 0 {
		fmt.Fprintf(&b, "event %s ", eventName(l.Event))
	}
	fmt.Fprintf(&b, "\n    link/%s ", hardwareName(l.Type))
	hardware(&b, l)
	elsewhere(&b, ns, l)
	if l.ProtoDown != nil && *l.ProtoDown {
		b.WriteString(" protodown on ")
	}
	if l.ProtoDownReason != nil && l.ProtoDownReason.Value != 0 {
		fmt.Fprintf(&b, "protodown_reason <%s>", bitNumbers(l.ProtoDownReason.Value))
	}
	for _, name := range l.AltNames {
		fmt.Fprintf(&b, "\n    altname %s", name)
	}
	return b.String(), nil
}

// parent returns the link below l, or the other end of a veth pair, and whether
// that is known to be down. The index of a link in another namespace says
// nothing here.
func parent(ns *namespace, l *link.Link) (name string, down bool) {
	switch {
	case l.ParentIndex == nil:
		return "", false
	case *l.ParentIndex == 0:
		return "@NONE", false
	case l.ParentNetNSID != nil:
		return "@" + unnamed(*l.ParentIndex), false
	}
	name = ns.name(*l.ParentIndex)
	below, ok := ns.get(*l.ParentIndex)
	return "@" + name, ok && !below.up
}

// linkFlags returns IFF_* as ip(8) names them. IFF_RUNNING is not named: that it
// is missing is.
func linkFlags(flags uint32, belowDown bool) string {
	var names []string
	if flags&unix.IFF_UP != 0 && flags&unix.IFF_RUNNING == 0 {
		names = append(names, "NO-CARRIER")
	}
	flags &^= unix.IFF_RUNNING
	for _, f := range linkFlagNames {
		if flags&f.flag != 0 {
			names = append(names, f.name)
		}
		flags &^= f.flag
	}
	if flags != 0 {
		names = append(names, fmt.Sprintf("%x", flags))
	}
	if belowDown {
		names = append(names, "M-DOWN")
	}
	return strings.Join(names, ",")
}

var linkFlagNames = []flagName{
	{unix.IFF_LOOPBACK, "LOOPBACK"}, {unix.IFF_BROADCAST, "BROADCAST"}, {unix.IFF_POINTOPOINT, "POINTOPOINT"},
	{unix.IFF_MULTICAST, "MULTICAST"}, {unix.IFF_NOARP, "NOARP"}, {unix.IFF_ALLMULTI, "ALLMULTI"},
	{unix.IFF_PROMISC, "PROMISC"}, {unix.IFF_MASTER, "MASTER"}, {unix.IFF_SLAVE, "SLAVE"}, {unix.IFF_DEBUG, "DEBUG"},
	{unix.IFF_DYNAMIC, "DYNAMIC"}, {unix.IFF_AUTOMEDIA, "AUTOMEDIA"}, {unix.IFF_PORTSEL, "PORTSEL"},
	{unix.IFF_NOTRAILERS, "NOTRAILERS"}, {unix.IFF_UP, "UP"}, {unix.IFF_LOWER_UP, "LOWER_UP"},
	{unix.IFF_DORMANT, "DORMANT"}, {unix.IFF_ECHO, "ECHO"},
}

// xdpText says how a program is attached (XDP_ATTACHED_* of linux/if_link.h), and
// which one if it is one alone.
func xdpText(x *link.XDP) string {
	id := ""
	if x.ProgID != 0 {
		id = fmt.Sprintf("/id:%d", x.ProgID)
	}
	names := [...]string{1: "xdp", 2: "xdpgeneric", 3: "xdpoffload", 4: "xdpmulti"}
	switch {
	case x.Attached == 0:
		return ""
	case int(x.Attached) < len(names):
		return names[x.Attached] + id + " "
	}
	return fmt.Sprintf("xdp[%d]%s ", x.Attached, id)
}

func groupName(group uint32) string {
	if group == 0 {
		return "default"
	}
	return fmt.Sprint(group)
}

// eventName names IFLA_EVENT_* of linux/if_link.h.
func eventName(event uint32) string {
	names := [...]string{"NONE", "REBOOT", "FEATURE CHANGE", "BONDING FAILOVER", "NOTIFY PEERS", "RESEND IGMP", "BONDING OPTION"}
	if int(event) < len(names) {
		return names[event]
	}
	return fmt.Sprint(event)
}

// hardware writes the link-layer addresses of a link.
func hardware(b *strings.Builder, l *link.Link) {
	b.WriteString(hardwareAddr(l.HardwareAddr, l.Type))
	if len(l.Broadcast) > 0 {
		word := "brd"
		if l.Flags&unix.IFF_POINTOPOINT != 0 {
			word = "peer"
		}
		fmt.Fprintf(b, " %s %s", word, hardwareAddr(l.Broadcast, l.Type))
	}
	if len(l.PermAddress) > 0 && !slices.Equal(l.PermAddress, l.HardwareAddr) {
		fmt.Fprintf(b, " permaddr %s", hardwareAddr(l.PermAddress, l.Type))
	}
}

// bitNumbers returns the numbers of the bits that are set, from the lowest on.
func bitNumbers(v uint32) string {
	var list []string
	for i := range 32 {
		if v&(1<<i) != 0 {
			list = append(list, strconv.Itoa(i))
		}
	}
	return strings.Join(list, ",")
}

// elsewhere writes which other namespaces a link is about: that of its other end,
// and that which it has left for.
func elsewhere(b *strings.Builder, ns *namespace, l *link.Link) {
	if id := l.ParentNetNSID; id != nil {
		if name, ok := ns.names[netns.ID(*id)]; ok {
			fmt.Fprintf(b, " link-netns %s", name)
		} else if *id >= 0 {
			fmt.Fprintf(b, " link-netnsid %d", *id)
		} else {
			b.WriteString(" link-netnsid unknown")
		}
	}
	if id := l.NewNetNSID; id != nil {
		if name, ok := ns.names[netns.ID(*id)]; ok {
			fmt.Fprintf(b, " new-netns %s", name)
		} else {
			fmt.Fprintf(b, " new-netnsid %d", *id)
		}
	}
	if l.NewIndex != 0 {
		fmt.Fprintf(b, " new-ifindex %d", l.NewIndex)
	}
}

// hardwareName names ARPHRD_* of linux/if_arp.h, those that are in use.
func hardwareName(typ uint16) string {
	names := map[uint16]string{
		unix.ARPHRD_ETHER: "ether", unix.ARPHRD_AX25: "ax25", unix.ARPHRD_IEEE1394: "ieee1394",
		unix.ARPHRD_INFINIBAND: "infiniband", unix.ARPHRD_SLIP: "slip", unix.ARPHRD_X25: "x25", unix.ARPHRD_CAN: "can",
		unix.ARPHRD_PPP: "ppp", unix.ARPHRD_HDLC: "hdlc", unix.ARPHRD_TUNNEL: "ipip", unix.ARPHRD_TUNNEL6: "tunnel6",
		unix.ARPHRD_LOOPBACK: "loopback", unix.ARPHRD_SIT: "sit", unix.ARPHRD_IPGRE: "gre", unix.ARPHRD_PIMREG: "pimreg",
		unix.ARPHRD_IEEE80211: "ieee802.11", unix.ARPHRD_IEEE80211_PRISM: "ieee802.11/prism",
		unix.ARPHRD_IEEE80211_RADIOTAP: "ieee802.11/radiotap", unix.ARPHRD_IEEE802154: "ieee802.15.4",
		unix.ARPHRD_IEEE802154_MONITOR: "ieee802.15.4/monitor", unix.ARPHRD_PHONET: "phonet",
		unix.ARPHRD_PHONET_PIPE: "phonet_pipe", unix.ARPHRD_CAIF: "caif", unix.ARPHRD_IP6GRE: "gre6",
		unix.ARPHRD_NETLINK: "netlink", unix.ARPHRD_6LOWPAN: "6lowpan", unix.ARPHRD_NONE: "none", unix.ARPHRD_VOID: "void",
	}
	if name, ok := names[typ]; ok {
		return name
	}
	return fmt.Sprintf("[%d]", typ)
}
