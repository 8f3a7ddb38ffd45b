package bridge_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// MCAST_EXCLUDE and MCAST_INCLUDE of linux/in.h, and protocols.
const (
	exclude, include = 0, 1
	zebra, other     = 11, 99
)

// newer are the requests of iproute2 6.15, made by this package. The bridge or the
// VXLAN is interface 4, and its port or underlay interface 3.
var newer = map[string]nlmsg.Request{
	"vlan-show-stats":  bridge.VLANFilter{Stats: true}.Request(),
	"vlan-global-show": bridge.VLANFilter{Options: true}.Request(),
	"vlan-set-max-groups": bridge.SetVLANs(3, bridge.VLAN{
		ID: 10, Last: 12, McastMaxGroups: new(uint32(50)),
	}),
	"vlan-set-neigh-suppress": bridge.SetVLANs(3, bridge.VLAN{ID: 10, NeighSuppress: new(true)}),
	"vlan-set-neigh-suppress-off": bridge.SetVLANs(3, bridge.VLAN{
		ID: 10, NeighSuppress: new(false), McastRouter: new(uint8(2)), State: new(uint8(4)),
	}),
	"vlan-global-set-all": bridge.SetVLANOptions(4, bridge.VLANOptions{
		ID: 10, Last: 12, MSTI: new(uint16(5)), McastSnooping: new(false), McastQuerier: new(false),
		McastIGMPVersion: 2, McastMLDVersion: 1,
		McastLastMemberCount: new(uint32(3)), McastLastMemberInterval: new(time.Second),
		McastStartupQueryCount: new(uint32(4)), McastStartupQueryInterval: new(2 * time.Second),
		McastQueryInterval: new(3 * time.Second), McastQueryResponseInterval: new(4 * time.Second),
		McastMembershipInterval: new(5 * time.Second), McastQuerierInterval: new(6 * time.Second),
	}),

	"mdb-add-vid":  bridge.AddGroup(&bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Permanent: true, VLAN: 10}),
	"mdb-add-host": bridge.AddGroup(&bridge.Group{Bridge: 4, Port: 4, Addr: ip("239.1.1.1")}),
	"mdb-add-l2": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 3, HardwareAddr: mac("01:00:5e:00:01:01"), Permanent: true,
	}),
	"mdb-add-include": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Mode: new(uint8(include)), Protocol: zebra,
		Sources: []bridge.Source{{Addr: ip("192.0.2.1")}, {Addr: ip("192.0.2.2")}},
	}),
	"mdb-add-exclude-v6": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 3, Addr: ip("ff0e::1"), Mode: new(uint8(exclude)),
		Sources: []bridge.Source{{Addr: ip("2001:db8::1")}},
	}),
	"mdb-add-mode": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Mode: new(uint8(exclude)),
	}),
	"mdb-replace": bridge.ReplaceGroup(&bridge.Group{
		Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Source: ip("192.0.2.1"), Permanent: true, Protocol: other,
	}),
	"mdb-add-vxlan": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 4, Addr: ip("239.1.1.1"), Source: ip("192.0.2.9"), Permanent: true,
		Dst: ip("198.51.100.1"), DstPort: 4790, VNI: new(uint32(200)), SrcVNI: new(uint32(100)), OIF: 3,
	}),
	"mdb-add-vxlan-all": bridge.AddGroup(&bridge.Group{
		Bridge: 4, Port: 4, Addr: ip("::"), Permanent: true, Dst: ip("2001:db8::9"), SrcVNI: new(uint32(0)),
	}),
	"mdb-del-source": bridge.DelGroup(&bridge.Group{
		Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Source: ip("192.0.2.1"), VLAN: 10,
	}),

	"mdb-get":        bridge.GroupQuery{Bridge: 4, Addr: ip("239.1.1.1")}.Request(),
	"mdb-get-source": bridge.GroupQuery{Bridge: 4, Addr: ip("ff0e::1"), Source: ip("2001:db8::9"), VLAN: 10}.Request(),
	"mdb-get-l2":     bridge.GroupQuery{Bridge: 4, HardwareAddr: mac("01:00:5e:00:01:01")}.Request(),
	"mdb-get-vxlan":  bridge.GroupQuery{Bridge: 4, Addr: ip("239.1.1.1"), SrcVNI: new(uint32(100))}.Request(),

	"mdb-flush": bridge.FlushGroups(&bridge.GroupFlush{Bridge: 4}),
	"mdb-flush-port": bridge.FlushGroups(&bridge.GroupFlush{
		Bridge: 4, Port: 3, VLAN: 10, Permanent: new(false), Protocol: linux.RTPROT_STATIC,
	}),
	"mdb-flush-permanent": bridge.FlushGroups(&bridge.GroupFlush{Bridge: 4, Permanent: new(true)}),
	"mdb-flush-vxlan": bridge.FlushGroups(&bridge.GroupFlush{
		Bridge: 4, Dst: ip("198.51.100.1"), DstPort: 4790, VNI: new(uint32(200)), SrcVNI: new(uint32(100)),
	}),
}

func TestRequestsAreThoseOfNewerIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2_newer.jsonl", newer, nil)
}
