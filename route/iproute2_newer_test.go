package route_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

var net6 = prefix("2001:db8:1::/48")

// newer are the requests of iproute2 6.15, made by this package.
var newer = map[string]nlmsg.Request{
	"get-flowlabel": route.Query{Dst: ip("2001:db8::77"), FlowLabel: 0x12345}.Request(),
	"get-all": route.Query{Dst: ip("198.51.100.1"), OIF: 3, Mark: 0x10, UID: new(uint32(0)), IPProto: 132,
		SPort: 1, DPort: 65535, TOS: 4, FIBMatch: true}.Request(),
	"get-iif-v6": route.Query{Dst: ip("2001:db8::77"), Src: ip("2001:db8::9"), IIF: 3, Mark: 3, FlowLabel: 5, TOS: 8}.Request(),

	// Of the first request; the second asks for the source that was answered.
	"get-connected": route.Query{Dst: ip("192.0.2.77")}.Request(),

	"metrics-usec-ts": route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"),
		Metrics: &route.Metrics{Features: linux.RTAX_FEATURE_TCP_USEC_TS}}),
	"add-v6-metrics": route.Add(&route.Route{Dst: net6, Gateway: ip("2001:db8::2"), Metrics: &route.Metrics{
		Lock: 1 << linux.RTAX_MTU, MTU: 1300, HopLimit: 5, AdvMSS: 1200, Features: linux.RTAX_FEATURE_ECN, CongCtl: "reno",
		FastOpenNoCookie: true, QuickACK: true}}),

	"add-v6-default-multipath": route.Add(&route.Route{Dst: route.DefaultIPv6(), Protocol: rtprotRA, Priority: 1024, Pref: 3,
		MultiPath: []route.NextHop{
			{Gateway: ip("fe80::1"), OIF: 3},
			{Gateway: ip("fe80::2"), OIF: 3, Weight: 5},
		}}),
	"add-v6-prohibit":     route.Add(&route.Route{Dst: net6, Type: linux.RTN_PROHIBIT, Protocol: 99, Table: 300}),
	"add-v6-throw":        route.Add(&route.Route{Dst: net6, Type: linux.RTN_THROW, Table: 300}),
	"add-v6-local":        route.Add(&route.Route{Dst: net6, Type: linux.RTN_LOCAL, OIF: 1, Table: linux.RT_TABLE_LOCAL}),
	"add-v6-multicast":    route.Add(&route.Route{Dst: prefix("ff0e::/16"), Type: linux.RTN_MULTICAST, OIF: 3, Table: 300}),
	"add-expires-forever": route.Add(&route.Route{Dst: net6, OIF: 3, Expires: 4294967 * time.Second}),
	"add-host":            route.Add(&route.Route{Dst: prefix("198.51.100.7/32"), OIF: 3}),
	"add-src-nhid":        route.Add(&route.Route{Dst: net4, NHID: 11, PrefSrc: ip("192.0.2.1"), Priority: 7, Protocol: 11}),
	"change-v6": route.Change(&route.Route{Dst: prefix("2001:db8::/64"), OIF: 3, Priority: 256,
		Metrics: &route.Metrics{MTU: 1400}}),
	"replace-v6": route.Replace(&route.Route{Dst: net6, Gateway: ip("2001:db8::2"), Pref: 1, Expires: time.Minute}),

	"del-v6-full": route.Del(&route.Route{Dst: net6, Src: prefix("2001:db8:9::/64"), Gateway: ip("2001:db8::2"), OIF: 3,
		Table: 300, Protocol: 99, Priority: 7}),
	"del-prohibit": route.Del(&route.Route{Dst: net4, Type: linux.RTN_PROHIBIT, Table: 300, Priority: 5,
		Scope: linux.RT_SCOPE_NOWHERE}),
	"del-src":        route.Del(&route.Route{Dst: net4, PrefSrc: ip("192.0.2.1"), Flow: 5<<16 | 6}),
	"del-default":    route.Del(&route.Route{Dst: route.DefaultIPv4()}),
	"del-default-v6": route.Del(&route.Route{Dst: route.DefaultIPv6(), Gateway: ip("fe80::1"), OIF: 3}),
	"del-metrics": route.Del(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"),
		Metrics: &route.Metrics{MTU: 1400}}),

	"show-table-id": route.Filter{Family: linux.AF_INET, Table: 300, Protocol: linux.RTPROT_STATIC}.Request(),
	"show-v6-table": route.Filter{Family: linux.AF_INET6, Table: linux.RT_TABLE_LOCAL, OIF: 1}.Request(),

	"show-all": route.Filter{Family: linux.AF_INET6, Table: 300, Protocol: 99, OIF: 3}.Request(),

	"show-match": route.Filter{Covers: prefix("192.0.2.0/24")}.Request(),

	// ip looks at the prefix, which Within does, too, the scope and the source.
	"show-root": route.Filter{Family: linux.AF_INET, Table: linux.RT_TABLE_MAIN,
		Within: prefix("192.0.2.0/24")}.Request(),
}

// leftOutNewer are the records without a request here, and why.
var leftOutNewer = map[string]string{
	"get-notify":    "RTM_F_NOTIFY has had no effect since the kernel lost its cache of routes",
	"get-as":        "RTA_NEWDST is for packets of MPLS, whose routes package mpls looks up",
	"add-v6-via-v4": "IPv6 has no gateways of IPv4",
}

func TestRequestsAreThoseOfNewerIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2_newer.jsonl", newer, leftOutNewer)
}
