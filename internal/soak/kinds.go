//go:build linux

package main

import (
	"net"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/link"
)

// The links that others sit on, in the namespace of each worker that makes links.
const (
	parent     = 102 // one end of a veth pair, which is up
	parentPeer = 103
	made       = 110 // the link itself
	madePeer   = 111
)

// kind is a link to make, and what to change of it.
type kind struct {
	link   link.Link
	change link.Kind // nil if nothing can be changed
	unread []string  // fields that the kernel takes and does not report
}

var (
	local4, remote4, other4 = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("198.51.100.2")
	local6, remote6, other6 = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2"), netip.MustParseAddr("2001:db8::3")
)

// on returns a link that sits on the parent.
func on(k link.Kind) link.Link { return link.Link{ParentIndex: new(parent), Data: k} }

// alone returns a link that sits on none.
func alone(k link.Kind) link.Link { return link.Link{Data: k} }

// kinds are links of the kinds that a kernel can make without hardware, each
// with some of its options, and what changes then. The tests of package link
// have all options.
var kinds = []kind{
	{link: alone(&link.AMT{Mode: new(uint32(1)), Link: parent, Local: local4, RelayPort: 2269, MaxTunnels: 16})},
	{link: alone(&link.BareUDP{Port: 6635, EtherType: 0x8847})},
	{link: alone(&link.Batadv{})},
	{link: alone(&link.Bond{Mode: new(link.BondActiveBackup), MIIMon: new(100 * time.Millisecond)}), change: &link.Bond{MIIMon: new(200 * time.Millisecond)}},
	{link: alone(&link.Bridge{STPState: new(uint32(0)), MaxAge: 19 * time.Second}), change: &link.Bridge{MaxAge: 18 * time.Second}},
	{link: alone(&link.Dummy{})},
	{link: alone(&link.Erspan{GRE: link.GRE{Remote: remote4, IKey: new(uint32(7)), OKey: new(uint32(7)), ISeq: true, OSeq: true}, Version: new(uint8(1)), Index: new(uint32(12))})},
	{link: alone(&link.GRE{Local: local4, Remote: remote4, TTL: new(uint8(64))}), change: &link.GRE{Local: local4, Remote: other4, TTL: new(uint8(32))}},
	{link: alone(&link.Gretap{Local: local4, Remote: remote4}), change: &link.Gretap{Local: local4, Remote: other4}},
	{link: alone(&link.HSR{Slave1: parent, Slave2: parentPeer, Version: new(uint8(1))}), unread: []string{"Version"}},
	{link: alone(&link.IFB{})},
	{link: alone(&link.IP6Erspan{IP6GRE: link.IP6GRE{Local: local6, Remote: remote6, IKey: new(uint32(7)), OKey: new(uint32(7)), ISeq: true, OSeq: true}, Version: new(uint8(1)), Index: new(uint32(12))})},
	{link: alone(&link.IP6GRE{Local: local6, Remote: remote6}), change: &link.IP6GRE{Local: local6, Remote: other6}},
	{link: alone(&link.IP6Gretap{Local: local6, Remote: remote6}), change: &link.IP6Gretap{Local: local6, Remote: other6}},
	{link: alone(&link.IP6Tnl{Local: local6, Remote: remote6}), change: &link.IP6Tnl{Local: local6, Remote: other6}},
	{link: alone(&link.IPIP{Local: local4, Remote: remote4}), change: &link.IPIP{Local: local4, Remote: other4}},
	{link: on(&link.IPVLAN{Mode: new(link.IPVLANModeL2)}), change: &link.IPVLAN{Mode: new(link.IPVLANModeL3)}},
	{link: on(&link.IPVTAP{Mode: new(link.IPVLANModeL2)}), change: &link.IPVTAP{Mode: new(link.IPVLANModeL3)}},
	{link: on(&link.Macsec{Encrypt: new(true)}), change: &link.Macsec{Encrypt: new(false)}},
	{link: on(&link.Macvlan{Mode: link.MacvlanModeBridge}), change: &link.Macvlan{Mode: link.MacvlanModePrivate}},
	{link: on(&link.Macvtap{Mode: link.MacvlanModeVEPA}), change: &link.Macvtap{Mode: link.MacvlanModeBridge}},
	{link: alone(&link.Netkit{Mode: new(uint32(1)), Peer: &link.Link{Index: madePeer}}), change: &link.Netkit{Policy: new(uint32(2))}, unread: []string{"Peer"}},
	{link: alone(&link.Nlmon{})},
	{link: alone(&link.SIT{Local: local4, Remote: remote4}), change: &link.SIT{Local: local4, Remote: other4}},
	{link: alone(&link.Team{})},
	{link: alone(&link.VCAN{})},
	{link: alone(&link.Veth{Peer: &link.Link{Index: madePeer}}), unread: []string{"Peer"}},
	{link: on(&link.VirtWifi{})},
	{link: on(&link.VLAN{ID: new(uint16(20)), Protocol: 0x8100}), change: &link.VLAN{EgressQoS: []link.VLANQoS{{From: 1, To: 2}}}},
	{link: alone(&link.VRF{Table: 70000})},
	{link: alone(&link.VTI{Local: local4, Remote: remote4, IKey: new(uint32(1))}), change: &link.VTI{Local: local4, Remote: other4, IKey: new(uint32(2))}},
	{link: alone(&link.VTI6{Local: local6, Remote: remote6, IKey: new(uint32(1))}), change: &link.VTI6{Local: local6, Remote: other6, IKey: new(uint32(2))}},
	{link: alone(&link.VXCAN{Peer: &link.Link{Index: madePeer}}), unread: []string{"Peer"}},
	{link: alone(&link.VXLAN{ID: new(uint32(42)), Remote: remote4, Local: local4, Port: 4789}), change: &link.VXLAN{Remote: other4}},
	{link: alone(&link.WireGuard{})},
	{link: alone(&link.XFRM{Link: new(parent), IfID: 42}), change: &link.XFRM{Link: new(parent), IfID: 43}},
}

// unmade are the kinds that are left out.
var unmade = map[string]string{
	"can":       "is made of hardware",
	"dsa":       "is made of hardware",
	"geneve":    "does not bear being made and changed at this pace: some kernels fail within",
	"gtp":       "needs sockets",
	"ipoib":     "needs hardware",
	"netdevsim": "is made by writing to sysfs",
	"ovpn":      "needs a program behind it",
	"pfcp":      "takes a port for itself",
	"ppp":       "is made from an open /dev/ppp",
	"rmnet":     "needs hardware below",
	"tun":       "is made from an open /dev/net/tun",
	"wwan":      "needs hardware",
}

// address returns a link-layer address that no other link has.
func address(n, i int) net.HardwareAddr {
	return net.HardwareAddr{2, 0, byte(n), byte(i >> 16), byte(i >> 8), byte(i)}
}
