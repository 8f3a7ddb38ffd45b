package link_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What Linux 7.3 said of links is what they had been made with, and its defaults.
func TestKernelMessagesOfKinds(t *testing.T) {
	type kinds struct{ Data, Port link.Kind }
	want := map[string]kinds{
		"veth-a.20": {Data: &link.VLAN{
			ID: new(uint16(20)), Protocol: 0x88a8, Flags: &link.Bits{Value: 0x7, Mask: math.MaxUint32},
			IngressQoS: []link.VLANQoS{{From: 1, To: 2}, {From: 3, To: 400}},
			EgressQoS:  []link.VLANQoS{{From: 500, To: 6}, {From: 7, To: 1}},
		}},
		"ipvlan0": {Data: &link.IPVLAN{Mode: new(uint16(2)), Flags: new(uint16(1))}},
		"macsec0": {Data: &link.Macsec{
			SCI: new(uint64(0x0200000000010001)), CipherSuite: 0x0080c20001000002, ICVLen: 12, EncodingSA: new(uint8(2)),
			Encrypt: new(true), Protect: new(true), SendSCI: new(true), EndStation: new(false), SCB: new(false),
			ReplayProtect: new(true), Window: new(uint32(32)), Validation: new(uint8(1)), Offload: new(uint8(0)),
		}},
		"netkit0": {Data: &link.Netkit{
			Mode: new(uint32(1)), Policy: new(uint32(0)), PeerPolicy: new(uint32(2)), Scrub: new(uint32(0)), PeerScrub: new(uint32(1)),
			Headroom: new(uint16(64)), Tailroom: new(uint16(32)), Pairing: new(uint32(0)), Primary: true,
		}},
		"netkit1": {Data: &link.Netkit{
			Mode: new(uint32(1)), Policy: new(uint32(2)), PeerPolicy: new(uint32(0)), Scrub: new(uint32(1)), PeerScrub: new(uint32(0)),
			Headroom: new(uint16(64)), Tailroom: new(uint16(32)), Pairing: new(uint32(0)),
		}},
		"hsr0": {Data: &link.HSR{
			Slave1: 9, Slave2: 8, Interlink: 13, Protocol: new(uint8(0)), Version: new(uint8(1)),
			SupervisionAddr: mac("01:15:4e:00:01:2d"), SeqNr: 64511,
		}},
		"prp0": {Data: &link.HSR{
			Slave1: 11, Slave2: 10, Protocol: new(uint8(1)), SupervisionAddr: mac("01:15:4e:00:01:00"), SeqNr: 64511,
		}},
		"vrf0":   {Data: &link.VRF{Table: 70000}},
		"peer-a": {Data: &link.Veth{}, Port: &link.VRFPort{Table: 70000}},
		"team0":  {Data: &link.Team{}},
		"peer-b": {Data: &link.Veth{}, Port: &link.TeamPort{}},
	}
	got := make(map[string]kinds)
	for _, b := range kernelMessages(t) {
		for m, err := range nlmsg.Messages(b) {
			if err != nil {
				t.Fatal(err)
			}
			l, err := link.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := want[l.Name]; ok {
				got[l.Name] = kinds{l.Data, l.Port}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-made +read)\n%s", diff)
	}
}
