package route_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"add", "ip route add 198.51.100.0/24 via 192.0.2.2",
			route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2")})},
		{"add-default", "ip route add default via 192.0.2.254 dev 3 metric 100\nA default route of IPv4 has no RTA_DST.",
			route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: ip("192.0.2.254"), OIF: 3, Priority: 100})},
		{"add-default-v6", "ip -6 route add default via fe80::1 dev 3 expires 600\nOne of IPv6 has.",
			route.Add(&route.Route{Dst: route.DefaultIPv6(), Gateway: ip("fe80::1"), OIF: 3, Expires: 10 * time.Minute})},
		{"add-device", "ip route add 198.51.100.0/24 dev 3\nWithout a gateway the scope is that of the link.",
			route.Add(&route.Route{Dst: net4, OIF: 3})},
		{"add-table", "ip route add 203.0.113.0/25 dev 3 table 100000\nrtm_table has eight bits.",
			route.Add(&route.Route{Dst: prefix("203.0.113.0/25"), OIF: 3, Table: 100000})},
		{"add-via-inet6", "ip route add 198.51.100.0/24 via inet6 fe80::2 dev 3",
			route.Add(&route.Route{Dst: net4, Gateway: ip("fe80::2"), OIF: 3})},
		{"add-multipath", "ip route add 198.51.100.0/24 nexthop via 192.0.2.2 dev 3 weight 10 nexthop via inet6 fe80::3 dev 3\nThe weight is rtnh_hops plus one.",
			route.Add(&route.Route{Dst: net4, MultiPath: []route.NextHop{
				{Gateway: ip("192.0.2.2"), OIF: 3, Weight: 10},
				{Gateway: ip("fe80::3"), OIF: 3},
			}})},
		{"add-metrics", "ip route add 198.51.100.0/24 via 192.0.2.2 mtu lock 1300 rtt 300ms congctl cubic",
			route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Metrics: &route.Metrics{
				Lock: 1 << linux.RTAX_MTU, MTU: 1300, RTT: 300 * time.Millisecond, CongCtl: "cubic"}})},
		{"add-blackhole", "ip route add blackhole 10.0.0.0/8",
			route.Add(&route.Route{Dst: private, Type: linux.RTN_BLACKHOLE})},
		{"add-nexthop-object", "ip route add 198.51.100.0/24 nhid 7",
			route.Add(&route.Route{Dst: net4, NHID: 7})},
		{"replace", "ip route replace 198.51.100.0/24 via 192.0.2.3",
			route.Replace(&route.Route{Dst: net4, Gateway: ip("192.0.2.3")})},
		{"change", "ip route change 198.51.100.0/24 via 192.0.2.3",
			route.Change(&route.Route{Dst: net4, Gateway: ip("192.0.2.3")})},
		{"append", "ip route append 198.51.100.0/24 via 192.0.2.3",
			route.Append(&route.Route{Dst: net4, Gateway: ip("192.0.2.3")})},
		{"prepend", "ip route prepend 198.51.100.0/24 via 192.0.2.3",
			route.Prepend(&route.Route{Dst: net4, Gateway: ip("192.0.2.3")})},
		{"del", "ip route del 198.51.100.0/24\nType and protocol zero and scope 255 fit all.",
			route.Del(&route.Route{Dst: net4})},
		{"list", "ip route show table all", route.Filter{}.Request()},
		{"list-filter", "ip -4 route show table 300 proto static type unicast dev 3",
			route.Filter{Family: linux.AF_INET, Table: 300, Protocol: linux.RTPROT_STATIC, Type: linux.RTN_UNICAST, OIF: 3}.Request()},
		{"list-cloned", "ip -6 route show cache", route.Filter{Family: linux.AF_INET6, Cloned: true}.Request()},
		{"get", "ip route get 192.0.2.77 from 192.0.2.1 mark 7 ipproto tcp dport 443",
			route.Query{Dst: ip("192.0.2.77"), Src: ip("192.0.2.1"), Mark: 7, IPProto: ipprotoTCP, DPort: 443}.Request()},
		{"get-v6", "ip -6 route get 2001:db8::77 from 2001:db8::1 iif 2 tos 0x20 uid 5 ipproto udp sport 5000 flowlabel 0x12345",
			route.Query{Dst: ip("2001:db8::77"), Src: ip("2001:db8::1"), IIF: 2, TOS: 0x20, UID: new(uint32(5)),
				IPProto: ipprotoUDP, SPort: 5000, FlowLabel: 0x12345}.Request()},
		{"add-encap", "ip route add 198.51.100.0/24 encap mpls 100/200 via 192.0.2.2",
			route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Encap: &encap.MPLS{Labels: []uint32{100, 200}}})},
		{"get-fibmatch", "ip route get fibmatch 2001:db8::77",
			route.Query{Dst: ip("2001:db8::77"), FIBMatch: true}.Request()},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, err := tt.request.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, got)
		})
	}
}
