package route_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var plain = map[string]*route.Route{
	"IPv4":    {Dst: net4, Gateway: ip("192.0.2.2"), OIF: 3, PrefSrc: ip("192.0.2.1"), Priority: 100, Table: 300},
	"IPv6":    {Dst: prefix("2001:db8::/32"), Gateway: ip("fe80::1"), OIF: 3, Priority: 512, Pref: 1},
	"default": {Dst: route.DefaultIPv4(), Gateway: ip("fe80::1"), OIF: 3},
}

func TestPlainRoutesAllocateNothing(t *testing.T) {
	for name, r := range plain {
		t.Run(name, func(t *testing.T) {
			m := message(t, route.Add(r))
			none(t, "decoding", func() { route.Decode(m) })
		})
	}
}

// An IPv6 route in a dump has the attribute of its cache, of zeros, and its
// preference.
func TestDumpedIPv6RoutesAllocateNothing(t *testing.T) {
	m := message(t, route.Add(&route.Route{Dst: prefix("2001:db8::/32"), Gateway: ip("fe80::1"), OIF: 3, Unknown: []rtattr.Raw{
		{Type: linux.RTA_CACHEINFO, Data: make([]byte, 32)}, {Type: linux.RTA_PREF, Data: []byte{0}}}}))
	none(t, "decoding", func() { route.Decode(m) })
	if r, err := route.Decode(m); err != nil || r.Cache != nil {
		t.Errorf("cache %+v, %v, want none", r.Cache, err)
	}
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

func TestEncodingAllocatesNothing(t *testing.T) {
	for name, r := range requests {
		none(t, name, encoding(r))
	}
}

func encoding(r nlmsg.Request) func() {
	buf := make([]byte, 0, 1024)
	return func() {
		if _, err := r.AppendBinary(buf); err != nil {
			panic(err)
		}
	}
}

func none(t *testing.T, what string, f func()) {
	t.Helper()
	if race.Enabled {
		return // sync.Pool drops what it is given, at random
	}
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%s: %v allocations, want none", what, n)
	}
}

func BenchmarkEncode(b *testing.B) {
	for name, r := range requests {
		b.Run(name, func(b *testing.B) {
			encode := encoding(r)
			b.ReportAllocs()
			for b.Loop() {
				encode()
			}
		})
	}
}

// decoded are the plain routes, and two that are not.
var decoded = map[string]*route.Route{
	"IPv4": plain["IPv4"], "IPv6": plain["IPv6"], "default": plain["default"], "everything": full, "multipath": multi,
}

func BenchmarkDecode(b *testing.B) {
	for name, r := range decoded {
		b.Run(name, func(b *testing.B) {
			m := message(b, route.Add(r))
			b.ReportAllocs()
			for b.Loop() {
				route.Decode(m)
			}
		})
	}
}
