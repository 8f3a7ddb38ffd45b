package encap_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// What tunnels need of the kernel's configuration.
const (
	needsTunnels = "CONFIG_LWTUNNEL and CONFIG_NET_IP_TUNNEL"
	needsSeg6    = "CONFIG_IPV6_SEG6_LWTUNNEL"
	needsMPLS    = "CONFIG_MPLS_IPTUNNEL"
	needsIOAM6   = "CONFIG_IPV6_IOAM6_LWTUNNEL"
	needsILA     = "CONFIG_IPV6_ILA"
)

// A tunnelTest is a tunnel of routes to dst.
type tunnelTest struct {
	name, needs string
	dst         netip.Prefix
	tunnel      encap.Encap
	filled      func(x encap.Encap) // what the kernel adds
}

var net6, host = prefix("2001:db8:5::/48"), prefix("2001:db8:6::1/128")

var tunnels = []tunnelTest{
	{"ip", needsTunnels, net4, &encap.IP{ID: 1 << 40, Dst: ip("203.0.113.1"), Src: ip("192.0.2.1"), TTL: 64, TOS: 8,
		Flags: encap.FlagKey | encap.FlagChecksum}, nil},
	{"ip, the least", needsTunnels, net4, &encap.IP{Dst: ip("203.0.113.1")}, nil},
	{"ip of an IPv6 route", needsTunnels, net6, &encap.IP{ID: 7, Dst: ip("203.0.113.1")}, nil},
	{"ip6", needsTunnels, net6, &encap.IP6{ID: 1 << 40, Dst: ip("2001:db8:9::1"), Src: ip("2001:db8::1"), HopLimit: 64, TrafficClass: 8,
		Flags: encap.FlagSeq | encap.FlagOAM}, nil},
	{"mpls", needsMPLS, net4, &encap.MPLS{Labels: []uint32{100, 1<<20 - 1}}, nil},
	{"mpls with a time to live", needsMPLS, net6, &encap.MPLS{Labels: []uint32{16}, TTL: new(uint8(7))}, nil},
	{"seg6 inline", needsSeg6, net6, &encap.Seg6{SRH: srh(seg1, seg2)}, nil},
	{"seg6 encap", needsSeg6, net6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1, seg2, seg3)}, nil},
	{"seg6 of an IPv4 route", needsSeg6, net4, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1)}, nil},
	{"seg6 l2encap", needsSeg6, net6, &encap.Seg6{Mode: encap.Seg6L2Encap, SRH: srh(seg1)}, nil},
	{"seg6 encap.red", needsSeg6, net6, &encap.Seg6{Mode: encap.Seg6EncapRed, SRH: srh(seg1, seg2)}, nil},
	{"seg6 l2encap.red", needsSeg6, net6, &encap.Seg6{Mode: encap.Seg6L2EncapRed, SRH: srh(seg1, seg2)}, nil},
	{"seg6 signed", "CONFIG_IPV6_SEG6_HMAC", net6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: signed(7, seg1, seg2)}, nil},
	{"seg6 with a tag", needsSeg6, net6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: encap.SRH{
		Segments: srh(seg1).Segments, Tag: 7, Flags: linux.SR6_FLAG1_OAM}}, nil},
	{"seg6local End", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6End}, nil},
	{"seg6local End that counts", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6End, Counters: &encap.Seg6Counters{}}, nil},
	{"seg6local End with a flavor", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6End,
		Flavors: &encap.Seg6Flavors{Operations: encap.Seg6PSP}}, nil},
	{"seg6local End of compressed segments", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6End,
		Flavors: &encap.Seg6Flavors{Operations: encap.Seg6NextCSID}},
		func(x encap.Encap) { f := x.(*encap.Seg6Local).Flavors; f.BlockBits, f.NodeBits = 32, 16 }},
	{"seg6local End.X", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::2")}, nil},
	{"seg6local End.T", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndT, Table: 100}, nil},
	{"seg6local End.DX2", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX2, OIF: veth0}, nil},
	{"seg6local End.DX6", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX6, NH6: netip.IPv6Unspecified()}, nil},
	{"seg6local End.DX4", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX4, NH4: netip.IPv4Unspecified()}, nil},
	{"seg6local End.DT6", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndDT6, Table: linux.RT_TABLE_MAIN}, nil},
	{"seg6local End.B6", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(srh(seg1, seg2))}, nil},
	{"seg6local End.B6.Encaps", needsSeg6, host, &encap.Seg6Local{Action: encap.Seg6EndB6Encap, SRH: new(signed(7, seg1, seg2))}, nil},
	{"ila", needsILA, prefix("2001:db8:7::1/128"), &encap.ILA{Locator: 0x20010db8_00000001,
		Checksum: new(uint8(linux.ILA_CSUM_NO_ACTION)), Identifier: new(uint8(linux.ILA_ATYPE_LUID)),
		Hook: new(uint8(linux.ILA_HOOK_ROUTE_OUTPUT))}, nil},
	{"rpl", "CONFIG_IPV6_RPL_LWTUNNEL", net6, &encap.RPL{Segments: []netip.Addr{seg1, seg2}}, nil},
	{"ioam6 inline", needsIOAM6, net6, &encap.IOAM6{Mode: encap.IOAM6Inline, FreqK: 1, FreqN: 1,
		Trace: &encap.IOAM6Trace{Namespace: 1, Type: 0x800000, Size: 12}}, oneUnit},
	{"ioam6 encap", needsIOAM6, net6, &encap.IOAM6{Mode: encap.IOAM6Encap, Dst: seg1, FreqK: 1, FreqN: 100,
		Trace: &encap.IOAM6Trace{Namespace: 1, Type: 0x400000, Size: 244}}, oneUnit},
	{"xfrm", "CONFIG_XFRM_INTERFACE", net4, &encap.XFRM{IfID: 7, Link: veth0}, nil},
}

// add makes a route with the tunnel.
func (tt *tunnelTest) add(conn *nlmsg.Conn) error {
	add := &route.Route{Dst: tt.dst, OIF: veth0, Encap: tt.tunnel}
	if tt.dst.IsSingleIP() && tt.dst != host {
		add.Gateway = ip("2001:db8::2")
	}
	if _, ok := tt.tunnel.(*encap.XFRM); ok {
		kind(conn, "xfrm", 2) // IFLA_XFRM_IF_ID; the kernel loads both together
	}
	return conn.Do(route.Add(add))
}

// want is the tunnel as it is read.
func (tt *tunnelTest) want() encap.Encap {
	x := encap.Clone(tt.tunnel)
	if tt.filled != nil {
		tt.filled(x)
	}
	return x
}

// What the kernel makes of each tunnel is reported, for docs/kernels.md.
func TestReportTunnels(t *testing.T) {
	t.Parallel()
	for _, tt := range tunnels {
		conn := dial(t)
		answer := "ignored"
		if err := tt.add(conn); err != nil {
			answer = kernels.Refused(t, err)
		} else if cmp.Equal(tt.want(), only(t, conn).Encap, values) {
			answer = "yes"
		}
		kernels.Report(t, "tunnels", tt.name, answer)
	}
}
