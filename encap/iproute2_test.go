package encap_test

import (
	"math"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var (
	net4 = prefix("198.51.100.0/24")
	seg1 = ip("2001:db8:a::1")
	seg2 = ip("2001:db8:a::2")
	seg3 = ip("2001:db8:a::3")
)

// by4 and by6 are requests for a route of a tunnel: by a gateway, or by an
// interface.

func by4(x encap.Encap) nlmsg.Request {
	return route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Encap: x})
}

func by6(dst string, x encap.Encap) nlmsg.Request {
	return route.Add(&route.Route{Dst: prefix(dst), Gateway: ip("2001:db8::2"), Encap: x})
}

func dev(dst string, index int, x encap.Encap) nlmsg.Request {
	return route.Add(&route.Route{Dst: prefix(dst), OIF: index, Encap: x})
}

// seg6 is a tunnel by 2001:db8:5::/48, and local one of 2001:db8:6::1.

func seg6(x encap.Encap) nlmsg.Request { return dev("2001:db8:5::/48", 2, x) }

func local(x *encap.Seg6Local) nlmsg.Request { return dev("2001:db8:6::1/128", 2, x) }

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"route-add-encap-mpls": by4(&encap.MPLS{Labels: []uint32{100, 200, 300}}),
	"route-add-encap-ip": dev("198.51.100.0/24", 3, &encap.IP{ID: 100, Src: ip("192.0.2.1"), Dst: ip("203.0.113.1"),
		TTL: 64, TOS: 8, Flags: encap.FlagKey}),
	"route-add-encap-seg6": dev("2001:db8:5::/48", 3, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1, seg2)}),
	"route-add-encap-seg6local": dev("2001:db8:6::1/128", 3,
		&encap.Seg6Local{Action: encap.Seg6EndDT6, Table: linux.RT_TABLE_MAIN}),

	"encap-mpls-ttl": by4(&encap.MPLS{Labels: []uint32{100, 200}, TTL: new(uint8(7))}),
	"encap-ip-flags": dev("198.51.100.0/24", 2, &encap.IP{ID: 7, Dst: ip("203.0.113.1"),
		Flags: encap.FlagChecksum | encap.FlagSeq | encap.FlagKey}),
	"encap-ip6": dev("2001:db8:7::/48", 2, &encap.IP6{ID: 100, Src: ip("2001:db8::1"), Dst: ip("2001:db8:9::1"),
		HopLimit: 64, TrafficClass: 8, Flags: encap.FlagKey | encap.FlagChecksum}),
	"encap-ip6-plain": dev("198.51.100.0/24", 2, &encap.IP6{Dst: ip("2001:db8:9::1")}),

	"encap-ila": by6("2001:db8:7::1/128", &encap.ILA{Locator: 0x20010db8_00000001,
		Checksum: new(uint8(linux.ILA_CSUM_NEUTRAL_MAP_AUTO)), Identifier: new(uint8(linux.ILA_ATYPE_LUID)),
		Hook: new(uint8(linux.ILA_HOOK_ROUTE_INPUT))}),
	"encap-ila-plain": by6("2001:db8:7::1/128", &encap.ILA{Locator: 0x20010db8_00000001}),
	"encap-ila-first": by6("2001:db8:7::1/128", &encap.ILA{Locator: 0x0001_0002_0003_0004,
		Checksum: new(uint8(linux.ILA_CSUM_ADJUST_TRANSPORT)), Identifier: new(uint8(linux.ILA_ATYPE_USE_FORMAT)),
		Hook: new(uint8(linux.ILA_HOOK_ROUTE_OUTPUT))}),

	"encap-seg6-inline":      seg6(&encap.Seg6{Mode: encap.Seg6Inline, SRH: srh(seg1, seg2)}),
	"encap-seg6-l2encap":     seg6(&encap.Seg6{Mode: encap.Seg6L2Encap, SRH: srh(seg1)}),
	"encap-seg6-encap-red":   seg6(&encap.Seg6{Mode: encap.Seg6EncapRed, SRH: srh(seg1, seg2, seg3)}),
	"encap-seg6-l2encap-red": seg6(&encap.Seg6{Mode: encap.Seg6L2EncapRed, SRH: srh(seg1, seg2)}),
	"encap-seg6-hmac":        seg6(&encap.Seg6{Mode: encap.Seg6Encap, SRH: signed(7, seg1, seg2)}),
	"encap-seg6-inline-hmac": seg6(&encap.Seg6{Mode: encap.Seg6Inline, SRH: signed(4096, seg1)}),
	"encap-seg6-v4":          dev("198.51.100.0/24", 2, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1)}),

	"encap-seg6local-end":       local(&encap.Seg6Local{Action: encap.Seg6End}),
	"encap-seg6local-end-count": local(&encap.Seg6Local{Action: encap.Seg6End, Counters: &encap.Seg6Counters{}}),
	"encap-seg6local-end-flavors": local(&encap.Seg6Local{Action: encap.Seg6End,
		Flavors: &encap.Seg6Flavors{Operations: encap.Seg6PSP | encap.Seg6USP | encap.Seg6USD}}),
	"encap-seg6local-end-psp": local(&encap.Seg6Local{Action: encap.Seg6End,
		Flavors: &encap.Seg6Flavors{Operations: encap.Seg6PSP}}),
	"encap-seg6local-end-csid": local(&encap.Seg6Local{Action: encap.Seg6End,
		Flavors: &encap.Seg6Flavors{Operations: encap.Seg6NextCSID, BlockBits: 48, NodeBits: 16}}),
	"encap-seg6local-end-x":   local(&encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::2")}),
	"encap-seg6local-end-t":   local(&encap.Seg6Local{Action: encap.Seg6EndT, Table: 100}),
	"encap-seg6local-end-dx2": local(&encap.Seg6Local{Action: encap.Seg6EndDX2, OIF: 2}),
	"encap-seg6local-end-dx6": local(&encap.Seg6Local{Action: encap.Seg6EndDX6, NH6: ip("2001:db8::2")}),
	"encap-seg6local-end-dx4": local(&encap.Seg6Local{Action: encap.Seg6EndDX4, NH4: ip("192.0.2.2")}),
	"encap-seg6local-end-dt4": local(&encap.Seg6Local{Action: encap.Seg6EndDT4, VRFTable: 100}),
	"encap-seg6local-end-dt46": local(&encap.Seg6Local{Action: encap.Seg6EndDT46,
		VRFTable: 100}),
	"encap-seg6local-end-b6":        local(&encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(srh(seg1, seg2))}),
	"encap-seg6local-end-b6-hmac":   local(&encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(signed(7, seg1))}),
	"encap-seg6local-end-b6-encaps": local(&encap.Seg6Local{Action: encap.Seg6EndB6Encap, SRH: new(srh(seg1, seg2))}),
	"encap-seg6local-end-as": local(&encap.Seg6Local{Action: encap.Seg6EndAS, IIF: 2, OIF: 3,
		NH6: ip("2001:db8::2")}),

	"encap-seg6local-end-dt6-vrf": local(&encap.Seg6Local{Action: encap.Seg6EndDT6, VRFTable: 100}),
	"encap-seg6local-end-am":      local(&encap.Seg6Local{Action: encap.Seg6EndAM, IIF: 2, OIF: 3}),
	"encap-seg6local-end-x-flavors": local(&encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::2"),
		Flavors:  &encap.Seg6Flavors{Operations: encap.Seg6PSP | encap.Seg6NextCSID, BlockBits: 32, NodeBits: 16},
		Counters: &encap.Seg6Counters{}}),
	"encap-seg6local-end-x-oif": local(&encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("fe80::2"), OIF: 2}),

	"encap-rpl": seg6(&encap.RPL{Segments: []netip.Addr{seg1, seg2}}),
	"encap-ioam6-inline": seg6(&encap.IOAM6{Mode: encap.IOAM6Inline, FreqK: 1, FreqN: 1,
		Trace: &encap.IOAM6Trace{Type: 0x800000, Namespace: 1, Size: 12}}),
	"encap-ioam6-encap": seg6(&encap.IOAM6{Mode: encap.IOAM6Encap, FreqK: 1, FreqN: 100, Dst: seg1,
		Trace: &encap.IOAM6Trace{Type: 0xc80002, Namespace: 123, Size: 244}}),
	"encap-ioam6-auto": seg6(&encap.IOAM6{Mode: encap.IOAM6Auto, FreqK: 1, FreqN: 1, Dst: seg1,
		Trace: &encap.IOAM6Trace{Type: 0x400000, Size: 4}}),
	"encap-ioam6-tunsrc": seg6(&encap.IOAM6{Mode: encap.IOAM6Encap, FreqK: 1, FreqN: 1, Dst: seg1,
		Src: ip("2001:db8::1"), Trace: &encap.IOAM6Trace{Type: 0x800000, Namespace: 1, Size: 12}}),
	"encap-xfrm":       by4(&encap.XFRM{IfID: 7, Link: 2}),
	"encap-xfrm-plain": seg6(&encap.XFRM{IfID: 0x100}),

	"encap-ip-all": route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), OIF: 2, Encap: &encap.IP{
		ID: math.MaxUint64, Src: ip("192.0.2.1"), Dst: ip("203.0.113.1"), TTL: 255, TOS: 0xfc,
		Flags: encap.FlagChecksum | encap.FlagKey | encap.FlagSeq}}),
	"encap-mpls-ttl-stack": by6("2001:db8:5::/48", &encap.MPLS{Labels: []uint32{16, 1048575}, TTL: new(uint8(255))}),
	"encap-multipath-v6": route.Add(&route.Route{Dst: prefix("2001:db8:5::/48"), MultiPath: []route.NextHop{
		{Gateway: ip("2001:db8::2"), OIF: 2, Encap: &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1)}},
		{Gateway: ip("2001:db8::3"), OIF: 2, Encap: &encap.IP6{ID: 1, Dst: ip("2001:db8:9::1")}},
	}}),
	"encap-multipath": route.Add(&route.Route{Dst: net4, MultiPath: []route.NextHop{
		{Gateway: ip("192.0.2.2"), OIF: 2, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1")}},
		{Gateway: ip("192.0.2.3"), OIF: 2, Weight: 2, Encap: &encap.MPLS{Labels: []uint32{17}}},
	}}),
	"encap-nexthop": {Type: linux.RTM_NEWNEXTHOP, Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE | linux.NLM_F_EXCL,
		Body: nexthop{&encap.MPLS{Labels: []uint32{100, 200}}}},

	// These were recorded with the system call made to fail: a kernel has to be
	// spared them.
	"encap-geneve-opts": by4(&encap.IP{ID: 1, Dst: ip("203.0.113.1"), Options: &encap.Options{Geneve: []encap.GeneveOption{
		{Class: 0o102, Type: 80, Data: []byte{0, 0, 0, 0x11}},
		{Class: 0o102, Type: 81, Data: []byte{0x12, 0x34, 0x56, 0x78, 0x90, 0xab, 0xcd, 0xef}},
	}}}),
	"encap-vxlan-opts": by4(&encap.IP{ID: 1, Dst: ip("203.0.113.1"),
		Options: &encap.Options{VXLAN: &encap.VXLANOption{GBP: 456}}}),
	"encap-erspan1-opts": by4(&encap.IP{ID: 1, Dst: ip("203.0.113.1"),
		Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 1, Index: 123}}}),
	"encap-erspan2-opts": by4(&encap.IP{ID: 1, Dst: ip("203.0.113.1"),
		Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, Direction: 1, HardwareID: 63}}}),
	"encap-ip6-geneve-opts": by6("2001:db8:7::/48", &encap.IP6{ID: 1, Dst: ip("2001:db8:9::1"),
		Options: &encap.Options{Geneve: []encap.GeneveOption{{Data: []byte{0x12, 0x12, 0x12, 0x12}}}}}),
	"encap-ip6-vxlan-opts": by6("2001:db8:7::/48", &encap.IP6{ID: 1, Dst: ip("2001:db8:9::1"),
		Options: &encap.Options{VXLAN: &encap.VXLANOption{GBP: 1}}}),
	"encap-ip6-erspan-opts": by6("2001:db8:7::/48", &encap.IP6{ID: 1, Dst: ip("2001:db8:9::1"),
		Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, HardwareID: 5}}}),
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, nil)
}

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func srh(segments ...netip.Addr) encap.SRH { return encap.SRH{Segments: segments} }

func signed(key uint32, segments ...netip.Addr) encap.SRH {
	return encap.SRH{Segments: segments, HMAC: key}
}

// nexthop is the body of a request for the nexthop object 7 by 192.0.2.2 and
// interface 2: struct nhmsg of linux/nexthop.h, and NHA_ID, NHA_GATEWAY, NHA_OIF
// and the tunnel.
type nexthop struct{ tunnel encap.Encap }

func (n nexthop) AppendBinary(buf []byte) ([]byte, error) {
	const id, oif, gateway, encapType, encapData = 1, 5, 6, 7, 8
	e := rtattr.NewEncoder(buf)
	e.Struct(8)[0] = linux.AF_INET
	e.Uint32(id, 7)
	encap.Encode(e, encapData, encapType, n.tunnel)
	e.Addr(gateway, ip("192.0.2.2"))
	e.Uint32(oif, 2)
	return e.Result()
}
