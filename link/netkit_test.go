package link_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var netkitTest = kindTest{
	ip: "ip link add nk0 type netkit mode l2 forward scrub none peer blackhole scrub default name nk1 mtu 1400\n" +
		"# and headroom 64, tailroom 32 and a pair, for which ip has no words",
	full: &link.Link{Name: "nk0", Data: &link.Netkit{
		Mode: new(uint32(0)), Policy: new(uint32(0)), Scrub: new(uint32(0)), PeerPolicy: new(uint32(2)), PeerScrub: new(uint32(1)),
		Headroom: new(uint16(64)), Tailroom: new(uint16(32)), Pairing: new(uint32(0)), Peer: &link.Link{Name: "nk1", MTU: 1400},
	}},
	iproute2: map[string]nlmsg.Request{
		"own-netkit": link.Add(&link.Link{Name: "nk0", Data: &link.Netkit{}}),
		"own-netkit-policies": link.Add(&link.Link{Name: "nk0", Index: 77, Data: &link.Netkit{
			Mode: new(uint32(0)), Policy: new(uint32(2)), Scrub: new(uint32(0)), PeerPolicy: new(uint32(2)), PeerScrub: new(uint32(1)),
			Peer: &link.Link{Name: "nk1", Index: 78, MTU: 1400},
		}}),
		"own-netkit-forward": link.Add(&link.Link{Name: "nk0", Data: &link.Netkit{
			Mode: new(uint32(1)), Policy: new(uint32(0)), PeerPolicy: new(uint32(0)), PeerScrub: new(uint32(0)),
		}}),
		"own-netkit-scrub": link.Add(&link.Link{Name: "nk0", Data: &link.Netkit{
			Mode: new(uint32(1)), Scrub: new(uint32(1)), PeerScrub: new(uint32(0)),
		}}),
	},
	live: []liveTest{
		{
			name: "L2",
			link: &link.Link{HardwareAddr: mac("02:00:00:00:00:01"), Data: &link.Netkit{
				Mode: new(uint32(0)), Policy: new(uint32(2)), PeerPolicy: new(uint32(0)),
				Peer: &link.Link{Name: "peer0", Index: others, HardwareAddr: mac("02:00:00:00:00:02")},
			}},
			change:  &link.Netkit{Policy: new(uint32(0)), PeerPolicy: new(uint32(2))},
			unread:  []string{"Peer"},
			notBack: true,
		},
		{
			name:    "L3 without scrubbing",
			link:    &link.Link{Data: &link.Netkit{Mode: new(uint32(1)), Scrub: new(uint32(0)), PeerScrub: new(uint32(1))}},
			since:   [2]int{6, 12}, // IFLA_NETKIT_SCRUB
			notBack: true,
		},
		{
			name:    "with room",
			link:    &link.Link{Data: &link.Netkit{Headroom: new(uint16(64)), Tailroom: new(uint16(32))}},
			since:   [2]int{6, 14}, // IFLA_NETKIT_HEADROOM
			notBack: true,
		},
		{
			name:    "without a peer",
			link:    &link.Link{Data: &link.Netkit{Pairing: new(uint32(1))}},
			since:   [2]int{7, 3}, // IFLA_NETKIT_PAIRING
			notBack: true,
		},
	},
}

// What the kernel ignores in a peer is refused.
func TestNetkitPeer(t *testing.T) {
	const peer = "IFLA_NETKIT_PEER_INFO"
	for _, tt := range []struct {
		name string
		peer *link.Link
		want []string
	}{
		{"flags", &link.Link{Flags: 0x1000, Change: 0x1000}, []string{peer, "ignores flags"}},
		{"flags that are cleared", &link.Link{Change: 0x1000}, []string{peer, "ignores flags"}},
		{"an index beside none", &link.Link{Index: 5}, []string{"an index is given for the peer"}},
		{"a kind", &link.Link{Data: &link.Netkit{}}, []string{peer + "/IFLA_LINKINFO", "same kind"}},
		{"a master", &link.Link{Master: new(3)}, []string{peer + "/IFLA_MASTER", "afterwards"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := link.Add(&link.Link{Name: "nk0", Data: &link.Netkit{Peer: tt.peer}}).AppendBinary(nil)
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want ... %s", err, want)
				}
			}
		})
	}
}

// A peer with a peer of its own, as no kernel sends it, is refused.
func TestNetkitPeerOfPeer(t *testing.T) {
	peer := func(e *rtattr.Encoder, inside func()) {
		info := e.Begin(linux.IFLA_LINKINFO)
		e.String(linux.IFLA_INFO_KIND, "netkit")
		data := e.Begin(linux.IFLA_INFO_DATA)
		end := e.Begin(linux.IFLA_NETKIT_PEER_INFO)
		e.Struct(16)
		inside()
		e.End(end)
		e.End(data)
		e.End(info)
	}
	b := body(func(e *rtattr.Encoder) { peer(e, func() { peer(e, func() {}) }) })
	if l, err := link.Decode(newLink(b)); err == nil || !strings.Contains(err.Error(), "same kind") {
		t.Errorf("read %+v, %v, want an error that names the kind", l, err)
	}
}
