package encap_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What the wire cannot carry is named before anything is sent.
func TestEncodingRefuses(t *testing.T) {
	mapped, zoned := ip("::ffff:192.0.2.1"), ip("fe80::1%2")
	many := make([]netip.Addr, 128)
	for i := range many {
		many[i] = seg1
	}
	for _, tt := range []struct {
		tunnel encap.Encap
		want   string
	}{
		{(*encap.IP)(nil), "RTA_ENCAP at offset 36: the tunnel is a nil pointer"},
		{&encap.IP{Dst: seg1}, "RTA_ENCAP/LWTUNNEL_IP_DST at offset 40: 2001:db8:a::1 is no IPv4 address"},
		{&encap.IP{Src: mapped}, "RTA_ENCAP/LWTUNNEL_IP_SRC at offset 40: ::ffff:192.0.2.1 is no IPv4 address"},
		{&encap.IP6{Dst: ip("192.0.2.1")}, "RTA_ENCAP/LWTUNNEL_IP6_DST at offset 40: 192.0.2.1 is no IPv6 address"},
		{&encap.IP6{Src: mapped}, "RTA_ENCAP/LWTUNNEL_IP6_SRC at offset 40: ::ffff:192.0.2.1 is no IPv6 address"},
		{&encap.IP6{Src: zoned}, "RTA_ENCAP/LWTUNNEL_IP6_SRC at offset 40: fe80::1%2: a zone cannot be sent, give the interface's index instead"},
		{&encap.IP{Options: &encap.Options{Geneve: []encap.GeneveOption{{Data: make([]byte, 5)}}}},
			"RTA_ENCAP/LWTUNNEL_IP_OPTS/LWTUNNEL_IP_OPTS_GENEVE/LWTUNNEL_IP_OPT_GENEVE_DATA at offset 48: 5 bytes, want a multiple of 4 and at most 124"},
		{&encap.IP{Options: &encap.Options{Geneve: []encap.GeneveOption{{Data: make([]byte, 128)}}}},
			"RTA_ENCAP/LWTUNNEL_IP_OPTS/LWTUNNEL_IP_OPTS_GENEVE/LWTUNNEL_IP_OPT_GENEVE_DATA at offset 48: 128 bytes, want a multiple of 4 and at most 124"},
		{&encap.IP{Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, Direction: 2}}},
			"RTA_ENCAP/LWTUNNEL_IP_OPTS/LWTUNNEL_IP_OPTS_ERSPAN/LWTUNNEL_IP_OPT_ERSPAN_DIR at offset 64: direction 2, at most 1"},
		{&encap.IP6{Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, HardwareID: 64}}},
			"RTA_ENCAP/LWTUNNEL_IP6_OPTS/LWTUNNEL_IP_OPTS_ERSPAN/LWTUNNEL_IP_OPT_ERSPAN_HWID at offset 72: id 64, at most 63"},
		{&encap.MPLS{}, "RTA_ENCAP/MPLS_IPTUNNEL_DST at offset 40: no label"},
		{&encap.MPLS{Labels: []uint32{1, 1 << 20}},
			"RTA_ENCAP/MPLS_IPTUNNEL_DST at offset 40: label 1048576 is out of range, the largest is 1048575"},
		{&encap.Seg6{}, "RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 40: no segments"},
		{&encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(ip("192.0.2.1"))}, "RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 40: segment 192.0.2.1 is no IPv6 address"},
		{&encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(netip.Addr{})}, "RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 40: segment invalid IP is no IPv6 address"},
		{&encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(zoned)}, "RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 40: segment fe80::1%2 is no IPv6 address"},
		{&encap.Seg6{Mode: encap.Seg6Encap, SRH: srh(many...)},
			"RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 40: header of 2056 bytes with 128 segments, at most 2048 fit"},
		{&encap.Seg6Local{}, "RTA_ENCAP/SEG6_LOCAL_ACTION at offset 40: no action"},
		{&encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(encap.SRH)}, "RTA_ENCAP/SEG6_LOCAL_SRH at offset 48: no segments"},
		{&encap.Seg6Local{Action: encap.Seg6EndDX4, NH4: seg1}, "RTA_ENCAP/SEG6_LOCAL_NH4 at offset 48: 2001:db8:a::1 is no IPv4 address"},
		{&encap.Seg6Local{Action: encap.Seg6EndX, OIF: -1}, "RTA_ENCAP/SEG6_LOCAL_OIF at offset 48: interface index -1 is out of range"},
		{&encap.BPF{Headroom: 257}, "RTA_ENCAP/LWT_BPF_XMIT_HEADROOM at offset 40: 257 bytes, at most 256"},
		{&encap.BPF{In: &encap.Program{Name: strings.Repeat("x", 256)}},
			"RTA_ENCAP/LWT_BPF_IN/LWT_BPF_PROG_NAME at offset 44: name \"" + strings.Repeat("x", 256) + "\" has 256 bytes, at most 255 fit"},
		{&encap.RPL{}, "RTA_ENCAP/RPL_IPTUNNEL_SRH at offset 40: no segments"},
		{&encap.RPL{Segments: many}, "RTA_ENCAP/RPL_IPTUNNEL_SRH at offset 40: header of 2056 bytes with 128 segments, at most 2048 fit"},
		{&encap.RPL{Segments: []netip.Addr{zoned}}, "RTA_ENCAP/RPL_IPTUNNEL_SRH at offset 40: segment fe80::1%2 is no IPv6 address"},
		{&encap.IOAM6{Trace: &encap.IOAM6Trace{Type: 1 << 24}}, "RTA_ENCAP/IOAM6_IPTUNNEL_TRACE at offset 40: type 0x1000000 has more than 24 bits"},
		{&encap.IOAM6{Trace: &encap.IOAM6Trace{Size: 5}}, "RTA_ENCAP/IOAM6_IPTUNNEL_TRACE at offset 40: size 5 is no multiple of 4 up to 244"},
		{&encap.IOAM6{Trace: &encap.IOAM6Trace{Size: 248}}, "RTA_ENCAP/IOAM6_IPTUNNEL_TRACE at offset 40: size 248 is no multiple of 4 up to 244"},
		{&encap.IOAM6{Trace: &encap.IOAM6Trace{NodeLen: 32}}, "RTA_ENCAP/IOAM6_IPTUNNEL_TRACE at offset 40: node length 32, at most 31 fit"},
		{&encap.XFRM{IfID: 1, Link: -1}, "RTA_ENCAP/LWT_XFRM_LINK at offset 48: interface index -1 is out of range"},
		{&encap.Unknown{Type: 99, Data: []byte{1}}, "RTA_ENCAP at offset 40: at offset 0: 1 bytes left over, an attribute's header has 4"},
	} {
		_, err := dev("198.51.100.0/24", 0, tt.tunnel).AppendBinary(nil)
		if want := "route add 198.51.100.0/24: " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%+v: error\n%v, want\n%s", tt.tunnel, err, want)
		}
	}

	// Inline, which IPv4 does not go with, the header has one segment more.
	_, err := seg6(&encap.Seg6{Mode: encap.Seg6Inline, SRH: srh(many[1:]...)}).AppendBinary(nil)
	want := "route add 2001:db8:5::/48 dev index 2: RTA_ENCAP/SEG6_IPTUNNEL_SRH at offset 60: header of 2056 bytes with 127 segments, at most 2048 fit"
	if err == nil || err.Error() != want {
		t.Errorf("inline: error\n%v, want\n%s", err, want)
	}
}

// Damage is named where it stands.
func TestDecodingRefuses(t *testing.T) {
	little(t)
	for _, tt := range []struct {
		name   string
		typ    uint16
		attrs  string
		offset int
		path   []uint16
	}{
		{"id of four bytes", linux.LWTUNNEL_ENCAP_IP, "0800 0100 00000001", 4, []uint16{22, 1}},
		{"IPv6 address", linux.LWTUNNEL_ENCAP_IP, "1400 0200 20010db8000000000000000000000001", 4, []uint16{22, 2}},
		{"IPv4 address", linux.LWTUNNEL_ENCAP_IP6, "0800 0200 c0000201", 4, []uint16{22, 2}},
		{"no labels", linux.LWTUNNEL_ENCAP_MPLS, "0400 0100", 4, []uint16{22, 1}},
		{"half a label", linux.LWTUNNEL_ENCAP_MPLS, "0600 0100 0006 0000", 4, []uint16{22, 1}},
		{"label with a time to live", linux.LWTUNNEL_ENCAP_MPLS, "0800 0100 00064140", 4, []uint16{22, 1}},
		{"stack without a bottom", linux.LWTUNNEL_ENCAP_MPLS, "0800 0100 00064000", 4, []uint16{22, 1}},
		{"bottom above the last label", linux.LWTUNNEL_ENCAP_MPLS, "0c00 0100 00064100 00064100", 4, []uint16{22, 1}},
		{"segments without a mode", linux.LWTUNNEL_ENCAP_SEG6, "0700 0100 000000 00", 4, []uint16{22, 1}},
		{"trace cut short", linux.LWTUNNEL_ENCAP_IOAM6, "0b00 0300 00010003800000 00", 4, []uint16{22, 3}},
		{"program cut short", linux.LWTUNNEL_ENCAP_BPF, "0a00 0180 0800 0100 0100 0000", 8, []uint16{22, 1, 1}},
		{"unknown type, no attributes", 99, "010203", 4, []uint16{22}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := rtattr.NewEncoder(nil)
			e.Bytes(linux.RTA_ENCAP, unhex(t, tt.attrs))
			e.Uint16(linux.RTA_ENCAP_TYPE, tt.typ)
			b, _ := e.Result()
			_, err := receive(b)
			got, ok := err.(*rtattr.Error)
			if !ok {
				t.Fatalf("error %v, want one of an attribute", err)
			}
			if diff := cmp.Diff(tt.path, got.Path); diff != "" || got.Offset != tt.offset {
				t.Errorf("%v: path (-want +got)\n%s", got, diff)
			}
		})
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// little skips a test whose bytes are those of a little-endian machine.
func little(t testing.TB) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the bytes are those of a little-endian machine")
	}
}
