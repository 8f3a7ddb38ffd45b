//go:build linux

package main

import (
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// An object is a kind of things that the kernel tells of.
type object struct {
	name   string   // on the command line
	label  string   // before each message, as ip(8) and bridge(8) have it
	groups []uint32 // the multicast groups that tell of it
	added  uint16   // the type of message that says it is there, or has changed
	gone   uint16   // and of that which says it is no longer there; zero if there is none

	// text returns the object in a message from a namespace as ip(8) shows it,
	// without the end of the line. It is empty if the message is about another
	// object, or about nothing that is shown.
	text func(ns *namespace, m nlmsg.Message) (string, error)
}

// objects are all that are known. Those of one name go together.
var objects = []object{
	{"link", "[LINK]", []uint32{unix.RTNLGRP_LINK}, unix.RTM_NEWLINK, unix.RTM_DELLINK, linkText},
	{"address", "[ADDR]", []uint32{unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV6_IFADDR}, unix.RTM_NEWADDR, unix.RTM_DELADDR, addrText},
	{"route", "[ROUTE]", []uint32{unix.RTNLGRP_IPV4_ROUTE, unix.RTNLGRP_IPV6_ROUTE, unix.RTNLGRP_MPLS_ROUTE},
		unix.RTM_NEWROUTE, unix.RTM_DELROUTE, routeText},
	{"mroute", "[MROUTE]", []uint32{unix.RTNLGRP_IPV4_MROUTE, unix.RTNLGRP_IPV6_MROUTE}, unix.RTM_NEWROUTE, unix.RTM_DELROUTE, mrouteText},
	{"prefix", "[PREFIX]", []uint32{unix.RTNLGRP_IPV6_PREFIX}, unix.RTM_NEWPREFIX, 0, prefixText},
	{"neigh", "[NEIGH]", []uint32{unix.RTNLGRP_NEIGH}, unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH, neighText},
	{"neigh", "[NEIGH]", []uint32{unix.RTNLGRP_NEIGH}, unix.RTM_GETNEIGH, 0, missText},
	{"fdb", "[NEIGH]", []uint32{unix.RTNLGRP_NEIGH}, unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH, fdbText},
	{"rule", "[RULE]", []uint32{unix.RTNLGRP_IPV4_RULE, unix.RTNLGRP_IPV6_RULE}, unix.RTM_NEWRULE, unix.RTM_DELRULE, ruleText},
	{"nexthop", "[NEXTHOP]", []uint32{unix.RTNLGRP_NEXTHOP}, unix.RTM_NEWNEXTHOP, unix.RTM_DELNEXTHOP, nexthopText},
	{"nexthop", "[NEXTHOPBUCKET]", []uint32{unix.RTNLGRP_NEXTHOP}, unix.RTM_NEWNEXTHOPBUCKET, unix.RTM_DELNEXTHOPBUCKET, bucketText},
	{"netconf", "[NETCONF]", []uint32{unix.RTNLGRP_IPV4_NETCONF, unix.RTNLGRP_IPV6_NETCONF, unix.RTNLGRP_MPLS_NETCONF},
		unix.RTM_NEWNETCONF, unix.RTM_DELNETCONF, netconfText},
	{"stats", "[STATS]", []uint32{unix.RTNLGRP_STATS}, unix.RTM_NEWSTATS, 0, statsText},
	{"nsid", "[NSID]", []uint32{unix.RTNLGRP_NSID}, unix.RTM_NEWNSID, unix.RTM_DELNSID, nsidText},
	{"mdb", "[MDB]", []uint32{unix.RTNLGRP_MDB}, unix.RTM_NEWMDB, unix.RTM_DELMDB, mdbText},
	{"vlan", "[VLAN]", []uint32{unix.RTNLGRP_BRVLAN}, unix.RTM_NEWVLAN, unix.RTM_DELVLAN, vlanText},
}

// find returns the objects with a name.
func find(name string) []object {
	var found []object
	for _, o := range objects {
		if o.name == name {
			found = append(found, o)
		}
	}
	return found
}

// list returns the names of all objects.
func list() string {
	var names []string
	for _, o := range objects {
		if !slices.Contains(names, o.name) {
			names = append(names, o.name)
		}
	}
	return strings.Join(names, ", ")
}

// groupsOf returns the groups of all objects that are wanted, in order, each
// once. That of links is always among them: they have the names of all others.
func groupsOf(wanted []object) []uint32 {
	groups := []uint32{unix.RTNLGRP_LINK}
	for _, o := range wanted {
		groups = append(groups, o.groups...)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}
