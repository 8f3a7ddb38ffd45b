package link_test

import (
	"math"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var macsecTest = kindTest{
	ip: "ip link add link veth0 name macsec0 type macsec sci 0200000000010001 cipher gcm-aes-256 icvlen 12 encodingsa 2 \\\n" +
		"    encrypt on protect on send_sci on end_station off scb off replay on window 32 validate check offload mac\n" +
		"# and port 11, which ip refuses beside sci",
	full: &link.Link{Name: "macsec0", ParentIndex: new(3), Data: &link.Macsec{
		SCI: new(uint64(0x0200000000010001)), Port: 11, CipherSuite: 0x0080c20001000002, ICVLen: 12, EncodingSA: new(uint8(2)),
		Encrypt: new(true), Protect: new(true), SendSCI: new(true), EndStation: new(false), SCB: new(false),
		ReplayProtect: new(true), Window: new(uint32(32)), Validation: new(uint8(1)), Offload: new(uint8(2)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-macsec-sci": link.Add(&link.Link{Name: "macsec0", ParentIndex: new(3), Data: &link.Macsec{
			SCI: new(uint64(0x0200000000010001)), CipherSuite: 0x0080c20001000002, ICVLen: 12,
			Encrypt: new(true), SendSCI: new(true), EndStation: new(false), SCB: new(false), Protect: new(true),
		}}),
		"own-macsec-port": link.Add(&link.Link{Name: "macsec0", ParentIndex: new(3), Data: &link.Macsec{
			Port: 11, CipherSuite: 0x0080c20001000003, ReplayProtect: new(true), Window: new(uint32(32)),
			Validation: new(uint8(1)), EncodingSA: new(uint8(2)), Offload: new(uint8(0)),
		}}),
		"own-macsec-address": link.Add(&link.Link{
			Name: "macsec0", ParentIndex: new(3), HardwareAddr: mac("02:00:00:00:00:50"), Data: &link.Macsec{
				SCI: new(uint64(0x0200000000510102)), CipherSuite: 0x0080020001000001,
				SendSCI: new(false), EndStation: new(true), Validation: new(uint8(0)), Offload: new(uint8(2)),
			},
		}),
		"own-macsec-set": link.Set(link.Index(3), &link.Link{Data: &link.Macsec{
			Encrypt: new(false), ReplayProtect: new(false), Window: new(uint32(math.MaxUint32)),
			Validation: new(uint8(2)), Offload: new(uint8(1)),
		}}),
		"own-macsec-rest": link.Add(&link.Link{Name: "macsec0", ParentIndex: new(3), Data: &link.Macsec{
			CipherSuite: 0x0080c20001000004, SCB: new(true), Protect: new(false), EncodingSA: new(uint8(3)),
		}}),
		"own-macsec-128": link.Add(&link.Link{Name: "macsec0", ParentIndex: new(3), Data: &link.Macsec{
			CipherSuite: 0x0080c20001000001, ICVLen: 16, Validation: new(uint8(1)), ReplayProtect: new(false), Window: new(^uint32(0)),
		}}),
	},
	live: []liveTest{
		{
			name: "by identifier",
			link: &link.Link{ParentIndex: new(parent), Data: &link.Macsec{
				SCI: new(uint64(0x0200000000010001)), CipherSuite: 0x0080c20001000002, ICVLen: 12, EncodingSA: new(uint8(2)),
				Encrypt: new(true), Protect: new(true), SendSCI: new(true), EndStation: new(false), SCB: new(false),
				ReplayProtect: new(true), Window: new(uint32(32)), Validation: new(uint8(1)),
			}},
			change: &link.Macsec{
				EncodingSA: new(uint8(1)), Encrypt: new(false), Protect: new(false),
				SendSCI: new(false), EndStation: new(false), SCB: new(true),
				ReplayProtect: new(true), Window: new(uint32(0)), Validation: new(uint8(2)),
			},
			notBack: true,
		},
		{
			name: "by port",
			link: &link.Link{ParentIndex: new(parent), HardwareAddr: mac("02:00:00:00:00:50"), Data: &link.Macsec{
				Port: 258, CipherSuite: 0x0080020001000001, EndStation: new(true), SendSCI: new(false),
			}},
			unread:  []string{"Port"},
			notBack: true,
		},
		{
			name:    "not offloaded",
			link:    &link.Link{ParentIndex: new(parent), Data: &link.Macsec{Offload: new(uint8(0))}},
			change:  &link.Macsec{Offload: new(uint8(0))},
			since:   [2]int{6, 3}, // before, IFLA_MACSEC_OFFLOAD is not reported
			notBack: true,
		},
	},
}
