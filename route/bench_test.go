package route_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var plain = map[string]*route.Route{
	"IPv4":    {Dst: net4, Gateway: ip("192.0.2.2"), OIF: 3, PrefSrc: ip("192.0.2.1"), Priority: 100, Table: 300},
	"IPv6":    {Dst: prefix("2001:db8::/32"), Gateway: ip("fe80::1"), OIF: 3, Priority: 512, Pref: 1},
	"default": {Dst: route.DefaultIPv4(), Gateway: ip("fe80::1"), OIF: 3},
}

// requests are one of each form.
var requests = map[string]nlmsg.Request{
	"add IPv4":       route.Add(plain["IPv4"]),
	"add IPv6":       route.Add(plain["IPv6"]),
	"add default":    route.Add(plain["default"]),
	"add everything": route.Add(full),
	"metrics":        route.Add(&route.Route{Dst: net4, OIF: 3, Metrics: full.Metrics}),
	"multipath":      route.Replace(multi),
	"change":         route.Change(plain["IPv4"]),
	"append":         route.Append(plain["IPv6"]),
	"del":            route.Del(full),
	"list":           route.Filter{Family: linux.AF_INET, Table: 300, OIF: 3}.Request(),
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(requests).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(requests).Bench(b) }

// dumped is an IPv6 route as in a dump: with the attribute of its cache, of zeros,
// and its preference.
var dumped = &route.Route{Dst: prefix("2001:db8::/32"), Gateway: ip("fe80::1"), OIF: 3, Unknown: []rtattr.Raw{
	{Type: linux.RTA_CACHEINFO, Data: make([]byte, 32)}, {Type: linux.RTA_PREF, Data: []byte{0}}}}

// decoded are plain routes, for which nothing but the route itself is allocated, and
// others, with what that points to: lists, the tunnel, values that may be nil.
func decoded(tb testing.TB) testcost.Table {
	table := testcost.Table{
		"dumped IPv6": testcost.Decoding(route.Decode, message(tb, route.Add(dumped)), 1),
		"everything":  testcost.Decoding(route.Decode, message(tb, route.Add(full)), 9),
		"multipath":   testcost.Decoding(route.Decode, message(tb, route.Add(multi)), 8),
	}
	for name, r := range plain {
		table[name] = testcost.Decoding(route.Decode, message(tb, route.Add(r)), 1)
	}
	return table
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }

func TestEmptyCacheIsNone(t *testing.T) {
	if r, err := route.Decode(message(t, route.Add(dumped))); err != nil || r.Cache != nil {
		t.Errorf("cache %+v, %v, want none", r.Cache, err)
	}
}
