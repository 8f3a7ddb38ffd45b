package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var greTest = kindTest{
	ip: "ip link add gre1 type gre dev eth0 local 192.0.2.1 remote 198.51.100.1 ikey 1 okey 2 \\\n" +
		"    icsum ocsum iseq oseq ttl 64 tos 0x10 nopmtudisc ignore-df fwmark 0x77 \\\n" +
		"    encap gue encap-sport 5000 encap-dport 5555 encap-csum encap-remcsum external\n" +
		"and GRE_STRICT in what comes in and goes out. With \"external\", ip leaves out all else.",
	full: &link.Link{Name: "gre1", Data: &link.GRE{
		Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
		IKey: new(uint32(1)), OKey: new(uint32(2)), ICsum: true, OCsum: true, ISeq: true, OSeq: true,
		IFlags: greStrict, OFlags: greStrict, TTL: new(uint8(64)), TOS: new(uint8(16)),
		PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(0x77)),
		Encap:           &link.TunnelEncap{Type: 2, Flags: 5, SrcPort: 5000, DstPort: 5555},
		CollectMetadata: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-gre": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(64)), TOS: new(uint8(0)),
			IKey: new(uint32(10)), OKey: new(uint32(10)), ISeq: true, OCsum: true,
			PMTUDisc: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-gre-ipv4": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(255)), TOS: new(uint8(16)),
			IKey: new(uint32(1)), OKey: new(uint32(0x102)), ISeq: true, OSeq: true, ICsum: true, OCsum: true,
			PMTUDisc: new(true), FWMark: new(uint32(0x1234)), Encap: &link.TunnelEncap{},
		}}),
		"own-gre-dev": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			Link: new(3), TTL: new(uint8(0)), TOS: new(uint8(1)),
			IKey: new(uint32(7)), OKey: new(uint32(7)), ISeq: true, OSeq: true, ICsum: true, OCsum: true,
			PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-gre-encap": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			PMTUDisc: new(true), IgnoreDF: new(false), FWMark: new(uint32(0)),
			Encap: &link.TunnelEncap{Type: 2, Flags: 7, SrcPort: 5000, DstPort: 5555},
		}}),
		"own-gre-external": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			CollectMetadata: true,
		}}),
		"own-gre-multicast": link.Add(&link.Link{Name: "gre1", Data: &link.GRE{
			Local: addr("192.0.2.1"), Remote: addr("239.1.1.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			IKey: new(uint32(0xef010101)), OKey: new(uint32(0xef010101)),
			PMTUDisc: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
	},
	live: []liveTest{
		{
			name: "with everything but metadata",
			link: &link.Link{Data: &link.GRE{
				Link: new(parent), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
				IKey: new(uint32(1)), OKey: new(uint32(2)), ICsum: true, OCsum: true, ISeq: true, OSeq: true,
				IFlags: greStrict, TTL: new(uint8(64)), TOS: new(uint8(16)),
				PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(0x77)),
				Encap: &link.TunnelEncap{Flags: 1, SrcPort: 5000, DstPort: 5555},
			}},
			change: &link.GRE{
				Local: addr("192.0.2.2"), Remote: addr("198.51.100.2"), IKey: new(uint32(0)), OSeq: true,
				TTL: new(uint8(0)), TOS: new(uint8(1)), PMTUDisc: new(false), IgnoreDF: new(false),
				FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
			},
		},
		{
			name: "that collects metadata",
			link: &link.Link{Data: &link.GRE{CollectMetadata: true}},
		},
	},
	fix: func(k link.Kind) {
		g := k.(*link.GRE)
		g.Local, g.Remote = addr("192.0.2.1"), addr("198.51.100.1")
		g.IFlags, g.OFlags = greStrict, greStrict
	},
}

// GRE_STRICT, a flag without a field of its own.
const greStrict = 0x0800

var gretapTest = kindTest{
	ip:   "ip link add gretap1 type gretap, with the options of a gre",
	full: &link.Link{Name: "gretap1", Data: (*link.Gretap)(greTest.full.Data.(*link.GRE))},
	iproute2: map[string]nlmsg.Request{
		"link-add-gretap": link.Add(&link.Link{Name: "gretap1", Data: &link.Gretap{
			Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(1)),
			IKey: new(uint32(1)), OKey: new(uint32(2)),
			PMTUDisc: new(false), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
		"own-gretap-ipv4": link.Add(&link.Link{Name: "gretap1", Data: &link.Gretap{
			Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(16)), TOS: new(uint8(4)),
			IKey: new(uint32(0x01020304)), OKey: new(uint32(0x01020304)), ISeq: true, OSeq: true, ICsum: true, OCsum: true,
			PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(5)),
			Encap: &link.TunnelEncap{Type: 1, DstPort: 4444},
		}}),
		"own-gretap-external": link.Add(&link.Link{Name: "gretap1", Data: &link.Gretap{
			CollectMetadata: true,
		}}),
		"own-gretap-noencap": link.Add(&link.Link{Name: "gretap1", Data: &link.Gretap{
			Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
			PMTUDisc: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
		}}),
	},
	live: []liveTest{
		{
			name:   "without remote",
			link:   &link.Link{Data: &link.Gretap{IKey: new(uint32(5))}},
			change: &link.Gretap{Remote: addr("198.51.100.1"), OKey: new(uint32(6))},
		},
		{
			name: "that collects metadata",
			link: &link.Link{Data: &link.Gretap{CollectMetadata: true}},
		},
	},
	fix: func(k link.Kind) { greTest.fix((*link.GRE)(k.(*link.Gretap))) },
}
