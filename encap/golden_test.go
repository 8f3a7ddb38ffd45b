package encap_test

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var goldens = []struct {
	file, comment string
	request       nlmsg.Request
}{
	{"mpls", "ip route add 198.51.100.0/24 encap mpls 100/200 ttl 7 via 192.0.2.2",
		by4(&encap.MPLS{Labels: []uint32{100, 200}, TTL: new(uint8(7))})},
	{"ip", "ip route add 198.51.100.0/24 encap ip id 100 src 192.0.2.1 dst 203.0.113.1 ttl 64 tos 8 key dev 3",
		dev("198.51.100.0/24", 3, &encap.IP{ID: 100, Src: ip("192.0.2.1"), Dst: ip("203.0.113.1"),
			TTL: 64, TOS: 8, Flags: encap.FlagKey})},
	{"ip6-geneve", "ip -6 route add 2001:db8:7::/48 encap ip6 id 1 dst 2001:db8:9::1 geneve_opts 258:80:00000011 via 2001:db8::2",
		by6("2001:db8:7::/48", &encap.IP6{ID: 1, Dst: ip("2001:db8:9::1"), Options: &encap.Options{
			Geneve: []encap.GeneveOption{{Class: 258, Type: 80, Data: []byte{0, 0, 0, 0x11}}}}})},
	{"ip-erspan", "ip route add 198.51.100.0/24 encap ip id 1 dst 203.0.113.1 erspan_opts 2:0:1:63 via 192.0.2.2",
		by4(&encap.IP{ID: 1, Dst: ip("203.0.113.1"),
			Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 2, Direction: 1, HardwareID: 63}}})},
	{"ila", "ip -6 route add 2001:db8:7::1/128 encap ila 2001:db8:0:1 csum-mode neutral-map via 2001:db8::2",
		by6("2001:db8:7::1/128", &encap.ILA{Locator: 0x20010db8_00000001, Checksum: new(uint8(linux.ILA_CSUM_NEUTRAL_MAP))})},
	{"seg6", "ip -6 route add 2001:db8:5::/48 encap seg6 mode encap segs 2001:db8:a::1,2001:db8:a::2 hmac 7 dev 2\nThe last segment comes first.",
		seg6(&encap.Seg6{Mode: encap.Seg6Encap, SRH: signed(7, seg1, seg2)})},
	{"seg6-inline", "ip -6 route add 2001:db8:5::/48 encap seg6 mode inline segs 2001:db8:a::1 dev 2\nThe kernel fills in the packet's own destination as the first of the segments.",
		seg6(&encap.Seg6{Mode: encap.Seg6Inline, SRH: srh(seg1)})},
	{"seg6local", "ip -6 route add 2001:db8:6::1/128 encap seg6local action End.X nh6 2001:db8::2 flavors psp count dev 2",
		local(&encap.Seg6Local{Action: encap.Seg6EndX, NH6: ip("2001:db8::2"),
			Counters: &encap.Seg6Counters{}, Flavors: &encap.Seg6Flavors{Operations: encap.Seg6PSP}})},
	{"bpf", "ip route add 198.51.100.0/24 encap bpf in obj a.o xmit obj b.o headroom 64 dev 2\nThe programs are loaded, as the files 5 and 6.",
		dev("198.51.100.0/24", 2, &encap.BPF{In: &encap.Program{FD: 5, Name: "a.o"},
			Xmit: &encap.Program{FD: 6, Name: "b.o"}, Headroom: 64})},
	{"rpl", "ip -6 route add 2001:db8:5::/48 encap rpl segs 2001:db8:a::1,2001:db8:a::2 dev 2",
		seg6(&encap.RPL{Segments: []netip.Addr{seg1, seg2}})},
	{"ioam6", "ip -6 route add 2001:db8:5::/48 encap ioam6 freq 1/100 mode encap tundst 2001:db8:a::1 trace prealloc type 0xc80002 ns 123 size 244 dev 2",
		seg6(&encap.IOAM6{Mode: encap.IOAM6Encap, FreqK: 1, FreqN: 100, Dst: seg1,
			Trace: &encap.IOAM6Trace{Type: 0xc80002, Namespace: 123, Size: 244}})},
	{"xfrm", "ip route add 198.51.100.0/24 via 192.0.2.2 encap xfrm if_id 7 link_dev 2",
		by4(&encap.XFRM{IfID: 7, Link: 2})},
}

func TestGolden(t *testing.T) {
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			got, err := tt.request.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, got)
		})
	}
}
