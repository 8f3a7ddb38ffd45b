package link_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var vxlanTest = kindTest{
	ip: "ip link add vxlan0 type vxlan id 42 remote 2001:db8::2 local 2001:db8::1 dev veth0 dstport 4789, with every option",
	full: &link.Link{Name: "vxlan0", Data: &link.VXLAN{
		ID: new(uint32(42)), Remote: addr("2001:db8::2"), Local: addr("2001:db8::1"), Link: new(3),
		Port: 4789, PortRange: &link.PortRange{Low: 32768, High: 61000},
		TTL: new(uint8(64)), TTLInherit: true, TOS: new(uint8(1)), DF: new(uint8(2)),
		FlowLabel: new(uint32(0x12345)), FlowLabelPolicy: new(uint32(1)),
		UDPCsum: new(true), UDPZeroCsum6Tx: new(false), UDPZeroCsum6Rx: new(true),
		RemCsumTx: new(false), RemCsumRx: new(true), RemCsumNoPartial: true,
		Learning: new(false), Ageing: new(5 * time.Minute), Limit: new(uint32(1000)),
		Proxy: new(true), RSC: new(false), L2Miss: new(true), L3Miss: new(false),
		LocalBypass: new(true), MCRoute: new(false), CollectMetadata: new(true), VNIFilter: new(false),
		GBP: true, GPE: true, ReservedBits: &link.VXLANHeader{Flags: 0xf7ffffff, VNI: 0xff},
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-vxlan4": addVXLAN(link.VXLAN{
			ID: new(uint32(42)), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"), Link: new(3), Port: 4789,
			Learning: new(true),
		}),
		"link-add-vxlan-group": addVXLAN(link.VXLAN{
			ID: new(uint32(43)), Remote: addr("239.1.1.1"), Link: new(3), TTL: new(uint8(16)), TOS: new(uint8(0x10)),
			Ageing: new(5 * time.Minute), Limit: new(uint32(1000)), PortRange: &link.PortRange{Low: 32768, High: 61000},
			Learning: new(true),
		}),
		"link-add-vxlan6": addVXLAN(link.VXLAN{
			ID: new(uint32(44)), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"), Port: 8472,
			UDPZeroCsum6Tx: new(true), UDPZeroCsum6Rx: new(true), FlowLabel: new(uint32(0x12345)), Learning: new(true),
		}),
		"link-add-vxlan-flags": addVXLAN(link.VXLAN{
			ID: new(uint32(45)), Port: 4789, Learning: new(false),
			Proxy: new(true), RSC: new(true), L2Miss: new(true), L3Miss: new(true),
			UDPCsum: new(false), GBP: true, RemCsumTx: new(true), RemCsumRx: new(true), DF: new(uint8(1)),
		}),
		"link-add-vxlan-external": addVXLAN(link.VXLAN{
			Port: 4789, CollectMetadata: new(true), VNIFilter: new(true), Learning: new(false),
		}),
		"own-vxlan-inherit": addVXLAN(link.VXLAN{
			ID: new(uint32(46)), Remote: addr("198.51.100.1"), Link: new(3), Port: 4789,
			TTLInherit: true, TOS: new(uint8(1)), DF: new(uint8(2)),
			Ageing: new(time.Duration(0)), Limit: new(uint32(0)), Learning: new(true),
		}),
		"own-vxlan-off": addVXLAN(link.VXLAN{
			ID: new(uint32(47)), Local: addr("192.0.2.1"), Port: 4789,
			TTL: new(uint8(0)), TOS: new(uint8(0)), DF: new(uint8(0)), Learning: new(true),
			Proxy: new(false), RSC: new(false), L2Miss: new(false), L3Miss: new(false),
			UDPCsum: new(true), UDPZeroCsum6Tx: new(false), UDPZeroCsum6Rx: new(false), RemCsumTx: new(false), RemCsumRx: new(false),
		}),
		"own-vxlan-group6": addVXLAN(link.VXLAN{
			ID: new(uint32(48)), Remote: addr("ff05::100"), Link: new(3), Port: 4789,
			TTL: new(uint8(255)), FlowLabel: new(uint32(0xfffff)), Learning: new(true),
		}),
		"own-vxlan-gpe": addVXLAN(link.VXLAN{
			Port: 4790, CollectMetadata: new(true), GPE: true, VNIFilter: new(false), Learning: new(false),
		}),
		"own-vxlan-id0": addVXLAN(link.VXLAN{
			ID: new(uint32(0)), CollectMetadata: new(false), Port: 4789, Learning: new(true),
		}),
		"own-vxlan-set": link.Set(link.Index(4), &link.Link{Data: &link.VXLAN{
			ID: new(uint32(46)), Remote: addr("198.51.100.2"), Ageing: new(100 * time.Second), Learning: new(false),
		}}),
		"own-vxlan-localbypass": link.Add(&link.Link{Name: "vxlan0", Data: &link.VXLAN{
			ID: new(uint32(50)), Port: 4789, Learning: new(true), LocalBypass: new(true),
		}}),
		"own-vxlan-nolocalbypass": link.Add(&link.Link{Name: "vxlan0", Data: &link.VXLAN{
			ID: new(uint32(50)), Port: 4789, Learning: new(true), LocalBypass: new(false),
			ReservedBits: &link.VXLANHeader{Flags: 0x08000000, VNI: 0xf00},
		}}),
		"own-vxlan-set-dev": link.Set(link.Index(4), &link.Link{Data: &link.VXLAN{
			Link: new(2), PortRange: &link.PortRange{Low: 1000, High: 2000},
			Ageing: new(time.Duration(0)), TOS: new(uint8(1)), FlowLabel: new(uint32(1)),
		}}),
	},
	live: []liveTest{
		{
			name: "over IPv4",
			link: &link.Link{Data: &link.VXLAN{
				ID: new(uint32(42)), Remote: addr("198.51.100.1"), Local: addr("192.0.2.1"), Link: new(parent), Port: 4789,
				PortRange: &link.PortRange{Low: 32768, High: 61000}, TTL: new(uint8(64)), TOS: new(uint8(1)), DF: new(uint8(2)),
				UDPCsum: new(false), RemCsumTx: new(true), RemCsumRx: new(true), RemCsumNoPartial: true,
				Learning: new(false), Ageing: new(time.Minute), Limit: new(uint32(100)),
				Proxy: new(true), RSC: new(true), L2Miss: new(true), L3Miss: new(true), CollectMetadata: new(false), GBP: true,
			}},
			change: &link.VXLAN{
				Remote: addr("198.51.100.2"), Local: addr("192.0.2.2"), Link: new(parent + 1), TTL: new(uint8(0)), TOS: new(uint8(0)),
				DF: new(uint8(0)), Learning: new(true), Ageing: new(2 * time.Minute),
			},
			notBack: true,
			follows: []string{"ReservedBits"},
		},
		{
			name: "over IPv6",
			link: &link.Link{Data: &link.VXLAN{
				ID: new(uint32(43)), Remote: addr("2001:db8::2"), Local: addr("2001:db8::1"),
				TTLInherit: true, FlowLabel: new(uint32(0x12345)), UDPZeroCsum6Tx: new(true), UDPZeroCsum6Rx: new(true),
			}},
			change:  &link.VXLAN{Remote: addr("::"), FlowLabel: new(uint32(0xfffff))},
			notBack: true,
			unread:  []string{"Remote"}, // if it is none
		},
		{
			name: "to a group",
			link: &link.Link{Data: &link.VXLAN{
				ID: new(uint32(44)), Remote: addr("ff05::100"), Link: new(parent), FlowLabelPolicy: new(uint32(1)), LocalBypass: new(false),
			}},
			change:  &link.VXLAN{Remote: addr("ff05::101"), FlowLabelPolicy: new(uint32(0)), LocalBypass: new(true)},
			notBack: true,
			since:   [2]int{6, 7}, // IFLA_VXLAN_LABEL_POLICY
		},
		{
			name: "with other protocols",
			link: &link.Link{Data: &link.VXLAN{
				Port: 4790, CollectMetadata: new(true), GPE: true, Learning: new(false),
			}},
			notBack: true,
		},
		{
			name: "with a filter of networks",
			link: &link.Link{Data: &link.VXLAN{
				Port: 4789, CollectMetadata: new(true), VNIFilter: new(true), MCRoute: new(true),
				ReservedBits: &link.VXLANHeader{Flags: 0x00ffffff, VNI: 0xff},
			}},
			change:  &link.VXLAN{MCRoute: new(false)},
			unread:  []string{"MCRoute"},
			follows: []string{"ReservedBits"},
			notBack: true,
			since:   [2]int{6, 14}, // IFLA_VXLAN_RESERVED_BITS
		},
	},
	fix: func(k link.Kind) { k.(*link.VXLAN).Ageing = new(7 * time.Second) },
}

func addVXLAN(x link.VXLAN) nlmsg.Request {
	return link.Add(&link.Link{Name: "vxlan0", Data: &x})
}

// What the kernel would cut without a word is refused.
func TestVXLANBadInput(t *testing.T) {
	for _, tt := range []struct {
		give link.VXLAN
		want string
	}{
		{link.VXLAN{FlowLabel: new(uint32(1 << 20))}, "IFLA_VXLAN_LABEL at offset 64: flow label 0x100000 has more than 20 bits"},
		{link.VXLAN{Ageing: new(time.Millisecond)}, "IFLA_VXLAN_AGEING at offset 64: time 1ms is no multiple of 1s"},
		{link.VXLAN{Ageing: new(-time.Second)}, "IFLA_VXLAN_AGEING at offset 64: time -1s is below zero"},
		{link.VXLAN{Remote: addr("fe80::1%veth0")}, "IFLA_VXLAN_GROUP6 at offset 64: fe80::1%veth0: a zone cannot be sent"},
		{link.VXLAN{Link: new(-1)}, "IFLA_VXLAN_LINK at offset 64: interface index -1 is out of range"},
	} {
		_, err := addVXLAN(tt.give).AppendBinary(nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want ... %s ...", tt.give, err, tt.want)
		}
	}
}
