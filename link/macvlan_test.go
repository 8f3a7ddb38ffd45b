package link_test

import (
	"net"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var macvlanTest = kindTest{
	ip: "ip link add link veth0 name macvlan0 type macvlan mode source nopromisc nodst \\\n" +
		"    bcqueuelen 100 bclim 5 macaddr set 02:00:00:00:00:01 02:00:00:00:00:02",
	full: &link.Link{Name: "macvlan0", ParentIndex: new(3), Data: &link.Macvlan{
		Mode: link.MacvlanModeSource, Flags: new(uint16(3)), BCQueueLen: new(uint32(100)), BCCutoff: new(int32(5)),
		SourcesMode: new(link.MacvlanAddrSet),
		Sources:     []net.HardwareAddr{mac("02:00:00:00:00:01"), mac("02:00:00:00:00:02")},
	}},
	iproute2: map[string]nlmsg.Request{
		"link-add-macvlan-bridge": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{Mode: link.MacvlanModeBridge}}),
		"link-add-macvlan-private": link.Add(&link.Link{
			Name: "macv0", ParentIndex: new(3), HardwareAddr: mac("02:00:00:00:00:20"), Data: &link.Macvlan{Mode: link.MacvlanModePrivate},
		}),
		"link-add-macvlan-source": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{
			Mode: link.MacvlanModeSource, Sources: []net.HardwareAddr{mac("02:00:00:00:00:01"), mac("02:00:00:00:00:02")},
		}}),
		"link-add-macvlan-passthru": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{
			Mode: link.MacvlanModePassthru, Flags: new(link.MacvlanNoPromisc),
		}}),
		"own-macvlan-bcqueue": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{
			Mode: link.MacvlanModeVEPA, Flags: new(link.MacvlanNoDst), BCQueueLen: new(uint32(500)),
		}}),
		"own-macvlan-bclim": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{
			Mode: link.MacvlanModeBridge, BCCutoff: new(int32(-1)),
		}}),
		"own-macvlan-source-add": link.Set(link.Index(4), &link.Link{Data: &link.Macvlan{
			SourcesMode: new(link.MacvlanAddrAdd), Sources: []net.HardwareAddr{mac("02:00:00:00:00:01")},
		}}),
		"own-macvlan-source-del": link.Set(link.Index(4), &link.Link{Data: &link.Macvlan{
			SourcesMode: new(link.MacvlanAddrDel), Sources: []net.HardwareAddr{mac("02:00:00:00:00:01")},
		}}),
		"own-macvlan-source-flush": link.Set(link.Index(4), &link.Link{Data: &link.Macvlan{
			SourcesMode: new(link.MacvlanAddrFlush),
		}}),
		"own-macvlan-source-set-none": link.Set(link.Index(4), &link.Link{Data: &link.Macvlan{Sources: []net.HardwareAddr{}}}),
		"own-macvlan-flag-null": link.Add(&link.Link{Name: "macv0", ParentIndex: new(3), Data: &link.Macvlan{
			Mode: link.MacvlanModeVEPA, Flags: new(uint16(0)),
		}}),
	},
	live: []liveTest{
		{
			name:    "with a queue for broadcasts",
			link:    &link.Link{ParentIndex: new(parent), Data: &link.Macvlan{Mode: link.MacvlanModeBridge, BCQueueLen: new(uint32(100)), BCCutoff: new(int32(-1))}},
			change:  &link.Macvlan{Mode: link.MacvlanModePrivate, Flags: new(uint16(2)), BCQueueLen: new(uint32(200))},
			follows: []string{"BCQueueLenUsed"},
			since:   [2]int{6, 4}, // IFLA_MACVLAN_BC_CUTOFF
		},
		{
			name:   "for sources",
			link:   &link.Link{ParentIndex: new(parent), Data: &link.Macvlan{Mode: link.MacvlanModeSource, Sources: []net.HardwareAddr{mac("02:00:00:00:00:01")}}},
			change: &link.Macvlan{Sources: []net.HardwareAddr{mac("02:00:00:00:00:02")}},
		},
	},
}

var macvtapTest = kindTest{
	ip:   "ip link add link veth0 name macvtap0 type macvtap, with the options of a macvlan",
	full: &link.Link{Name: "macvtap0", ParentIndex: new(3), Data: (*link.Macvtap)(macvlanTest.full.Data.(*link.Macvlan))},
	iproute2: map[string]nlmsg.Request{
		"link-add-macvtap": link.Add(&link.Link{Name: "macvtap0", ParentIndex: new(3), Data: &link.Macvtap{Mode: link.MacvlanModeVEPA}}),
		"own-macvtap-bclim": link.Add(&link.Link{Name: "macvtap0", ParentIndex: new(3), Data: &link.Macvtap{
			Mode: link.MacvlanModeSource, Flags: new(uint16(2)), Sources: []net.HardwareAddr{mac("02:00:00:00:00:01")},
			BCQueueLen: new(uint32(0)), BCCutoff: new(int32(7)),
		}}),
	},
	live: []liveTest{{
		link:   &link.Link{ParentIndex: new(parent), Data: &link.Macvtap{Mode: link.MacvlanModeVEPA}},
		change: &link.Macvtap{Mode: link.MacvlanModeBridge},
	}},
}

// A request adds or deletes one address.
func TestMacvlanSources(t *testing.T) {
	add := func(n int) error {
		_, err := link.Set(link.Index(3), &link.Link{Data: &link.Macvlan{
			SourcesMode: new(link.MacvlanAddrAdd), Sources: make([]net.HardwareAddr, n),
		}}).AppendBinary(nil)
		return err
	}
	const want = "2 addresses to add or delete, a request has room for one"
	if err := add(2); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want ... %s", err, want)
	}
}
