package route_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What the wire cannot carry is named before anything is sent.
func TestRequestsRefuse(t *testing.T) {
	with := func(change func(r *route.Route)) nlmsg.Request { return addWith(net4, change) }
	with6 := func(change func(r *route.Route)) nlmsg.Request { return addWith(prefix("2001:db8::/32"), change) }
	metrics := func(m route.Metrics) nlmsg.Request {
		return route.Add(&route.Route{Dst: net4, Metrics: &m})
	}
	hop := func(n route.NextHop) nlmsg.Request {
		return route.Add(&route.Route{Dst: net4, MultiPath: []route.NextHop{{OIF: 3}, n}})
	}
	inline := &encap.Seg6{SRH: encap.SRH{Segments: []netip.Addr{ip("2001:db8::5")}}}
	const noInline = "segments go inline into IPv6 packets only: use Mode Seg6Encap"
	one := 1
	beyond := one << 31 // the largest index and one, or the least int
	testRefusals(t, []refusalTest{
		{"nil to add", route.Add(nil), "route add: at offset 16: the route is nil"},
		{"nil to replace", route.Replace(nil), "route replace: at offset 16: the route is nil"},
		{"nil to change", route.Change(nil), "route change: at offset 16: the route is nil"},
		{"nil to append", route.Append(nil), "route append: at offset 16: the route is nil"},
		{"nil to prepend", route.Prepend(nil), "route prepend: at offset 16: the route is nil"},
		{"nil to delete", route.Del(nil), "route del: at offset 16: the route is nil"},
		{"no destination", route.Add(&route.Route{Gateway: ip("192.0.2.2")}),
			"route add invalid Prefix: RTA_DST at offset 28: no valid destination; a default route's is 0.0.0.0/0 or ::/0"},
		{"destination of 33 bits", route.Del(&route.Route{Dst: netip.PrefixFrom(ip("192.0.2.0"), 33)}),
			"route del invalid Prefix: RTA_DST at offset 28: no valid destination; a default route's is 0.0.0.0/0 or ::/0"},
		{"host bits of the source", with6(func(r *route.Route) { r.Src = prefix("2001:db8::1/64") }),
			"route add 2001:db8::/32: RTA_SRC at offset 48: 2001:db8::1/64 has bits set beyond its length; its network is 2001:db8::/64"},
		{"source of the other family", with6(func(r *route.Route) { r.Src = net4 }),
			"route add 2001:db8::/32: RTA_SRC at offset 48: 198.51.100.0 is not of the family of 2001:db8::/32"},
		{"source of an IPv4 route", with(func(r *route.Route) { r.OIF, r.Src = 3, prefix("192.0.2.0/24") }),
			"route add 198.51.100.0/24 dev index 3: RTA_SRC at offset 52: an IPv4 route is for packets from anywhere: a rule can tell them apart"},
		{"mapped gateway", with(func(r *route.Route) { r.Gateway = ip("::ffff:192.0.2.2") }),
			"route add 198.51.100.0/24: RTA_GATEWAY at offset 36: ::ffff:192.0.2.2 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped gateway of IPv6", with6(func(r *route.Route) { r.Gateway = ip("::ffff:192.0.2.2") }),
			"route add 2001:db8::/32: RTA_GATEWAY at offset 48: ::ffff:192.0.2.2 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped destination", route.Del(&route.Route{Dst: prefix("::ffff:192.0.2.0/120")}),
			"route del ::ffff:192.0.2.0/120: RTA_DST at offset 28: ::ffff:192.0.2.0/120 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped source", with6(func(r *route.Route) { r.Src = prefix("::ffff:192.0.2.0/120") }),
			"route add 2001:db8::/32: RTA_SRC at offset 48: ::ffff:192.0.2.0/120 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped source address", with(func(r *route.Route) { r.PrefSrc = ip("::ffff:192.0.2.1") }),
			"route add 198.51.100.0/24: RTA_PREFSRC at offset 36: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped gateway of a nexthop", hop(route.NextHop{Gateway: ip("::ffff:192.0.2.2")}),
			"route add 198.51.100.0/24: RTA_MULTIPATH/RTA_GATEWAY at offset 56: ::ffff:192.0.2.2 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"query for a mapped address", route.Query{Dst: ip("::ffff:192.0.2.1")}.Request(),
			"route get ::ffff:192.0.2.1: RTA_DST at offset 16: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"query from a mapped address", route.Query{Dst: ip("2001:db8::1"), Src: ip("::ffff:192.0.2.1")}.Request(),
			"route get 2001:db8::1 from ::ffff:192.0.2.1: RTA_SRC at offset 16: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"gateway with a zone", with6(func(r *route.Route) { r.Gateway = ip("fe80::1%veth0") }),
			"route add 2001:db8::/32: RTA_GATEWAY at offset 48: fe80::1%veth0: a zone cannot be sent, give the interface's index instead"},
		{"gateway of the other family with a zone", with(func(r *route.Route) { r.Gateway = ip("fe80::1%veth0") }),
			"route add 198.51.100.0/24: RTA_VIA at offset 36: fe80::1%veth0: a zone cannot be sent, give the interface's index instead"},
		{"source address of the other family", with(func(r *route.Route) { r.PrefSrc = ip("2001:db8::1") }),
			"route add 198.51.100.0/24: RTA_PREFSRC at offset 36: 2001:db8::1 is not of the family of 198.51.100.0/24"},
		{"index below zero", with(func(r *route.Route) { r.OIF = -1 }),
			"route add 198.51.100.0/24 dev index -1: RTA_OIF at offset 36: interface index -1 is out of range"},
		{"scope beyond eight bits", with(func(r *route.Route) { r.Scope = route.ScopeUniverse + 1 }),
			"route add 198.51.100.0/24: at offset 16: rtm_scope: 257 is no scope"},
		{"no way", with(func(r *route.Route) {}),
			"route add 198.51.100.0/24: RTA_OIF at offset 36: neither a gateway nor an interface says which way"},
		{"no way in place of another", route.Change(&route.Route{Dst: net4, Type: linux.RTN_UNICAST}),
			"route change 198.51.100.0/24: RTA_OIF at offset 36: neither a gateway nor an interface says which way"},
		{"expired", with6(func(r *route.Route) { r.Expires = -time.Second }),
			"route add 2001:db8::/32: RTA_EXPIRES at offset 48: -1s is below zero: the route's time is over"},
		{"expiry beyond 32 bits", with6(func(r *route.Route) { r.Expires = (1<<32 - 1) * time.Second }),
			"route add 2001:db8::/32: RTA_EXPIRES at offset 48: 1193046h28m15s is 136 years or more; leave it out for a route without end"},
		{"weight of 257", hop(route.NextHop{Weight: 257}),
			"route add 198.51.100.0/24: RTA_MULTIPATH at offset 48: rtnh_hops: weight 257 is not in the range of 1 to 256"},
		{"weight below zero", hop(route.NextHop{Weight: -1}),
			"route add 198.51.100.0/24: RTA_MULTIPATH at offset 48: rtnh_hops: weight -1 is not in the range of 1 to 256"},
		{"index of a nexthop", hop(route.NextHop{OIF: beyond}),
			fmt.Sprintf("route add 198.51.100.0/24: RTA_MULTIPATH at offset 48: rtnh_ifindex: interface index %d is out of range", beyond)},
		{"gateway of a nexthop", hop(route.NextHop{Gateway: ip("fe80::1%veth0")}),
			"route add 198.51.100.0/24: RTA_MULTIPATH/RTA_VIA at offset 56: fe80::1%veth0: a zone cannot be sent, give the interface's index instead"},
		{"segments inline in IPv4", with(func(r *route.Route) { r.OIF, r.Encap = 3, inline }),
			"route add 198.51.100.0/24 dev index 3: RTA_ENCAP at offset 44: " + noInline},
		{"segments inline in IPv4, of a nexthop", hop(route.NextHop{OIF: 3, Encap: inline}),
			"route add 198.51.100.0/24: RTA_MULTIPATH/RTA_ENCAP at offset 56: " + noInline},
		{"name of 16 bytes", metrics(route.Metrics{CongCtl: "abcdefghijklmnop"}),
			`route add 198.51.100.0/24: RTA_METRICS/RTAX_CC_ALGO at offset 40: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`},
		{"time below zero", metrics(route.Metrics{RTT: -time.Second}),
			"route add 198.51.100.0/24: RTA_METRICS/RTAX_RTT at offset 40: -1s is below zero"},
		{"time beyond 32 bits", metrics(route.Metrics{RTTVar: 1 << 32 * time.Millisecond}),
			"route add 198.51.100.0/24: RTA_METRICS/RTAX_RTTVAR at offset 40: 1193h2m47.296s does not fit a u32"},
		{"query for nothing", route.Query{}.Request(),
			"route get invalid IP: RTA_DST at offset 16: no valid destination"},
		{"query from the other family", route.Query{Dst: ip("192.0.2.1"), Src: ip("::1")}.Request(),
			"route get 192.0.2.1 from ::1: RTA_SRC at offset 16: ::1 is not of the family of 192.0.2.1"},
		{"query for a zone", route.Query{Dst: ip("fe80::1%veth0")}.Request(),
			"route get fe80::1%veth0: RTA_DST at offset 28: fe80::1%veth0: a zone cannot be sent, give the interface's index instead"},
		{"query with a flow label of IPv4", route.Query{Dst: ip("192.0.2.1"), FlowLabel: 1}.Request(),
			"route get 192.0.2.1: RTA_FLOWLABEL at offset 36: an IPv4 packet has no flow label"},
		{"query with a flow label of 21 bits", route.Query{Dst: ip("2001:db8::1"), FlowLabel: 1 << 20}.Request(),
			"route get 2001:db8::1: RTA_FLOWLABEL at offset 48: flow label 0x100000 has more than 20 bits"},
		{"filter by family", route.Filter{Family: linux.AF_MPLS}.Request(),
			"route list: at offset 16: rtm_family: 28 is neither AF_INET nor AF_INET6"},
		{"filter by index", route.Filter{OIF: -3}.Request(),
			"route list dev index -3: RTA_OIF at offset 28: interface index -3 is out of range"},
	})
}

// addWith adds a route to dst that change has been made to.
func addWith(dst netip.Prefix, change func(r *route.Route)) nlmsg.Request {
	r := route.Route{Dst: dst}
	change(&r)
	return route.Add(&r)
}

// refusalTest says by which error a request is not made.
type refusalTest struct {
	name    string
	request nlmsg.Request
	want    string
}

func testRefusals(t *testing.T, tests []refusalTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := tt.request.AppendBinary(nil)
			if len(b) != 0 {
				t.Errorf("%d bytes in spite of the error", len(b))
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
			if _, ok := errors.AsType[*rtattr.Error](err); !ok {
				t.Errorf("%T, want an *rtattr.Error in it", err)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for _, tt := range []struct {
		name, bytes string
		want        string
	}{
		{"header cut short", "0218", "fixed header of 2 bytes, want 12"},
		{"MPLS", "1c140000 fe030001 00000000", "route of address family 28, neither IPv4 nor IPv6"},
		{"destination longer than an address", "02210000 fe030001 00000000", "route to 0.0.0.0: rtm_dst_len is 33, 32 at most"},
		{"source longer than an address", "02182100 fe030001 00000000", "route to 0.0.0.0/24: rtm_src_len is 33, 32 at most"},
		{"destination of another family", "0a180000 fe030001 00000000 08000100 c6336400",
			"RTA_DST at offset 28: an address of another family than the message"},
		{"via without a family", "02180000 fe030001 00000000 05001200 02000000",
			"RTA_VIA at offset 28: no address family, or an address of another"},
		{"via of another family", "02180000 fe030001 00000000 0a001200 0a00c0000202 0000",
			"RTA_VIA at offset 28: no address family, or an address of another"},
		{"nexthop cut short", "02180000 fe030001 00000000 0a000900 100000000300 0000",
			"RTA_MULTIPATH at offset 28: row of 16 bytes where 6 are left"},
		{"metric of three bytes", "02180000 fe030001 00000000 0c000800 07000200 78050000",
			"RTA_METRICS/RTAX_MTU at offset 32: 3 bytes, want 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decode(t, tt.bytes)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
	_, err := route.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}})
	if err == nil || err.Error() != "route: message of type 20, want RTM_NEWROUTE or RTM_DELROUTE" {
		t.Errorf("error %v of another message", err)
	}
}
