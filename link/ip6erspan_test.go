package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ip6erspanTest = kindTest{
	ip: "ip link add ip6erspan1 type ip6erspan dev eth0 local 2001:db8::1 remote 2001:db8::2 seq key 100 \\\n" +
		"    erspan_ver 2 erspan 123 erspan_dir egress erspan_hwid 17\n" +
		"with more than ip sends of one version, and without the rest of an ip6gre",
	full: &link.Link{Name: "ip6erspan1", Data: &link.IP6Erspan{
		IP6GRE: link.IP6GRE{
			Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true,
		},
		Version: new(uint8(2)), Index: new(uint32(123)), Dir: new(uint8(1)), HWID: new(uint16(17)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-ip6erspan-v1": link.Add(&link.Link{Name: "ip6erspan1", Data: &link.IP6Erspan{
			IP6GRE:  *ip6erspanDefaults,
			Version: new(uint8(1)), Index: new(uint32(77)),
		}}),
		"own-ip6erspan-v2": link.Add(&link.Link{Name: "ip6erspan1", Data: &link.IP6Erspan{
			IP6GRE:  *ip6erspanDefaults,
			Version: new(uint8(2)), Dir: new(uint8(1)), HWID: new(uint16(3)),
		}}),
		"own-ip6erspan-external": link.Add(&link.Link{Name: "ip6erspan1", Data: &link.IP6Erspan{
			IP6GRE: link.IP6GRE{CollectMetadata: true},
		}}),
	},
	live: []liveTest{
		{
			name: "of type II, then III",
			link: &link.Link{Data: &link.IP6Erspan{
				IP6GRE: link.IP6GRE{
					Link: new(parent), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), HopLimit: new(uint8(64)),
					IKey: new(uint32(100)), OKey: new(uint32(100)), ISeq: true, OSeq: true, FWMark: new(uint32(9)),
				},
				Version: new(uint8(1)), Index: new(uint32(123)),
			}},
			change: &link.IP6Erspan{
				IP6GRE: link.IP6GRE{
					Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), IKey: new(uint32(1023)), OSeq: true,
				},
				Version: new(uint8(2)), Dir: new(uint8(1)), HWID: new(uint16(17)),
			},
			follows: []string{"Index"}, // which type III has not
		},
		{
			name:    "that collects metadata",
			link:    &link.Link{Data: &link.IP6Erspan{IP6GRE: link.IP6GRE{CollectMetadata: true}}},
			notBack: true, // the kernel takes it for ip6gre0, where there is one
		},
	},
	fix: func(k link.Kind) { ip6greTest.fix(&k.(*link.IP6Erspan).IP6GRE) },
}

// What iproute2 sends of an ip6erspan with "seq key 10".
var ip6erspanDefaults = &link.IP6GRE{
	Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
	IKey: new(uint32(10)), OKey: new(uint32(10)), ISeq: true, OSeq: true,
	HopLimit: new(uint8(64)), EncapLimit: new(uint8(4)), FlowLabel: new(uint32(0)), Flags: new(uint32(0)),
	FWMark: new(uint32(0)), Encap: &link.TunnelEncap{Flags: 2},
}
