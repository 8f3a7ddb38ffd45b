package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ip6tnlTest = kindTest{
	ip: "ip link add tnl6 type ip6tnl dev eth0 local 2001:db8::1 remote 2001:db8::2 mode ipip6 \\\n" +
		"    hoplimit 64 encaplimit 2 tclass 0x1e flowlabel 0xabcde dscp inherit allow-localremote \\\n" +
		"    fwmark 0x77 encap fou encap-sport 5000 encap-dport 5555 encap-csum encap-udp6-csum external\n" +
		"With \"external\", ip leaves out all but the mode.",
	full: &link.Link{Name: "tnl6", Data: &link.IP6Tnl{
		Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
		HopLimit: new(uint8(64)), EncapLimit: new(uint8(2)), TClass: new(uint8(0x1e)), FlowLabel: new(uint32(0xabcde)),
		Flags: new(uint32(16 | 64)), Proto: new(uint8(4)), FWMark: new(uint32(0x77)),
		Encap:           &link.TunnelEncap{Type: 1, Flags: 3, SrcPort: 5000, DstPort: 5555},
		CollectMetadata: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-ip6tnl": link.Add(&link.Link{Name: "tnl6", Data: &link.IP6Tnl{
			Link: new(0), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), TClass: new(uint8(0x20)), FlowLabel: new(uint32(1)),
			Flags: new(uint32(1)), Proto: new(uint8(4)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{Flags: 2},
		}}),
		"own-ip6tnl-all": link.Add(&link.Link{Name: "tnl6", Data: &link.IP6Tnl{
			Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			HopLimit: new(uint8(3)), EncapLimit: new(uint8(7)), TClass: new(uint8(0xff)), FlowLabel: new(uint32(0xfffff)),
			Flags: new(uint32(16 | 64)), Proto: new(uint8(41)), FWMark: new(uint32(0x12)), Encap: &link.TunnelEncap{Flags: 2},
		}}),
		"own-ip6tnl-inherit": link.Add(&link.Link{Name: "tnl6", Data: &link.IP6Tnl{
			Link: new(0), Remote: addr("2001:db8::2"), HopLimit: new(uint8(0)), EncapLimit: new(uint8(4)),
			TClass: new(uint8(0)), Flags: new(uint32(1 | 2 | 4 | 16 | 32)), Proto: new(uint8(0)), FWMark: new(uint32(0)),
			Encap: &link.TunnelEncap{Flags: 2},
		}}),
		"own-ip6tnl-encap": link.Add(&link.Link{Name: "tnl6", Data: &link.IP6Tnl{
			Link: new(0), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), FlowLabel: new(uint32(0)),
			Flags: new(uint32(0)), Proto: new(uint8(4)), FWMark: new(uint32(0)),
			Encap: &link.TunnelEncap{Type: 2, Flags: 7, SrcPort: 1000, DstPort: 2000},
		}}),
		"own-ip6tnl-external": link.Add(&link.Link{Name: "tnl6", Data: &link.IP6Tnl{
			Proto: new(uint8(0)), CollectMetadata: true,
		}}),
	},
	live: []liveTest{
		{
			name: "with everything but metadata",
			link: &link.Link{Data: &link.IP6Tnl{
				Link: new(parent), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
				HopLimit: new(uint8(64)), EncapLimit: new(uint8(2)), TClass: new(uint8(0x1e)), FlowLabel: new(uint32(0xabcde)),
				Flags: new(uint32(capable | 16 | 64)), Proto: new(uint8(4)), FWMark: new(uint32(0x77)),
				Encap: &link.TunnelEncap{Flags: 3, SrcPort: 5000, DstPort: 5555},
			}},
			change: &link.IP6Tnl{
				Local: addr("2001:db8::3"), Remote: addr("2001:db8::4"), HopLimit: new(uint8(0)), EncapLimit: new(uint8(0)),
				TClass: new(uint8(0)), FlowLabel: new(uint32(1)), Flags: new(uint32(capable | 1 | 2)), Proto: new(uint8(41)),
				FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
			},
		},
		{
			name:    "that collects metadata",
			link:    &link.Link{Data: &link.IP6Tnl{CollectMetadata: true}},
			notBack: true, // the kernel refuses any change that says so
		},
	},
}
