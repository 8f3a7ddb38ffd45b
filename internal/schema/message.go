package schema

import (
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// messageType names a type of message. Its body is a C struct and the
// attributes after it; nil where this package knows the name only. What a
// request holds is given apart where it is not the same.
type messageType struct {
	number  uint16
	name    string
	body    *Layout
	request *Layout
}

// controls are the types that mean the same in every protocol
// (linux/netlink.h).
var controls = []messageType{
	{number: linux.NLMSG_NOOP, name: "NLMSG_NOOP"},
	{number: linux.NLMSG_ERROR, name: "NLMSG_ERROR", body: nlmsgerr},
	{number: linux.NLMSG_DONE, name: "NLMSG_DONE", body: nlmsgdone},
	{number: linux.NLMSG_OVERRUN, name: "NLMSG_OVERRUN"},
}

// messages are those of NETLINK_ROUTE (linux/rtnetlink.h).
var messages = []messageType{
	{number: linux.RTM_NEWLINK, name: "RTM_NEWLINK", body: link},
	{number: linux.RTM_DELLINK, name: "RTM_DELLINK", body: link},
	{number: linux.RTM_GETLINK, name: "RTM_GETLINK", body: link},
	{number: linux.RTM_SETLINK, name: "RTM_SETLINK", body: link},
	{number: linux.RTM_NEWADDR, name: "RTM_NEWADDR", body: addr},
	{number: linux.RTM_DELADDR, name: "RTM_DELADDR", body: addr},
	{number: linux.RTM_GETADDR, name: "RTM_GETADDR", body: addr},
	{number: linux.RTM_NEWROUTE, name: "RTM_NEWROUTE", body: route},
	{number: linux.RTM_DELROUTE, name: "RTM_DELROUTE", body: route},
	{number: linux.RTM_GETROUTE, name: "RTM_GETROUTE", body: route},
	{number: 28, name: "RTM_NEWNEIGH", body: neigh},
	{number: 29, name: "RTM_DELNEIGH", body: neigh},
	{number: 30, name: "RTM_GETNEIGH", body: neigh, request: neighDump},
	{number: 32, name: "RTM_NEWRULE", body: rule},
	{number: 33, name: "RTM_DELRULE", body: rule},
	{number: 34, name: "RTM_GETRULE", body: rule},
	{number: 36, name: "RTM_NEWQDISC", body: qdisc},
	{number: 37, name: "RTM_DELQDISC", body: qdisc},
	{number: 38, name: "RTM_GETQDISC", body: qdisc},
	{number: 40, name: "RTM_NEWTCLASS", body: trafficClass},
	{number: 41, name: "RTM_DELTCLASS", body: trafficClass},
	{number: 42, name: "RTM_GETTCLASS", body: trafficClass},
	{number: 44, name: "RTM_NEWTFILTER", body: trafficFilter},
	{number: 45, name: "RTM_DELTFILTER", body: trafficFilter},
	{number: 46, name: "RTM_GETTFILTER", body: trafficFilter},
	{number: 48, name: "RTM_NEWACTION", body: trafficActions},
	{number: 49, name: "RTM_DELACTION", body: trafficActions},
	{number: 50, name: "RTM_GETACTION", body: trafficActions},
	{number: 52, name: "RTM_NEWPREFIX", body: prefix},
	{number: 56, name: "RTM_NEWMULTICAST", body: addr},
	{number: 57, name: "RTM_DELMULTICAST", body: addr},
	{number: 58, name: "RTM_GETMULTICAST", body: addr},
	{number: 60, name: "RTM_NEWANYCAST", body: addr},
	{number: 61, name: "RTM_DELANYCAST", body: addr},
	{number: 62, name: "RTM_GETANYCAST", body: addr},
	{number: 64, name: "RTM_NEWNEIGHTBL", body: neighTable},
	{number: 66, name: "RTM_GETNEIGHTBL", body: neighTable},
	{number: 67, name: "RTM_SETNEIGHTBL", body: neighTable},
	{number: 68, name: "RTM_NEWNDUSEROPT", body: userOption},
	{number: 72, name: "RTM_NEWADDRLABEL", body: addrLabel},
	{number: 73, name: "RTM_DELADDRLABEL", body: addrLabel},
	{number: 74, name: "RTM_GETADDRLABEL", body: addrLabel},
	{number: 78, name: "RTM_GETDCB", body: dcb},
	{number: 79, name: "RTM_SETDCB", body: dcb},
	{number: 80, name: "RTM_NEWNETCONF", body: netconf},
	{number: 81, name: "RTM_DELNETCONF", body: netconf},
	{number: 82, name: "RTM_GETNETCONF", body: netconf},
	{number: 84, name: "RTM_NEWMDB", body: mdb, request: mdbSet},
	{number: 85, name: "RTM_DELMDB", body: mdb, request: mdbSet},
	{number: 86, name: "RTM_GETMDB", body: mdb, request: mdbGet},
	{number: linux.RTM_NEWNSID, name: "RTM_NEWNSID", body: nsid},
	{number: linux.RTM_DELNSID, name: "RTM_DELNSID", body: nsid},
	{number: linux.RTM_GETNSID, name: "RTM_GETNSID", body: nsid},
	{number: 92, name: "RTM_NEWSTATS", body: stats},
	{number: 94, name: "RTM_GETSTATS", body: statsRequest},
	{number: 95, name: "RTM_SETSTATS", body: statsRequest},
	{number: 96, name: "RTM_NEWCACHEREPORT", body: cacheReport},
	{number: 100, name: "RTM_NEWCHAIN", body: trafficFilter},
	{number: 101, name: "RTM_DELCHAIN", body: trafficFilter},
	{number: 102, name: "RTM_GETCHAIN", body: trafficFilter},
	{number: 104, name: "RTM_NEWNEXTHOP", body: nexthopObject},
	{number: 105, name: "RTM_DELNEXTHOP", body: nexthopObject},
	{number: 106, name: "RTM_GETNEXTHOP", body: nexthopObject},
	{number: linux.RTM_NEWLINKPROP, name: "RTM_NEWLINKPROP", body: link},
	{number: linux.RTM_DELLINKPROP, name: "RTM_DELLINKPROP", body: link},
	{number: linux.RTM_GETLINKPROP, name: "RTM_GETLINKPROP", body: link},
	{number: 112, name: "RTM_NEWVLAN", body: vlanDB},
	{number: 113, name: "RTM_DELVLAN", body: vlanDB},
	{number: 114, name: "RTM_GETVLAN", body: vlanDB, request: vlanDump},
	{number: 116, name: "RTM_NEWNEXTHOPBUCKET", body: nexthopObject},
	{number: 117, name: "RTM_DELNEXTHOPBUCKET", body: nexthopObject},
	{number: 118, name: "RTM_GETNEXTHOPBUCKET", body: nexthopObject},
	{number: 120, name: "RTM_NEWTUNNEL", body: vniFilter},
	{number: 121, name: "RTM_DELTUNNEL", body: vniFilter},
	{number: 122, name: "RTM_GETTUNNEL", body: vniFilter},
}

// messageOf returns the number, name and body of a type of message.
func messageOf(protocol int, number uint16, request bool) Attr {
	types := controls
	if number >= linux.NLMSG_MIN_TYPE {
		switch protocol {
		case linux.NETLINK_ROUTE:
			types = messages
		case linux.NETLINK_GENERIC:
			return genlMessage(number)
		}
	}
	for _, m := range types {
		if m.number != number {
			continue
		}
		a := Attr{m.number, m.name, m.body}
		if request && m.request != nil {
			a.Type = m.request
		}
		if a.Type == nil {
			a.Type = raw
		}
		return a
	}
	return Attr{number, "type " + strconv.Itoa(int(number)), raw}
}

// TypeName returns the name of a message type of a protocol, such as
// "RTM_NEWLINK", or "type 77" for one without a name here.
func TypeName(protocol int, typ uint16) string { return messageOf(protocol, typ, false).Name }
