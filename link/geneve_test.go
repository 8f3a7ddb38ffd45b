package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var geneveTest = kindTest{
	ip: "ip link add gnv0 type geneve id 5000 remote 198.51.100.7, with every option",
	full: &link.Link{Name: "gnv0", Data: &link.Geneve{
		ID: new(uint32(5000)), Remote: addr("198.51.100.7"), Local: addr("192.0.2.1"), Port: 6081,
		PortRange: &link.PortRange{Low: 32768, High: 61000}, TTL: new(uint8(64)), TTLInherit: new(true), TOS: new(uint8(4)),
		DF: new(uint8(1)), FlowLabel: new(uint32(0x12345)), UDPCsum: new(true), UDPZeroCsum6Tx: new(false), UDPZeroCsum6Rx: new(true),
		CollectMetadata: true, InnerProtoInherit: true, GROHint: true,
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-geneve": addGeneve(link.Geneve{
			ID: new(uint32(5000)), Remote: addr("198.51.100.7"), FlowLabel: new(uint32(0)), TTL: new(uint8(64)), TOS: new(uint8(4)),
			Port: 6081, UDPCsum: new(true),
		}),
		"own-geneve-inherit6": addGeneve(link.Geneve{
			ID: new(uint32(5001)), Remote: addr("2001:db8::7"), FlowLabel: new(uint32(0x12345)), TTL: new(uint8(0)), TTLInherit: new(true),
			TOS: new(uint8(1)), DF: new(uint8(1)), Port: 6082, UDPZeroCsum6Tx: new(true), UDPZeroCsum6Rx: new(true),
		}),
		"own-geneve-off": addGeneve(link.Geneve{
			ID: new(uint32(5002)), Remote: addr("198.51.100.7"), FlowLabel: new(uint32(0)), TTL: new(uint8(0)), TOS: new(uint8(0)),
			DF: new(uint8(0)), UDPCsum: new(false), UDPZeroCsum6Tx: new(false), UDPZeroCsum6Rx: new(false),
		}),
		"own-geneve-external": addGeneve(link.Geneve{
			ID: new(uint32(0)), FlowLabel: new(uint32(0)), TTL: new(uint8(0)), TOS: new(uint8(0)), Port: 6083,
			CollectMetadata: true, InnerProtoInherit: true,
		}),
		"own-geneve-noexternal": addGeneve(link.Geneve{
			ID: new(uint32(3)), Remote: addr("192.0.2.1"), TTL: new(uint8(0)), TOS: new(uint8(0)), FlowLabel: new(uint32(0)),
		}),
	},
	live: []liveTest{
		{
			name: "over IPv4",
			link: &link.Link{Data: &link.Geneve{
				ID: new(uint32(5000)), Remote: addr("198.51.100.7"), Port: 6082, TTL: new(uint8(64)), TOS: new(uint8(4)),
				DF: new(uint8(2)), UDPCsum: new(true),
			}},
			change: &link.Geneve{
				ID: new(uint32(5000)), Remote: addr("198.51.100.8"), TTL: new(uint8(0)), TOS: new(uint8(1)), DF: new(uint8(0)),
			},
			notBack: true,
		},
		{
			name: "over IPv6",
			link: &link.Link{Data: &link.Geneve{
				ID: new(uint32(5001)), Remote: addr("2001:db8::7"), TTLInherit: new(true), FlowLabel: new(uint32(0x12345)),
				UDPZeroCsum6Tx: new(true), UDPZeroCsum6Rx: new(true),
			}},
			change:  &link.Geneve{Remote: addr("2001:db8::8"), TTLInherit: new(false), FlowLabel: new(uint32(0xfffff))},
			notBack: true,
			follows: []string{"UDPZeroCsum6Tx", "UDPZeroCsum6Rx"},
		},
		{
			name:    "external",
			link:    &link.Link{Data: &link.Geneve{CollectMetadata: true, InnerProtoInherit: true}},
			notBack: true,
		},
		{
			name: "with source ports",
			link: &link.Link{Data: &link.Geneve{
				ID: new(uint32(5002)), Remote: addr("198.51.100.7"), PortRange: &link.PortRange{Low: 32768, High: 61000},
			}},
			notBack: true,
			since:   [2]int{6, 15}, // IFLA_GENEVE_PORT_RANGE
		},
		{
			name: "from an address",
			link: &link.Link{Data: &link.Geneve{
				ID: new(uint32(5003)), Remote: addr("198.51.100.7"), Local: addr("192.0.2.1"), GROHint: true,
			}},
			notBack: true,
			since:   [2]int{7, 3}, // IFLA_GENEVE_LOCAL; IFLA_GENEVE_GRO_HINT is older
		},
	},
}

func addGeneve(g link.Geneve) nlmsg.Request {
	return link.Add(&link.Link{Name: "gnv0", Data: &g})
}

// The kernel ignores a TTL that comes with TTL_INHERIT, even if that is off.
func TestGeneveTTL(t *testing.T) {
	encode := func(g link.Geneve) string {
		b, err := addGeneve(g).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	ttl := new(uint8(64))
	alone := encode(link.Geneve{TTL: ttl})
	if encode(link.Geneve{TTL: ttl, TTLInherit: new(false)}) != alone {
		t.Error("with TTLInherit off, a request has it next to TTL")
	}
	if encode(link.Geneve{TTL: ttl, TTLInherit: new(true)}) == alone {
		t.Error("with TTLInherit on, a request lacks it")
	}
	if encode(link.Geneve{TTLInherit: new(false)}) == encode(link.Geneve{}) {
		t.Error("TTLInherit off cannot be sent alone")
	}
}
