package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var bareUDPTest = kindTest{
	ip: "ip link add bud0 type bareudp dstport 6635 ethertype mpls_uc srcportmin 10000 multiproto",
	full: &link.Link{Name: "bud0", Data: &link.BareUDP{
		Port: 6635, EtherType: 0x8847, SrcPortMin: new(uint16(10000)), MultiProto: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"own-bareudp-mpls": link.Add(&link.Link{Name: "bud0", Data: &link.BareUDP{
			Port: 6635, EtherType: 0x8847, SrcPortMin: new(uint16(10000)), MultiProto: true,
		}}),
		"own-bareudp-ipv6": link.Add(&link.Link{Name: "bud0", Data: &link.BareUDP{Port: 6636, EtherType: 0x86dd}}),
	},
	live: []liveTest{
		{
			name: "for MPLS",
			link: &link.Link{Data: &link.BareUDP{
				Port: 6635, EtherType: 0x8847, SrcPortMin: new(uint16(10000)), MultiProto: true,
			}},
			notBack: true,
		},
		{
			name:    "for IPv6",
			link:    &link.Link{Data: &link.BareUDP{Port: 6636, EtherType: 0x86dd, SrcPortMin: new(uint16(0))}},
			notBack: true,
		},
	},
}
