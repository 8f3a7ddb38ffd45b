package link_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var bondTest = kindTest{
	ip: "ip link add bond0 type bond, with every option\nNo mode has all of them: the kernel would refuse this.",
	full: &link.Link{Name: "bond0", Data: &link.Bond{
		Mode: new(link.Bond8023AD), ActiveSlave: new(3), Primary: new(4), PrimaryReselect: new(uint8(2)),
		MIIMon: new(100 * time.Millisecond), UpDelay: new(200 * time.Millisecond), DownDelay: new(300 * time.Millisecond),
		PeerNotifyDelay: new(400 * time.Millisecond), UseCarrier: new(true),
		ARPInterval: new(250 * time.Millisecond), ARPTargets: []netip.Addr{addr("192.0.2.1"), addr("192.0.2.2")},
		NSTargets: []netip.Addr{addr("2001:db8::1")}, ARPValidate: new(uint32(6)), ARPAllTargets: new(uint32(1)), ARPMissedMax: 3,
		XmitHashPolicy: new(uint8(5)), PacketsPerSlave: new(uint32(7)), TLBDynamicLB: new(false), LPInterval: 8 * time.Second,
		FailOverMAC: new(uint8(1)), NumPeerNotif: new(uint8(9)), ResendIGMP: new(uint32(10)), AllSlavesActive: new(true), MinLinks: new(uint32(11)),
		ADSelect: new(uint8(1)), ADLACPRate: new(uint8(1)), ADLACPActive: new(false), ADActorSysPrio: 1000,
		ADActorSystem: mac("02:00:00:00:00:01"), ADUserPortKey: new(uint16(12)),
		CoupledControl: new(false), BroadcastNeigh: new(true), LACPStrict: new(true),
	}},
	fix: func(k link.Kind) { k.(*link.Bond).LPInterval = 7 * time.Second },
	iproute2: map[string]nlmsg.Request{
		"link-add-bond": addBond(&link.Bond{
			Mode: new(link.Bond8023AD), MIIMon: new(100 * time.Millisecond), ADLACPRate: new(uint8(1)),
			XmitHashPolicy: new(uint8(1)), ADSelect: new(uint8(1)), MinLinks: new(uint32(1)),
		}),
		"link-add-bond-arp": addBond(&link.Bond{
			Mode: new(link.BondActiveBackup), ARPInterval: new(200 * time.Millisecond),
			ARPTargets: []netip.Addr{addr("192.0.2.2"), addr("192.0.2.3")}, ARPValidate: new(uint32(1)),
			PrimaryReselect: new(uint8(1)), FailOverMAC: new(uint8(2)), NumPeerNotif: new(uint8(3)),
		}),
		"own-bond-rr": addBond(&link.Bond{
			Mode: new(link.BondBalanceRR), PacketsPerSlave: new(uint32(0)), AllSlavesActive: new(true), ResendIGMP: new(uint32(5)),
			MIIMon: new(100 * time.Millisecond), UpDelay: new(200 * time.Millisecond), DownDelay: new(300 * time.Millisecond),
			PeerNotifyDelay: new(400 * time.Millisecond), UseCarrier: new(true),
		}),
		"own-bond-ad": addBond(&link.Bond{
			Mode: new(link.Bond8023AD), ADLACPActive: new(false), ADLACPRate: new(uint8(0)), ADSelect: new(uint8(2)), ADActorSysPrio: 1000,
			ADUserPortKey: new(uint16(5)), ADActorSystem: mac("02:00:00:00:00:01"), MinLinks: new(uint32(2)),
		}),
		"own-bond-tlb": addBond(&link.Bond{
			Mode: new(link.BondBalanceTLB), TLBDynamicLB: new(false), LPInterval: 7 * time.Second,
			XmitHashPolicy: new(uint8(5)), NumPeerNotif: new(uint8(4)),
		}),
		"own-bond-targets": addBond(&link.Bond{
			Mode: new(link.BondActiveBackup), ARPInterval: new(250 * time.Millisecond), ARPTargets: []netip.Addr{addr("192.0.2.1")},
			NSTargets: []netip.Addr{addr("2001:db8::1"), addr("2001:db8::2")}, ARPValidate: new(uint32(6)), ARPAllTargets: new(uint32(1)), ARPMissedMax: 3,
		}),
		"own-bond-fail-over": addBond(&link.Bond{
			Mode: new(link.BondActiveBackup), FailOverMAC: new(uint8(1)), PrimaryReselect: new(uint8(2)),
		}),
		"own-bond-no-targets":   link.Set(link.Index(3), &link.Link{Data: &link.Bond{ARPTargets: []netip.Addr{}}}),
		"own-bond-primary":      link.Set(link.Index(3), &link.Link{Data: &link.Bond{Primary: new(2), ActiveSlave: new(2)}}),
		"own-bond-clear-active": link.Set(link.Index(3), &link.Link{Data: &link.Bond{ActiveSlave: new(0)}}),
		"own-bond-port":         link.SetPort(link.Index(3), &link.BondPort{QueueID: new(uint16(3)), Prio: new(int32(-7))}),
		"own-bond-coupled": addBond(&link.Bond{
			Mode: new(link.Bond8023AD), CoupledControl: new(false), ADLACPActive: new(true),
		}),
		"own-bond-xor": addBond(&link.Bond{
			Mode: new(link.BondBalanceXOR), XmitHashPolicy: new(uint8(4)), UseCarrier: new(false), ResendIGMP: new(uint32(0)),
		}),
		"own-bond-alb": addBond(&link.Bond{
			Mode: new(link.BondBalanceALB), XmitHashPolicy: new(uint8(3)), ARPAllTargets: new(uint32(0)),
		}),
		"own-bond-broadcast": addBond(&link.Bond{
			Mode: new(link.BondBroadcast), XmitHashPolicy: new(uint8(0)), ARPValidate: new(uint32(0)), PrimaryReselect: new(uint8(0)),
		}),
		"own-bond-ab": addBond(&link.Bond{
			Mode: new(link.BondActiveBackup), XmitHashPolicy: new(uint8(2)), FailOverMAC: new(uint8(0)),
			ARPValidate: new(uint32(5)), ADSelect: new(uint8(0)),
		}),
		"own-bond-validate":        addBond(validated(3)),
		"own-bond-validate-backup": addBond(validated(2)),
		"own-bond-validate-filter": addBond(validated(4)),
		"own-bond-no-ns-targets":   link.Set(link.Index(3), &link.Link{Data: &link.Bond{NSTargets: []netip.Addr{}}}),
	},
	live: []liveTest{
		{
			name: "balance-rr",
			link: &link.Link{Data: &link.Bond{
				MIIMon: new(100 * time.Millisecond), UpDelay: new(200 * time.Millisecond), DownDelay: new(300 * time.Millisecond),
				PeerNotifyDelay: new(400 * time.Millisecond), UseCarrier: new(true), PacketsPerSlave: new(uint32(0)),
				AllSlavesActive: new(true), ResendIGMP: new(uint32(5)), NumPeerNotif: new(uint8(3)), MinLinks: new(uint32(2)),
			}},
			change:  &link.Bond{Mode: new(link.BondBalanceXOR), XmitHashPolicy: new(uint8(5))},
			since:   [2]int{5, 14}, // vlan+srcmac
			notBack: true,
		},
		{
			name: "probes",
			link: &link.Link{Data: &link.Bond{
				Mode: new(link.BondActiveBackup), ARPInterval: new(250 * time.Millisecond),
				ARPTargets: []netip.Addr{addr("192.0.2.1"), addr("192.0.2.2")}, NSTargets: []netip.Addr{addr("2001:db8::1")},
				ARPValidate: new(uint32(6)), ARPAllTargets: new(uint32(1)), ARPMissedMax: 3,
				FailOverMAC: new(uint8(1)), PrimaryReselect: new(uint8(2)),
			}},
			change:  &link.Bond{ARPTargets: []netip.Addr{addr("192.0.2.9")}, ARPValidate: new(uint32(0))},
			since:   [2]int{5, 19}, // IFLA_BOND_NS_IP6_TARGET
			notBack: true,
		},
		{
			name: "802.3ad",
			link: &link.Link{Data: &link.Bond{
				Mode: new(link.Bond8023AD), MIIMon: new(100 * time.Millisecond), XmitHashPolicy: new(uint8(1)),
				ADSelect: new(uint8(1)), ADLACPRate: new(uint8(1)), ADLACPActive: new(false), ADActorSysPrio: 1000,
				ADActorSystem: mac("02:00:00:00:00:01"), ADUserPortKey: new(uint16(12)),
			}},
			change:  &link.Bond{ADLACPActive: new(true), ADSelect: new(uint8(2)), ADActorSystem: mac("00:00:00:00:00:00")},
			since:   [2]int{5, 15},                                                // IFLA_BOND_AD_LACP_ACTIVE
			unread:  []string{"ADActorSysPrio", "ADActorSystem", "ADUserPortKey"}, // in a user namespace
			notBack: true,
		},
		{
			name: "coupled control",
			link: &link.Link{Data: &link.Bond{
				Mode: new(link.Bond8023AD), CoupledControl: new(false),
			}},
			since:   [2]int{6, 9},
			notBack: true,
		},
		{
			name:    "broadcast of neighbours",
			link:    &link.Link{Data: &link.Bond{Mode: new(link.Bond8023AD), BroadcastNeigh: new(true)}},
			since:   [2]int{6, 17},
			notBack: true,
		},
		{
			name:    "balance-tlb",
			link:    &link.Link{Data: &link.Bond{Mode: new(link.BondBalanceTLB), TLBDynamicLB: new(false), LPInterval: 7 * time.Second}},
			change:  &link.Bond{TLBDynamicLB: new(true)},
			notBack: true,
		},
	},
}

func addBond(b *link.Bond) nlmsg.Request { return link.Add(&link.Link{Name: "bond0", Data: b}) }

func TestBondPortGolden(t *testing.T) {
	want := &link.Link{Name: "veth0", Port: &link.BondPort{
		QueueID: new(uint16(3)), Prio: new(int32(-7)), ActorPortPrio: new(uint16(100)),
	}}
	b, err := link.SetPort(link.Name("veth0"), want.Port).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/set-bond-port.golden", "ip link set veth0 type bond_slave, with every option", b)
	got, err := link.Decode(newLink(b[nlmsg.HeaderLen:]))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

func TestBondModeNames(t *testing.T) {
	for mode, want := range map[link.BondMode]string{
		link.BondBalanceRR: "balance-rr", link.BondActiveBackup: "active-backup", link.BondBalanceXOR: "balance-xor",
		link.BondBroadcast: "broadcast", link.Bond8023AD: "802.3ad", link.BondBalanceTLB: "balance-tlb",
		link.BondBalanceALB: "balance-alb", 7: "7",
	} {
		if got := mode.String(); got != want {
			t.Errorf("mode %d is %q, want %q", uint8(mode), got, want)
		}
	}
}

func TestBadBonds(t *testing.T) {
	for _, tt := range []struct {
		bond link.Bond
		want string
	}{
		{link.Bond{MIIMon: new(time.Microsecond)}, "time 1µs is no multiple of 1ms"},
		{link.Bond{UpDelay: new(-time.Second)}, "time -1s is below zero"},
		{link.Bond{ARPInterval: new(50 * 24 * time.Hour)}, "time 1200h0m0s is longer than 1193h2m47.295s"},
		{link.Bond{LPInterval: 1500 * time.Millisecond}, "time 1.5s is no multiple of 1s"},
		{link.Bond{ARPTargets: []netip.Addr{addr("::1")}}, "IFLA_BOND_ARP_IP_TARGET"},
		{link.Bond{NSTargets: []netip.Addr{addr("2001:db8::1"), addr("192.0.2.1")}}, "address 192.0.2.1 is of another family"},
		{link.Bond{NSTargets: []netip.Addr{{}}}, "address invalid IP is of another family"},
		{link.Bond{ADActorSystem: make([]byte, 8)}, "IFLA_BOND_AD_ACTOR_SYSTEM"},
		{link.Bond{Primary: new(-1)}, "IFLA_BOND_PRIMARY"},
	} {
		_, err := addBond(&tt.bond).AppendBinary(nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}

// validated is a bond that asks one neighbour, and counts what how says.
func validated(how uint32) *link.Bond {
	return &link.Bond{
		Mode: new(link.BondActiveBackup), ARPInterval: new(100 * time.Millisecond),
		ARPTargets: []netip.Addr{addr("192.0.2.9")}, ARPValidate: &how,
	}
}
