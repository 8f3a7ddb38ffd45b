package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ipipTest = kindTest{
	ip: "ip link add ipip1 type ipip dev eth0 local 192.0.2.1 remote 198.51.100.1 ttl 64 tos 0x10 \\\n" +
		"    pmtudisc mode mplsip fwmark 0x77 encap gue encap-sport 5000 encap-dport 5555 encap-csum external\n" +
		"With \"external\", ip leaves out all but the mode.",
	full: &link.Link{Name: "ipip1", Data: &link.IPIP{
		Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(64)), TOS: new(uint8(16)),
		PMTUDisc: new(true), Proto: new(uint8(137)), FWMark: new(uint32(0x77)),
		Encap:           &link.TunnelEncap{Type: 2, Flags: 1, SrcPort: 5000, DstPort: 5555},
		CollectMetadata: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-ipip": link.Add(&link.Link{Name: "ipip1", Data: &link.IPIP{
			Link: new(0), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(32)), TOS: new(uint8(0)),
			PMTUDisc: new(true), Proto: new(uint8(0)), FWMark: new(uint32(0)),
			Encap: &link.TunnelEncap{Type: 1, DstPort: 5555},
		}}),
		"own-ipip-all": link.Add(&link.Link{Name: "ipip1", Data: &link.IPIP{
			Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(20)), TOS: new(uint8(8)),
			PMTUDisc: new(true), Proto: new(uint8(4)), FWMark: new(uint32(0x77)),
			Encap: &link.TunnelEncap{Type: 2, Flags: 7, SrcPort: 6000, DstPort: 6080},
		}}),
		"own-ipip-mpls": link.Add(&link.Link{Name: "ipip1", Data: &link.IPIP{
			Link: new(0), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(1)),
			PMTUDisc: new(false), Proto: new(uint8(137)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-ipip-any": link.Add(&link.Link{Name: "ipip1", Data: &link.IPIP{
			Link: new(0), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			PMTUDisc: new(true), Proto: new(uint8(0)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-ipip-external": link.Add(&link.Link{Name: "ipip1", Data: &link.IPIP{
			Proto: new(uint8(0)), CollectMetadata: true,
		}}),
	},
	live: []liveTest{
		{
			name: "with everything but metadata",
			link: &link.Link{Data: &link.IPIP{
				Link: new(parent), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
				TTL: new(uint8(64)), TOS: new(uint8(16)), PMTUDisc: new(true), Proto: new(uint8(0)), FWMark: new(uint32(0x77)),
				Encap: &link.TunnelEncap{Flags: 1, SrcPort: 5000, DstPort: 5555},
			}},
			change: &link.IPIP{
				Local: addr("192.0.2.2"), Remote: addr("198.51.100.2"), TTL: new(uint8(0)), TOS: new(uint8(1)),
				PMTUDisc: new(false), FWMark: new(uint32(1)), Encap: &link.TunnelEncap{},
			},
		},
		{
			name:    "that collects metadata",
			link:    &link.Link{Data: &link.IPIP{CollectMetadata: true}},
			notBack: true, // the kernel refuses any change that says so
		},
	},
	fix: func(k link.Kind) {
		i := k.(*link.IPIP)
		i.Local, i.Remote = addr("192.0.2.1"), addr("198.51.100.1")
	},
}
