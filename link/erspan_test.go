package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var erspanTest = kindTest{
	ip: "ip link add erspan1 type erspan dev eth0 local 192.0.2.1 remote 198.51.100.1 seq key 100 \\\n" +
		"    erspan_ver 2 erspan 123 erspan_dir egress erspan_hwid 17\n" +
		"with more than ip sends of one version, and without the rest of a gre",
	full: &link.Link{Name: "erspan1", Data: &link.Erspan{
		GRE: link.GRE{
			Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
			IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true,
		},
		Version: new(uint8(2)), Index: new(uint32(123)), Dir: new(uint8(1)), HWID: new(uint16(17)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-erspan-v1": link.Add(&link.Link{Name: "erspan1", Data: &link.Erspan{
			GRE: link.GRE{
				Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
				IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true,
				PMTUDisc: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
			},
			Version: new(uint8(1)), Index: new(uint32(123)),
		}}),
		"own-erspan-v2": link.Add(&link.Link{Name: "erspan1", Data: &link.Erspan{
			GRE: link.GRE{
				Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(0)), TOS: new(uint8(0)),
				IKey: new(uint32(100)), OKey: new(uint32(100)), OSeq: true,
				PMTUDisc: new(true), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
			},
			Version: new(uint8(2)), Dir: new(uint8(1)), HWID: new(uint16(17)),
		}}),
		"own-erspan-v2-ingress": link.Add(&link.Link{Name: "erspan1", Data: &link.Erspan{
			GRE: link.GRE{
				Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(64)), TOS: new(uint8(1)),
				IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true,
				PMTUDisc: new(true), FWMark: new(uint32(9)), Encap: &link.TunnelEncap{},
			},
			Version: new(uint8(2)), Dir: new(uint8(0)), HWID: new(uint16(0x1f)),
		}}),
		"own-erspan-external": link.Add(&link.Link{Name: "erspan1", Data: &link.Erspan{
			GRE: link.GRE{CollectMetadata: true},
		}}),
	},
	live: []liveTest{
		{
			name: "of type II, then III",
			link: &link.Link{Data: &link.Erspan{
				GRE: link.GRE{
					Link: new(parent), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), TTL: new(uint8(64)),
					IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true, FWMark: new(uint32(9)),
				},
				Version: new(uint8(1)), Index: new(uint32(123)),
			}},
			change: &link.Erspan{
				GRE: link.GRE{
					Remote: addr("198.51.100.1"), IKey: new(uint32(1023)), OSeq: true,
				},
				Version: new(uint8(2)), Dir: new(uint8(1)), HWID: new(uint16(17)),
			},
			follows: []string{"Index"}, // which type III has not
		},
		{
			name: "of type I",
			link: &link.Link{Data: &link.Erspan{
				GRE:     link.GRE{Remote: addr("198.51.100.1")},
				Version: new(uint8(0)),
			}},
		},
		{
			name: "that collects metadata",
			link: &link.Link{Data: &link.Erspan{GRE: link.GRE{CollectMetadata: true}}},
		},
	},
	fix: func(k link.Kind) { greTest.fix(&k.(*link.Erspan).GRE) },
}
