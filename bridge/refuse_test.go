package bridge_test

import (
	"encoding"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What the wire cannot carry is named before anything is sent.
func TestRequestsRefuse(t *testing.T) {
	group := func(g bridge.Group) nlmsg.Request { return bridge.AddGroup(&g) }
	for _, tt := range []struct {
		name    string
		request nlmsg.Request
		want    string
	}{
		{"no VLANs", bridge.AddVLANs(3), "vlan add of index 3: at offset 16: no VLANs are given"},
		{"no interface", bridge.AddVLANs(0, bridge.VLAN{ID: 1}), "ifindex: 0 is the index of no interface"},
		{"VLAN 0", bridge.DelVLANs(3, bridge.VLAN{}), "vlan del 0 of index 3: BRIDGE_VLANDB_ENTRY at offset 24: vid: 0 is no VLAN"},
		{"VLAN 4095", bridge.AddVLANs(3, bridge.VLAN{ID: 1}, bridge.VLAN{ID: 4095}),
			"vlan add 1, 4095 of index 3: BRIDGE_VLANDB_ENTRY at offset 36: vid: 4095 is no VLAN"},
		{"range backwards", bridge.AddVLANs(3, bridge.VLAN{ID: 10, Last: 9}), "10-9 is no range of VLANs"},
		{"several PVIDs", bridge.AddVLANs(3, bridge.VLAN{ID: 10, Last: 11, PVID: true}), "a port has one PVID, and 10-11 are several"},
		{"tunnel and none", bridge.SetVLANs(3, bridge.VLAN{ID: 10, TunnelID: new(uint32(1)), DelTunnel: true}),
			"a tunnel to be set and to be deleted"},
		{"options of no VLAN", bridge.SetVLANOptions(4, bridge.VLANOptions{}), "vid: 0 is no VLAN"},
		{"half a tick", bridge.SetVLANOptions(4, bridge.VLANOptions{ID: 1, McastQueryInterval: new(5 * time.Millisecond)}),
			"BRIDGE_VLANDB_GLOBAL_OPTIONS/BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL at offset 36: time 5ms is no multiple of 10ms"},
		{"filter", bridge.VLANFilter{Index: -1}.Request(), "ifindex: -1 is the index of no interface"},

		{"nil group", bridge.AddGroup(nil), "mdb add: at offset 16: the group is nil"},
		{"no bridge", group(bridge.Group{Port: 3, Addr: ip("239.1.1.1")}), "ifindex: 0 is the index of no bridge"},
		{"no port", group(bridge.Group{Bridge: 4, Addr: ip("239.1.1.1")}), "mdb add 239.1.1.1 on bridge 4: MDBA_SET_ENTRY at offset 16: ifindex: 0 is the index of no port"},
		{"no address", group(bridge.Group{Bridge: 4, Port: 3}), "a link-layer address of 0 bytes, want 6"},
		{"two addresses", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), HardwareAddr: mac("01:00:5e:00:01:01")}),
			"the group has an IP address and a link-layer address"},
		{"mapped", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("::ffff:239.1.1.1")}), "is an IPv4-mapped address"},
		{"source of the other family", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Source: ip("2001:db8::1")}),
			"MDBA_SET_ENTRY_ATTRS/MDBE_ATTR_SOURCE at offset 60: source 2001:db8::1 is not of the family of the group"},
		{"source without address", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), Sources: make([]bridge.Source, 1)}),
			"the source has no address"},
		{"group in VLAN 4095", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1"), VLAN: 4095}), "vid: 4095 is no VLAN"},
		{"mapped end", group(bridge.Group{Bridge: 4, Port: 4, Addr: ip("239.1.1.1"), Dst: ip("::ffff:192.0.2.1")}),
			"MDBE_ATTR_DST at offset 60: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped source", group(bridge.Group{Bridge: 4, Port: 3, Addr: ip("ff0e::1"), Source: ip("::ffff:192.0.2.1")}),
			"MDBE_ATTR_SOURCE at offset 60: ::ffff:192.0.2.1 is an IPv4-mapped address"},
		{"large VNI", group(bridge.Group{Bridge: 4, Port: 4, Addr: ip("239.1.1.1"), VNI: new(uint32(1 << 24))}),
			"MDBE_ATTR_VNI at offset 60: VNI 16777216 does not fit 24 bits"},
		{"flush of a large VNI", bridge.FlushGroups(&bridge.GroupFlush{Bridge: 4, SrcVNI: new(uint32(1 << 24))}),
			"MDBE_ATTR_SRC_VNI at offset 60: VNI 16777216 does not fit 24 bits"},
		{"nil flush", bridge.FlushGroups(nil), "mdb flush: at offset 16: what to flush is nil"},
		{"flush of nothing", bridge.FlushGroups(&bridge.GroupFlush{}), "mdb flush of bridge 0: at offset 16: ifindex: 0 is the index of no bridge"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.request.AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant ... %s", err, tt.want)
			}
		})
	}
}

// Nor does a message as the kernel sends it lose a part of a number.
func TestMessagesRefuse(t *testing.T) {
	group := func(g bridge.Group) *bridge.MDB { return &bridge.MDB{Bridge: 4, Groups: []bridge.Group{g}} }
	large := math.MaxInt32
	large++
	for _, tt := range []struct {
		name    string
		message encoding.BinaryAppender
		want    string
	}{
		{"time below zero", group(bridge.Group{Addr: ip("239.1.1.1"), Timer: -10 * time.Millisecond}), "time -10ms is below zero"},
		{"half a tick", group(bridge.Group{Addr: ip("239.1.1.1"), Sources: []bridge.Source{{Timer: 5 * time.Millisecond}}}), "time 5ms is no multiple"},
		{"time too long", group(bridge.Group{Addr: ip("239.1.1.1"), Timer: 1 << 32 * 10 * time.Millisecond}), "time 11930h27m52.96s is longer than 11930h27m52.95s"},
		{"short address", group(bridge.Group{HardwareAddr: []byte{1, 2}}), "addr: link-layer address of 2 bytes, want 6"},
		{"bridge", &bridge.MDB{Bridge: large}, "ifindex: 2147483648 is out of range"},
		{"port", group(bridge.Group{Addr: ip("239.1.1.1"), Port: large}), "ifindex: 2147483648 is out of range"},
		{"port of a router", &bridge.MDB{Routers: []bridge.Router{{Port: large}}}, "ifindex: 2147483648 is out of range"},
		{"interface", &bridge.VLANs{Index: large}, "ifindex: 2147483648 is out of range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Contains(tt.want, "ifindex") && large < 0 {
				t.Skip("an int has 32 bits")
			}
			_, err := tt.message.AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant ... %s", err, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	if _, err := bridge.DecodeVLANs(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}}); err == nil {
		t.Error("a link was read as VLANs")
	}
	if _, err := bridge.DecodeMDB(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}}); err == nil {
		t.Error("a link was read as a multicast database")
	}
	for cut := range 8 {
		if _, err := bridge.DecodeMDB(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWMDB}, Data: make([]byte, cut)}); err == nil {
			t.Errorf("a header of %d bytes was read", cut)
		}
	}
}
