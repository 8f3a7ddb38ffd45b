package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var sitTest = kindTest{
	ip: "ip link add sit1 type sit dev eth0 local 192.0.2.1 remote 198.51.100.1 ttl 64 tos 0x10 \\\n" +
		"    pmtudisc isatap mode ip6ip fwmark 0x77 6rd-prefix 2001:db8::/32 6rd-relay_prefix 10.0.0.0/8 \\\n" +
		"    encap gue encap-sport 5000 encap-dport 5555 encap-csum",
	full: &link.Link{Name: "sit1", Data: &link.SIT{
		Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(64)), TOS: new(uint8(16)),
		PMTUDisc: new(true), Flags: new(uint16(1)), Proto: new(uint8(41)), FWMark: new(uint32(0x77)),
		SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8"),
		Encap: &link.TunnelEncap{Type: 2, Flags: 1, SrcPort: 5000, DstPort: 5555},
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-sit": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Link: new(0), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(255)), TOS: new(uint8(0)),
			PMTUDisc: new(true), Flags: new(uint16(0)), Proto: new(uint8(41)), FWMark: new(uint32(0)),
			SixRDPrefix: prefix("2002::/16"), Encap: &link.TunnelEncap{},
		}}),
		"own-sit-all": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(20)), TOS: new(uint8(8)),
			PMTUDisc: new(true), Flags: new(uint16(1)), Proto: new(uint8(0)), FWMark: new(uint32(0x77)),
			Encap: &link.TunnelEncap{Type: 1, Flags: 1, DstPort: 6080},
		}}),
		"own-sit-6rd": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Link: new(0), Local: addr("192.0.2.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			PMTUDisc: new(false), Flags: new(uint16(0)), Proto: new(uint8(41)), FWMark: new(uint32(0)),
			SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8"), Encap: &link.TunnelEncap{},
		}}),
		"own-sit-ipip": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Link: new(0), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			PMTUDisc: new(true), Flags: new(uint16(0)), Proto: new(uint8(4)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-sit-mpls": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Link: new(0), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(1)),
			PMTUDisc: new(true), Flags: new(uint16(0)), Proto: new(uint8(137)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		// iproute2 takes "external", IFLA_IPTUN_COLLECT_METADATA, which the kernel
		// does not look at.
		"own-sit-external": link.Add(&link.Link{Name: "sit1", Data: &link.SIT{
			Proto: new(uint8(0)), Unknown: []rtattr.Raw{{Type: 19}},
		}}),
	},
	live: []liveTest{
		{
			name: "with a remote",
			link: &link.Link{Data: &link.SIT{
				Link: new(parent), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
				TTL: new(uint8(64)), TOS: new(uint8(16)), PMTUDisc: new(true), Proto: new(uint8(0)), FWMark: new(uint32(0x77)),
				Encap: &link.TunnelEncap{Flags: 1, SrcPort: 5000, DstPort: 5555},
			}},
			change: &link.SIT{
				Local: addr("192.0.2.2"), Remote: addr("198.51.100.2"), TTL: new(uint8(0)), TOS: new(uint8(1)),
				PMTUDisc: new(false), FWMark: new(uint32(1)), Encap: &link.TunnelEncap{},
			},
		},
		{
			name: "for 6RD",
			link: &link.Link{Data: &link.SIT{
				Local: addr("192.0.2.1"), SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8"),
			}},
			change: &link.SIT{Local: addr("192.0.2.1"), SixRDPrefix: prefix("2002::/16"), SixRDRelayPrefix: prefix("0.0.0.0/0")},
		},
		{
			name: "for ISATAP",
			link: &link.Link{Data: &link.SIT{Local: addr("192.0.2.1"), Flags: new(uint16(1))}},
		},
	},
	fix: func(k link.Kind) {
		s := k.(*link.SIT)
		s.Local, s.Remote = addr("192.0.2.1"), addr("198.51.100.1")
		s.SixRDRelayPrefix = prefix("10.0.0.0/8")
	},
}
