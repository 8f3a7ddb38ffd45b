package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ipvlanTest = kindTest{
	ip:   "ip link add link veth0 name ipvlan0 type ipvlan mode l3s private",
	full: &link.Link{Name: "ipvlan0", ParentIndex: new(3), Data: &link.IPVLAN{Mode: new(link.IPVLANModeL3S), Flags: new(link.IPVLANPrivate)}},
	iproute2: map[string]nlmsg.Request{
		"link-add-ipvlan": link.Add(&link.Link{Name: "ipvl0", ParentIndex: new(3), Data: &link.IPVLAN{
			Mode: new(link.IPVLANModeL3S), Flags: new(link.IPVLANPrivate),
		}}),
		"own-ipvlan-l2-vepa": link.Add(&link.Link{Name: "ipvl0", ParentIndex: new(3), Data: &link.IPVLAN{
			Mode: new(link.IPVLANModeL2), Flags: new(link.IPVLANVEPA),
		}}),
		"own-ipvlan-l3-bridge": link.Add(&link.Link{Name: "ipvl0", ParentIndex: new(3), Data: &link.IPVLAN{
			Mode: new(link.IPVLANModeL3), Flags: new(uint16(0)),
		}}),
		"own-ipvlan-default": link.Add(&link.Link{Name: "ipvl0", ParentIndex: new(3), Data: &link.IPVLAN{}}),
	},
	live: []liveTest{{
		link:   &link.Link{ParentIndex: new(parent), Data: &link.IPVLAN{Mode: new(link.IPVLANModeL2), Flags: new(link.IPVLANPrivate)}},
		change: &link.IPVLAN{Mode: new(link.IPVLANModeL3), Flags: new(link.IPVLANVEPA)},
	}},
}

var ipvtapTest = kindTest{
	ip:   "ip link add link veth0 name ipvtap0 type ipvtap mode l3s private",
	full: &link.Link{Name: "ipvtap0", ParentIndex: new(3), Data: (*link.IPVTAP)(ipvlanTest.full.Data.(*link.IPVLAN))},
	iproute2: map[string]nlmsg.Request{
		"own-ipvtap": link.Add(&link.Link{Name: "ipvt0", ParentIndex: new(3), Data: &link.IPVTAP{
			Mode: new(link.IPVLANModeL3S), Flags: new(uint16(0)),
		}}),
	},
	live: []liveTest{{
		link:   &link.Link{ParentIndex: new(parent), Data: &link.IPVTAP{Mode: new(link.IPVLANModeL2), Flags: new(uint16(0))}},
		change: &link.IPVTAP{Flags: new(link.IPVLANPrivate)},
	}},
}
