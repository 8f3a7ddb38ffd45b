package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var hsrTest = kindTest{
	ip: "ip link add name hsr0 type hsr slave1 veth0 slave2 veth1 interlink veth2 supervision 45 version 1 proto 0",
	full: &link.Link{Name: "hsr0", Data: &link.HSR{
		Slave1: 3, Slave2: 2, Interlink: 5, MulticastSpec: new(uint8(45)), Version: new(uint8(1)), Protocol: new(uint8(0)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-hsr": link.Add(&link.Link{Name: "hsr0", Data: &link.HSR{
			Slave1: 3, Slave2: 2, MulticastSpec: new(uint8(45)), Version: new(uint8(1)),
		}}),
		"own-hsr-prp":       link.Add(&link.Link{Name: "prp0", Data: &link.HSR{Slave1: 3, Slave2: 2, Protocol: new(uint8(1))}}),
		"own-hsr-interlink": link.Add(&link.Link{Name: "hsr0", Data: &link.HSR{Slave1: 3, Slave2: 2, Interlink: 5, Protocol: new(uint8(0))}}),
		"own-hsr-v0": link.Add(&link.Link{Name: "hsr0", Data: &link.HSR{
			Slave1: 3, Slave2: 2, MulticastSpec: new(uint8(0)), Version: new(uint8(0)),
		}}),
	},
	live: []liveTest{
		{
			name: "of version 1",
			link: &link.Link{Data: &link.HSR{
				Slave1: parent, Slave2: parent + 1, Protocol: new(uint8(0)), Version: new(uint8(1)), MulticastSpec: new(uint8(45)),
				SupervisionAddr: mac("01:15:4e:00:01:2d"),
			}},
			unread:  []string{"Version", "MulticastSpec"},
			notBack: true,
		},
		{
			name:    "PRP",
			link:    &link.Link{Data: &link.HSR{Slave1: parent, Slave2: parent + 1, Protocol: new(uint8(1))}},
			notBack: true,
		},
		{
			name:    "with an interlink",
			before:  []*link.Link{{Name: "inter0", Index: others, Data: &link.Veth{Peer: &link.Link{Name: "inter1", Index: others + 1}}}},
			link:    &link.Link{Data: &link.HSR{Slave1: parent, Slave2: parent + 1, Interlink: others}},
			since:   [2]int{7, 3}, // 6.12 does not report IFLA_HSR_INTERLINK
			notBack: true,
		},
	},
}
