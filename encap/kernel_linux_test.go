package encap_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const veth0 = testlink.Veth0

// dial opens a connection in a namespace whose veth0 has addresses.
func dial(t *testing.T) *nlmsg.Conn {
	t.Helper()
	conn, _ := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	return conn
}

func do(t *testing.T, conn *nlmsg.Conn, reqs ...nlmsg.Request) {
	t.Helper()
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
}

// only returns the one route that the kernel has not made by itself.
func only(t *testing.T, conn *nlmsg.Conn) *route.Route {
	t.Helper()
	list, err := route.Filter{Protocol: linux.RTPROT_BOOT}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d routes, want 1: %v", len(list), list)
	}
	return &list[0]
}

// Tunnels are made, read back, changed, deleted and written back.
func TestKernel(t *testing.T) {
	v4, v6, host := net4, prefix("2001:db8:5::/48"), prefix("2001:db8:6::1/128")
	const (
		tunnels = "CONFIG_LWTUNNEL and CONFIG_NET_IP_TUNNEL"
		seg6    = "CONFIG_IPV6_SEG6_LWTUNNEL"
		mpls    = "CONFIG_MPLS_IPTUNNEL"
		ioam6   = "CONFIG_IPV6_IOAM6_LWTUNNEL"
		ila     = "CONFIG_IPV6_ILA"
	)
	for _, tt := range []struct {
		name, needs string
		dst         netip.Prefix
		tunnel      encap.Encap
		filled      func(x encap.Encap) // what the kernel adds
	}{
		{"ip", tunnels, v4, &encap.IP{ID: 1 << 40, Dst: ip("203.0.113.1"), Src: ip("192.0.2.1"), TTL: 64, TOS: 8,
			Flags: encap.FlagKey | encap.FlagChecksum}, nil},
		{"ip, the least", tunnels, v4, &encap.IP{Dst: ip("203.0.113.1")}, nil},
		{"ip of an IPv6 route", tunnels, v6, &encap.IP{ID: 7, Dst: ip("203.0.113.1")}, nil},
		{"ip6", tunnels, v6, &encap.IP6{ID: 1 << 40, Dst: ip("2001:db8:9::1"), Src: ip("2001:db8::1"), HopLimit: 64, TrafficClass: 8,
			Flags: encap.FlagSeq | encap.FlagOAM}, nil},
		{"mpls", mpls, v4, &encap.MPLS{Labels: []uint32{100, 1<<20 - 1}}, nil},
		{"mpls with a time to live", mpls, v6, &encap.MPLS{Labels: []uint32{16}, TTL: new(uint8(7))}, nil},
		{"seg6 inline", seg6, v6, &encap.Seg6{SRH: srh(seg1, seg2)}, nil},
		{"seg6 encap", seg6, v6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1, seg2, seg3)}, nil},
		{"seg6 of an IPv4 route", seg6, v4, &encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(seg1)}, nil},
		{"seg6 l2encap", seg6, v6, &encap.Seg6{Mode: encap.Seg6L2Encap, SRH: srh(seg1)}, nil},
		{"seg6 encap.red", seg6, v6, &encap.Seg6{Mode: encap.Seg6EncapRed, SRH: srh(seg1, seg2)}, nil},
		{"seg6 l2encap.red", seg6, v6, &encap.Seg6{Mode: encap.Seg6L2EncapRed, SRH: srh(seg1, seg2)}, nil},
		{"seg6 signed", "CONFIG_IPV6_SEG6_HMAC", v6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: signed(7, seg1, seg2)}, nil},
		{"seg6 with a tag", seg6, v6, &encap.Seg6{Mode: encap.Seg6Encap, SRH: encap.SRH{
			Segments: srh(seg1).Segments, Tag: 7, Flags: linux.SR6_FLAG1_OAM}}, nil},
		{"End", seg6, host, &encap.Seg6Local{Action: encap.Seg6End}, nil},
		{"End that counts", seg6, host, &encap.Seg6Local{Action: encap.Seg6End, Counters: &encap.Seg6Counters{}}, nil},
		{"End with a flavor", seg6, host, &encap.Seg6Local{Action: encap.Seg6End,
			Flavors: &encap.Seg6Flavors{Operations: encap.Seg6PSP}}, nil},
		{"End of compressed segments", seg6, host, &encap.Seg6Local{Action: encap.Seg6End,
			Flavors: &encap.Seg6Flavors{Operations: encap.Seg6NextCSID}},
			func(x encap.Encap) { f := x.(*encap.Seg6Local).Flavors; f.BlockBits, f.NodeBits = 32, 16 }},
		{"End.X", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::2")}, nil},
		{"End.T", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndT, Table: 100}, nil},
		{"End.DX2", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX2, OIF: veth0}, nil},
		{"End.DX6", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX6, NH6: netip.IPv6Unspecified()}, nil},
		{"End.DX4", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndDX4, NH4: netip.IPv4Unspecified()}, nil},
		{"End.DT6", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndDT6, Table: linux.RT_TABLE_MAIN}, nil},
		{"End.B6", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(srh(seg1, seg2))}, nil},
		{"End.B6.Encaps", seg6, host, &encap.Seg6Local{Action: encap.Seg6EndB6Encap, SRH: new(signed(7, seg1, seg2))}, nil},
		{"ila", ila, prefix("2001:db8:7::1/128"), &encap.ILA{Locator: 0x20010db8_00000001,
			Checksum: new(uint8(linux.ILA_CSUM_NO_ACTION)), Identifier: new(uint8(linux.ILA_ATYPE_LUID)),
			Hook: new(uint8(linux.ILA_HOOK_ROUTE_OUTPUT))}, nil},
		{"rpl", "CONFIG_IPV6_RPL_LWTUNNEL", v6, &encap.RPL{Segments: []netip.Addr{seg1, seg2}}, nil},
		{"ioam6 inline", ioam6, v6, &encap.IOAM6{Mode: encap.IOAM6Inline, FreqK: 1, FreqN: 1,
			Trace: &encap.IOAM6Trace{Namespace: 1, Type: 0x800000, Size: 12}}, oneUnit},
		{"ioam6 encap", ioam6, v6, &encap.IOAM6{Mode: encap.IOAM6Encap, Dst: seg1, FreqK: 1, FreqN: 100,
			Trace: &encap.IOAM6Trace{Namespace: 1, Type: 0x400000, Size: 244}}, oneUnit},
		{"xfrm", "CONFIG_XFRM_INTERFACE", v4, &encap.XFRM{IfID: 7, Link: veth0}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			skipOlder(t, tt.tunnel)
			conn := dial(t)
			add := &route.Route{Dst: tt.dst, OIF: veth0, Encap: tt.tunnel}
			if tt.dst.IsSingleIP() && tt.dst != host {
				add.Gateway = ip("2001:db8::2")
			}
			if _, ok := tt.tunnel.(*encap.XFRM); ok {
				kind(conn, "xfrm", 2) // IFLA_XFRM_IF_ID; the kernel loads both together
			}
			if err := conn.Do(route.Add(add)); errors.Is(err, syscall.EOPNOTSUPP) {
				t.Skipf("needs %s: %v", tt.needs, err)
			} else if err != nil {
				t.Fatal(err)
			}
			want := encap.Clone(tt.tunnel)
			if tt.filled != nil {
				tt.filled(want)
			}
			read := only(t, conn)
			if diff := cmp.Diff(want, read.Encap, values); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}

			do(t, conn, route.Del(read), route.Add(read))
			if diff := cmp.Diff(want, only(t, conn).Encap, values); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
			changed := read.Clone()
			changed.Encap = &encap.IP{ID: 1, Dst: ip("203.0.113.9")}
			do(t, conn, route.Replace(&changed))
			if diff := cmp.Diff(changed.Encap, only(t, conn).Encap, values); diff != "" {
				t.Errorf("changed (-want +got)\n%s", diff)
			}
			do(t, conn, route.Del(&changed))
		})
	}
}

// skipOlder skips a test if the kernel is older than what the tunnel asks for. Some
// of it an older one ignores.
func skipOlder(t *testing.T, x encap.Encap) {
	t.Helper()
	var major, minor int
	switch x := x.(type) {
	case *encap.Seg6:
		if x.Mode == encap.Seg6EncapRed || x.Mode == encap.Seg6L2EncapRed {
			major, minor = 6, 0
		}
	case *encap.Seg6Local:
		switch {
		case x.Flavors != nil && x.Flavors.Operations&^encap.Seg6NextCSID != 0:
			major, minor = 6, 3
		case x.Flavors != nil:
			major, minor = 6, 1
		case x.Action == encap.Seg6EndDT46:
			major, minor = 5, 14
		case x.Counters != nil:
			major, minor = 5, 13
		case x.VRFTable != 0:
			major, minor = 5, 11
		}
	case *encap.IOAM6:
		major, minor = 5, 18 // for some packets only
	case *encap.XFRM:
		major, minor = 6, 1
	}
	if !testns.KernelSince(t, major, minor) {
		t.Skipf("since Linux %d.%d", major, minor)
	}
}

// oneUnit is the length of what a node adds to the traces here.
func oneUnit(x encap.Encap) { x.(*encap.IOAM6).Trace.NodeLen = 1 }

// Each hop of a route can have a tunnel of its own.
func TestKernelMultiPath(t *testing.T) {
	t.Parallel()
	for _, r := range []route.Route{
		{Dst: net4, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2"), OIF: veth0, Weight: 1, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1")}},
			{Gateway: ip("192.0.2.3"), OIF: veth0, Weight: 2, Encap: &encap.IP6{ID: 2, Dst: seg1}},
			{Gateway: ip("192.0.2.4"), OIF: veth0, Weight: 3},
		}},
		{Dst: prefix("2001:db8:5::/48"), MultiPath: []route.NextHop{
			{Gateway: ip("2001:db8::2"), OIF: veth0, Weight: 1, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1")}},
			{Gateway: ip("2001:db8::3"), OIF: veth0, Weight: 2},
		}},
	} {
		conn := dial(t)
		if err := conn.Do(route.Add(&r)); errors.Is(err, syscall.EOPNOTSUPP) {
			t.Skipf("needs CONFIG_LWTUNNEL: %v", err)
		} else if err != nil {
			t.Fatal(err)
		}
		read := only(t, conn)
		if diff := cmp.Diff(r.MultiPath, read.MultiPath, values); diff != "" {
			t.Errorf("read (-want +got)\n%s", diff)
		}
		do(t, conn, route.Del(read), route.Add(read))
		if diff := cmp.Diff(r.MultiPath, only(t, conn).MultiPath, values); diff != "" {
			t.Errorf("written back (-want +got)\n%s", diff)
		}
	}
}

// A segment's end can hand packets to a VRF.
func TestKernelVRF(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	if err := kind(conn, "vrf", 1); errors.Is(err, syscall.EOPNOTSUPP) { // IFLA_VRF_TABLE
		t.Skipf("needs CONFIG_NET_VRF: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	err := nsthread.Run(ns, func() error {
		return os.WriteFile("/proc/sys/net/vrf/strict_mode", []byte("1"), 0o644)
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		t.Skipf("needs to configure VRFs: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	for _, action := range []encap.Seg6Action{encap.Seg6EndDT4, encap.Seg6EndDT6, encap.Seg6EndDT46} {
		t.Run(action.String(), func(t *testing.T) {
			add := &route.Route{Dst: prefix("2001:db8:6::1/128"), OIF: veth0,
				Encap: &encap.Seg6Local{Action: action, VRFTable: 7}}
			skipOlder(t, add.Encap)
			if err := conn.Do(route.Add(add)); errors.Is(err, syscall.EOPNOTSUPP) {
				t.Skipf("needs CONFIG_IPV6_SEG6_LWTUNNEL and CONFIG_NET_L3_MASTER_DEV: %v", err)
			} else if err != nil {
				t.Fatal(err)
			}
			read := only(t, conn)
			if diff := cmp.Diff(add.Encap, read.Encap, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			do(t, conn, route.Del(read), route.Add(read), route.Del(read))
		})
	}
}

// kind makes a device of a kind that has a u32 of 7 as its one attribute.
func kind(conn *nlmsg.Conn, name string, attr uint16) error {
	e := rtattr.NewEncoder(nil)
	e.Uint32(attr, 7)
	data, _ := e.Result()
	return conn.Do(link.Add(&link.Link{Name: "device0", Data: &link.UnknownKind{Name: name, Data: data}}))
}
