package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var ip6greTest = kindTest{
	ip: "ip link add ip6gre1 type ip6gre dev eth0 local 2001:db8::1 remote 2001:db8::2 ikey 1 okey 2 \\\n" +
		"    icsum ocsum iseq oseq hoplimit 64 encaplimit 2 tclass 0x1e flowlabel 0xabcde dscp inherit \\\n" +
		"    fwmark 0x77 encap fou encap-sport 5000 encap-dport 5555 encap-csum encap-udp6-csum external\n" +
		"and GRE_STRICT in what comes in and goes out. With \"external\", ip leaves out all else.",
	full: &link.Link{Name: "ip6gre1", Data: &link.IP6GRE{
		Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
		IKey: new(uint32(1)), OKey: new(uint32(2)), ICsum: true, OCsum: true, ISeq: true, OSeq: true,
		IFlags: greStrict, OFlags: greStrict, HopLimit: new(uint8(64)), EncapLimit: new(uint8(2)),
		TClass: new(uint8(0x1e)), FlowLabel: new(uint32(0xabcde)), Flags: new(uint32(16)), FWMark: new(uint32(0x77)),
		Encap:           &link.TunnelEncap{Type: 1, Flags: 3, SrcPort: 5000, DstPort: 5555},
		CollectMetadata: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"own-ip6gre-all": link.Add(&link.Link{Name: "ip6gre1", Data: &link.IP6GRE{
			Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			IKey: new(uint32(1)), OKey: new(uint32(2)), ICsum: true, OCsum: true, ISeq: true, OSeq: true,
			HopLimit: new(uint8(32)), EncapLimit: new(uint8(2)), TClass: new(uint8(0x1e)), FlowLabel: new(uint32(0xabcde)),
			Flags: new(uint32(0)), FWMark: new(uint32(0x99)), Encap: &link.TunnelEncap{Flags: 2},
			Unknown: versionOne,
		}}),
		"own-ip6gre-inherit": link.Add(&link.Link{Name: "ip6gre1", Data: &link.IP6GRE{
			Remote: addr("2001:db8::2"), HopLimit: new(uint8(0)), EncapLimit: new(uint8(4)),
			TClass: new(uint8(0)), Flags: new(uint32(1 | 2 | 4 | 16 | 32)), FWMark: new(uint32(0)),
			Encap:   &link.TunnelEncap{Flags: 2},
			Unknown: versionOne,
		}}),
		"own-ip6gre-external": link.Add(&link.Link{Name: "ip6gre1", Data: &link.IP6GRE{CollectMetadata: true}}),
		"own-ip6gre-localremote": link.Add(&link.Link{Name: "ip6gre1", Data: &link.IP6GRE{
			Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), TClass: new(uint8(0)), Flags: new(uint32(0x40)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{Flags: 2}, Unknown: versionOne,
		}}),
	},
	live: []liveTest{
		{
			name: "with everything but metadata",
			link: &link.Link{Data: &link.IP6GRE{
				Link: new(parent), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
				IKey: new(uint32(1)), OKey: new(uint32(2)), ICsum: true, OCsum: true, ISeq: true, OSeq: true,
				IFlags: greStrict, HopLimit: new(uint8(64)), EncapLimit: new(uint8(2)),
				TClass: new(uint8(0x1e)), FlowLabel: new(uint32(0xabcde)), Flags: new(uint32(capable | 16)), FWMark: new(uint32(0x77)),
				Encap: &link.TunnelEncap{Flags: 3, SrcPort: 5000, DstPort: 5555},
			}},
			change: &link.IP6GRE{
				Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), OKey: new(uint32(3)), OSeq: true,
				HopLimit: new(uint8(0)), EncapLimit: new(uint8(0)), TClass: new(uint8(0)), FlowLabel: new(uint32(1)),
				Flags: new(uint32(capable | 1 | 2)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
			},
		},
		{
			name: "that collects metadata",
			link: &link.Link{Data: &link.IP6GRE{CollectMetadata: true}},
		},
	},
	fix: func(k link.Kind) {
		g := k.(*link.IP6GRE)
		g.IFlags, g.OFlags = greStrict, greStrict
	},
}

// What iproute2 sends to these kinds too, IFLA_GRE_ERSPAN_VER, and the kernel does
// not look at.
var versionOne = []rtattr.Raw{{Type: 22, Data: []byte{1}}}

// IP6_TNL_F_CAP_XMIT and IP6_TNL_F_CAP_RCV: what the kernel says of a tunnel
// between two addresses.
const capable = 0x30000

var ip6gretapTest = kindTest{
	ip:   "ip link add ip6gretap1 type ip6gretap, with the options of an ip6gre",
	full: &link.Link{Name: "ip6gretap1", Data: (*link.IP6Gretap)(ip6greTest.full.Data.(*link.IP6GRE))},
	iproute2: map[string]nlmsg.Request{
		"own-ip6gretap-encap": link.Add(&link.Link{Name: "ip6gretap1", Data: &link.IP6Gretap{
			Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), IKey: new(uint32(3)), OKey: new(uint32(3)),
			HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), FlowLabel: new(uint32(0)), Flags: new(uint32(0)),
			FWMark: new(uint32(0)), Encap: &link.TunnelEncap{Type: 1, Flags: 5, SrcPort: 1000, DstPort: 2000},
			Unknown: versionOne,
		}}),
		"own-ip6gretap-external": link.Add(&link.Link{Name: "ip6gretap1", Data: &link.IP6Gretap{CollectMetadata: true}}),
		"own-ip6gretap-localremote": link.Add(&link.Link{Name: "g6", Data: &link.IP6Gretap{
			Remote: addr("2001:db8::2"), OSeq: true,
			HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), TClass: new(uint8(0)), Flags: new(uint32(0)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{Flags: 2}, Unknown: versionOne,
		}}),
	},
	live: []liveTest{
		{
			name:    "without remote",
			link:    &link.Link{Data: &link.IP6Gretap{IKey: new(uint32(5))}},
			change:  &link.IP6Gretap{Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), OKey: new(uint32(6))},
			follows: []string{"Flags"}, // what it is capable of
		},
		{
			name:    "that collects metadata",
			link:    &link.Link{Data: &link.IP6Gretap{CollectMetadata: true}},
			notBack: true, // the kernel takes it for ip6gre0, where there is one
		},
	},
	fix: func(k link.Kind) { ip6greTest.fix((*link.IP6GRE)(k.(*link.IP6Gretap))) },
}
