package route_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestRule10AnEncapsulationMayComeBeforeItsType(t *testing.T) {
	testDecode(t, []decodeTest{
		{"before", four + "0800 0500 c0000202 0c00 1680 0800 0200 cb007109 0600 1500 0200 0000",
			with(boot, func(r *route.Route) {
				r.Gateway, r.Encap = ip("192.0.2.2"), &encap.IP{Dst: ip("203.0.113.9")}
			})},
		{"after", four + "0800 0500 c0000202 0600 1500 0200 0000 0c00 1680 0800 0200 cb007109",
			with(boot, func(r *route.Route) {
				r.Gateway, r.Encap = ip("192.0.2.2"), &encap.IP{Dst: ip("203.0.113.9")}
			})},
	})
}

func TestRule13PadsAreSkipped(t *testing.T) {
	testDecode(t, []decodeTest{
		{"pads are skipped, the unknown kept", six + "0400 1800 0500 6340 07 000000",
			with(boot6, func(r *route.Route) { r.Unknown = []rtattr.Raw{{Type: 0x4063, Data: []byte{7}}} })},
	})
}

func TestRule19And20FlagsOfTheVerbs(t *testing.T) {
	r := &route.Route{Dst: net4, OIF: 3}
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint16
	}{
		"Add":     {route.Add(r), linux.NLM_F_CREATE | linux.NLM_F_EXCL},
		"Replace": {route.Replace(r), linux.NLM_F_CREATE | linux.NLM_F_REPLACE},
		"Change":  {route.Change(r), linux.NLM_F_REPLACE},
		"Append":  {route.Append(r), linux.NLM_F_CREATE | linux.NLM_F_APPEND},
		"Del":     {route.Del(r), 0},
	} {
		if got := tt.r.Flags &^ linux.NLM_F_ACK; got != tt.want {
			t.Errorf("%s: flags %#x, want %#x", name, got, tt.want)
		}
	}
}

func TestRule78TheTableIsInTheAttributeIfThereIsOne(t *testing.T) {
	testDecode(t, []decodeTest{
		{"RTA_TABLE wins", four + "0800 0500 c0000202 0800 0f00 a0860100",
			with(boot, func(r *route.Route) { r.Table, r.Gateway = 100000, ip("192.0.2.2") })},
		{"the header alone", "02180000 64030001 00000000 0800 0100 c6336400 0800 0500 c0000202",
			with(boot, func(r *route.Route) { r.Table, r.Gateway = 100, ip("192.0.2.2") })},
		{"RT_TABLE_COMPAT in the header", "02180000 fc030001 00000000 0800 0100 c6336400 0800 0500 c0000202 0800 0f00 2c010000",
			with(boot, func(r *route.Route) { r.Table, r.Gateway = 300, ip("192.0.2.2") })},
	})
	for _, table := range []uint32{1, 100, 255, 256, 100000} {
		m := message(t, route.Add(&route.Route{Dst: net4, OIF: 3, Table: table}))
		if got, err := route.Decode(m); err != nil || got.Table != table {
			t.Errorf("table %d: read %v, %v", table, got, err)
		}
		if table > 255 && m.Data[4] != 0 { // as iproute2 does
			t.Errorf("table %d: %d in the header", table, m.Data[4])
		}
	}
}

func TestRule79TheDefaultRouteHasNoDestination(t *testing.T) {
	testDecode(t, []decodeTest{
		{"IPv4's default route", "02000000 fe030001 00000000 0800 0500 c0000202",
			with(boot, func(r *route.Route) { r.Dst, r.Gateway = route.DefaultIPv4(), ip("192.0.2.2") })},
	})
}

func TestRule79HostBitsAreRefused(t *testing.T) {
	testRefusals(t, []refusalTest{
		{"host bits", route.Add(&route.Route{Dst: prefix("192.0.2.1/24"), Table: 300}),
			"route add 192.0.2.1/24 table 300: RTA_DST at offset 36: 192.0.2.1/24 has bits set beyond its length; its network is 192.0.2.0/24"},
	})
}

func TestRule80MultipathIsARowOfStructs(t *testing.T) {
	testDecode(t, []decodeTest{
		{"nexthops", four + "2800 0900  1000 04 09 03000000 0800 0500 c0000202  1400 00 00 02000000 0800 0500 c0000203 0400 6300",
			with(boot, func(r *route.Route) {
				r.MultiPath = []route.NextHop{
					{OIF: 3, Gateway: ip("192.0.2.2"), Weight: 10, Flags: linux.RTNH_F_ONLINK},
					{OIF: 2, Gateway: ip("192.0.2.3"), Weight: 1, Unknown: []rtattr.Raw{{Type: 99, Data: []byte{}}}},
				}
			})},
	})
}

func TestRule81MetricsAreNumbersAndAName(t *testing.T) {
	testDecode(t, []decodeTest{
		{"metrics", four + "0800 0500 c0000202 2400 0800  0800 0200 78050000  0800 0400 60090000  0a00 1000 637562696300 0000  0400 6300",
			with(boot, func(r *route.Route) {
				r.Gateway = ip("192.0.2.2")
				r.Metrics = &route.Metrics{MTU: 1400, RTT: 300 * time.Millisecond, CongCtl: "cubic", Unknown: []rtattr.Raw{{Type: 99, Data: []byte{}}}}
			})},
	})
}

func TestRule82AGatewayOfTheOtherFamily(t *testing.T) {
	testDecode(t, []decodeTest{
		{"via", four + "1600 1200 0a00 fe800000000000000000000000000002 0000",
			with(boot, func(r *route.Route) { r.Gateway = ip("fe80::2") })},
	})
	testRefusals(t, []refusalTest{
		{"IPv4 gateway of an IPv6 route", addWith(prefix("2001:db8::/32"), func(r *route.Route) { r.Gateway = ip("192.0.2.2") }),
			"route add 2001:db8::/32: RTA_GATEWAY at offset 48: IPv4 address 192.0.2.2 cannot be the gateway of an IPv6 route"},
	})
}

func TestRule83AnUnknownEncapsulationIsKeptAsBytes(t *testing.T) {
	testDecode(t, []decodeTest{
		{"type 200", four + "0800 0400 03000000 0c00 1680 0800 0200 cb007109 0600 1500 c800 0000",
			with(boot, func(r *route.Route) {
				r.OIF, r.Scope = 3, route.ScopeUniverse
				r.Encap = &encap.Unknown{Type: 200, Data: []byte{8, 0, 2, 0, 203, 0, 113, 9}}
			})},
	})
}
