//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// told is a message as a kernel would tell it that has what it is about.
type told struct {
	name    string
	message nlmsg.Request
}

// in4 and in6 are routes of IPv4 and IPv6 that wrap packets.

func in4(name string, x encap.Encap) told {
	return told{name, route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), OIF: veth0, Encap: x})}
}

func in6(name string, x encap.Encap) told {
	return told{name, route.Add(&route.Route{Dst: prefix("2001:db8:1::/64"), OIF: veth0, Priority: 1024, Pref: 1, Encap: x})}
}

// as returns a request with the type of another message.
func as(typ uint16, r nlmsg.Request) nlmsg.Request {
	r.Type = typ
	return r
}

// unresolved is a multicast route that has not been made yet, in hardware, which
// no kernel tells of.
type unresolved struct{}

func (unresolved) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(b)
	h := e.Struct(12)
	h[0], h[1], h[2], h[7] = linux.RTNL_FAMILY_IP6MR, 128, 128, unix.RTN_MULTICAST
	binary.NativeEndian.PutUint32(h[8:], unix.RTNH_F_UNRESOLVED|unix.RTNH_F_OFFLOAD)
	e.Uint32(unix.RTA_TABLE, 100)
	e.Addr(unix.RTA_SRC, ip("2001:db8::9"))
	e.Addr(unix.RTA_DST, ip("ff3e::1"))
	return e.Result()
}

// plain returns a message in which no attribute but those in others has
// NLA_F_NESTED: the kernel does not set it there, and ip does not expect it.
func plain(b []byte) []byte {
	header := 12 // rtmsg, ndmsg, if_stats_msg
	switch binary.NativeEndian.Uint16(b[4:]) {
	case unix.RTM_NEWLINK:
		header = unix.SizeofIfInfomsg
	case unix.RTM_NEWNEXTHOPBUCKET:
		header = unix.SizeofNhmsg
	}
	for at := nlmsg.HeaderLen + header; at < len(b); {
		size := int(binary.NativeEndian.Uint16(b[at:]))
		typ := b[at+2:]
		binary.NativeEndian.PutUint16(typ, binary.NativeEndian.Uint16(typ)&^rtattr.Nested)
		at += (size + 3) &^ 3
	}
	return b
}

// messages are about all that few kernels have.
func messages() []told {
	way := encap.SRH{Segments: addrs("2001:db8:a::1", "2001:db8:a::2")}
	signed := way
	signed.HMAC = 0x1f
	// The kernel has all options in one nest.
	geneve := []encap.GeneveOption{{Class: 258, Type: 200, Data: []byte{1, 2, 3, 0xff}, Unknown: []rtattr.Raw{
		{Type: linux.LWTUNNEL_IP_OPT_GENEVE_CLASS, Data: []byte{0, 1}}, {Type: linux.LWTUNNEL_IP_OPT_GENEVE_TYPE, Data: []byte{2}},
		{Type: linux.LWTUNNEL_IP_OPT_GENEVE_DATA, Data: make([]byte, 8)}}}}
	trace := &encap.IOAM6Trace{Namespace: 1, Type: 0x800000, Size: 12}
	list := []told{
		in4("mpls", &encap.MPLS{Labels: []uint32{100, 200}, TTL: new(uint8(9))}),
		in4("geneve_opts", &encap.IP{ID: 7, Src: ip("192.0.2.1"), Dst: ip("192.0.2.2"), TTL: 5, TOS: 8, Flags: encap.FlagSeq | encap.FlagKey,
			Options: &encap.Options{Geneve: geneve}}),
		in4("vxlan_opts", &encap.IP{ID: 7, Src: ip("192.0.2.1"), Dst: ip("192.0.2.2"), TTL: 5, TOS: 8,
			Options: &encap.Options{VXLAN: &encap.VXLANOption{GBP: 1110}}}),
		in6("erspan_opts 1", &encap.IP6{ID: 7, Src: ip("2001:db8::1"), Dst: ip("2001:db8::2"), HopLimit: 5, TrafficClass: 8, Flags: encap.FlagChecksum,
			Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 1, Index: 9, Direction: 1, HardwareID: 2}}}),
		in6("erspan_opts 2", &encap.IP6{ID: 7, Src: ip("2001:db8::1"), Dst: ip("2001:db8::2"), HopLimit: 5, TrafficClass: 8,
			Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, Index: 9, Direction: 1, HardwareID: 2}}}),
		in6("bpf", &encap.BPF{In: &encap.Program{Name: "a.o:[in]"}, Out: &encap.Program{Name: "out"}, Xmit: &encap.Program{FD: 3}, Headroom: 14}),
		in6("seg6local table", &encap.Seg6Local{Action: encap.Seg6EndDT6, Table: unix.RT_TABLE_LOCAL, Counters: new(encap.Seg6Counters)}),
		in6("seg6local vrftable", &encap.Seg6Local{Action: encap.Seg6EndDT46, VRFTable: 100}),
		in6("seg6local nh4", &encap.Seg6Local{Action: encap.Seg6EndDX4, NH4: ip("192.0.2.9")}),
		in6("seg6local nh6", &encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::9"), Flavors: &encap.Seg6Flavors{Operations: 1<<1 | 1<<3}}),
		in6("seg6local csid", &encap.Seg6Local{Action: encap.Seg6End, Flavors: &encap.Seg6Flavors{Operations: 1 << 4, BlockBits: 32, NodeBits: 16}}),
		in6("seg6local iif, oif", &encap.Seg6Local{Action: encap.Seg6EndDX2, IIF: veth0, OIF: veth1}),
		in6("seg6local inline", &encap.Seg6Local{Action: encap.Seg6EndB6, SRH: &way}),
		in6("seg6local encap", &encap.Seg6Local{Action: encap.Seg6EndB6Encap, SRH: &signed}),
		in6("seg6local bpf", &encap.Seg6Local{Action: encap.Seg6EndBPF, BPF: &encap.Program{Name: "end"}}),
		in6("rpl", &encap.RPL{Segments: way.Segments}),
		in6("ioam6", &encap.IOAM6{Mode: 1, FreqK: 1, FreqN: 1, Trace: trace}),
		in6("ioam6 encap", &encap.IOAM6{Mode: 2, FreqK: 2, FreqN: 5, Dst: ip("2001:db8:a::1"), Trace: &encap.IOAM6Trace{Type: 0x10, Size: 244}}),
		in6("ila", &encap.ILA{Locator: 0x20010db8_00000001}),
		in6("xfrm", &encap.XFRM{IfID: 7, Link: veth1}),
		in6("xfrm without a link", &encap.XFRM{IfID: 4000000000}),
		in6("unknown", &encap.Unknown{Type: 77}),

		{"label", mpls.Add(&mpls.Route{Label: 100, NewLabels: []uint32{200, 300}, Gateway: ip("192.0.2.2"), OIF: veth0})},
		{"label, last", mpls.Add(&mpls.Route{Label: 101, Gateway: ip("2001:db8::2"), OIF: veth0, Protocol: unix.RTPROT_STATIC, TTLPropagate: new(true)})},
		{"label, on Ethernet", mpls.Add(&mpls.Route{Label: 102, HardwareAddr: mac(5), OIF: veth0, TTLPropagate: new(false)})},
		{"label, several ways", mpls.Add(&mpls.Route{Label: 103, MultiPath: []mpls.NextHop{
			{NewLabels: []uint32{7}, Gateway: ip("192.0.2.2"), OIF: veth0}, {HardwareAddr: mac(5), OIF: veth1}}})},
		{"label, gone", as(unix.RTM_DELROUTE, mpls.Add(&mpls.Route{Label: 104, Gateway: ip("192.0.2.2"), OIF: veth0}))},
		{"multicast, unresolved", nlmsg.Request{Type: unix.RTM_NEWROUTE, Body: unresolved{}}},
		{"bucket", nlmsg.Request{Type: unix.RTM_NEWNEXTHOPBUCKET, Body: &nexthop.Bucket{Group: 5, Index: 7, Member: 4, IdleTime: 1234 * 10 * time.Millisecond,
			Flags: unix.RTNH_F_OFFLOAD | unix.RTNH_F_TRAP}}},
		{"neighbour, wanted", as(unix.RTM_GETNEIGH, neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5"), State: neigh.StateIncomplete}))},
		{"MAC, wanted", nlmsg.Request{Type: unix.RTM_GETNEIGH, Body: &neigh.FDB{Index: veth0, MAC: mac(5), State: neigh.StateStale, Flags: neigh.FlagSelf}}},
		{"l3_stats", nlmsg.Request{Type: unix.RTM_NEWSTATS, Body: &link.IfStats{Index: veth0, Mask: link.HardwareStats,
			Offload: &link.OffloadStats{L3Info: &link.L3StatsInfo{Requested: true, Used: true}, L3: &link.L3Stats{RxPackets: 3}}}}},
		{"other statistics", nlmsg.Request{Type: unix.RTM_NEWSTATS, Body: &link.IfStats{Index: veth0, Mask: link.LinkStats, Link: new(link.Stats)}}},
	}
	for _, reason := range []uint32{0, 1 << 3, 1<<0 | 1<<5 | 1<<7} { // of which ip reads eight bits
		for _, down := range []bool{false, true} {
			list = append(list, told{fmt.Sprintf("protodown %t, reason %#x", down, reason), nlmsg.Request{Type: unix.RTM_NEWLINK,
				Body: &link.Link{Name: "veth0", Index: veth0, Type: unix.ARPHRD_ETHER, HardwareAddr: mac(1), Broadcast: mac(0xff), MTU: 1500,
					OperState: link.OperDown, ProtoDown: &down, ProtoDownReason: &link.Bits{Value: reason}}}})
		}
	}
	for mode := encap.Seg6Inline; mode <= encap.Seg6L2EncapRed; mode++ {
		list = append(list, in6("seg6 "+mode.String(), &encap.Seg6{Mode: mode, SRH: signed}))
	}
	for _, i := range []uint8{0, 1, 2, 3, 4, 5, 32, 33} {
		list = append(list, in6(fmt.Sprint("ila settings ", i), &encap.ILA{Locator: 0x1_0000_0003_0004, Checksum: &i, Identifier: &i, Hook: &i}))
	}
	return list
}

// What few kernels have is shown as ip shows it, which reads messages from a file
// as well.
func TestLikeIPMonitorOfAFile(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	needVersion(t, ns)
	if err := dial(t, ns).Do(veth()); err != nil {
		t.Fatal(err)
	}
	wanted, err := choose(ipObjects)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMonitor(ns, wanted, false)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.label = true
	file := filepath.Join(t.TempDir(), "messages")
	for _, x := range messages() {
		t.Run(x.name, func(t *testing.T) {
			b, err := x.message.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, plain(b), 0o666); err != nil {
				t.Fatal(err)
			}
			theirs := testns.Command(t, ns, "ip", "monitor", "all", "file", file)
			var ours strings.Builder
			m.out = &ours
			for msg, err := range nlmsg.Messages(b) {
				if err != nil {
					t.Fatal(err)
				}
				if err := m.show(msg); err != nil {
					t.Fatal(err)
				}
			}
			step{}.compare(t, theirs, ours.String())
		})
	}
}
