package route_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

var plain = map[string]*route.Route{
	"IPv4":    {Dst: net4, Gateway: ip("192.0.2.2"), OIF: 3, PrefSrc: ip("192.0.2.1"), Priority: 100, Table: 300},
	"IPv6":    {Dst: prefix("2001:db8::/32"), Gateway: ip("fe80::1"), OIF: 3, Priority: 512, Pref: 1},
	"default": {Dst: route.DefaultIPv4(), Gateway: ip("fe80::1"), OIF: 3},
}

func TestPlainRoutesAllocateNothing(t *testing.T) {
	for name, r := range plain {
		t.Run(name, func(t *testing.T) {
			none(t, "encoding", encoding(route.Add(r)))
			m := message(t, route.Add(r))
			none(t, "decoding", func() { route.Decode(m) })
		})
	}
}

func TestEncodingAllocatesNothing(t *testing.T) {
	none(t, "all attributes", encoding(route.Add(full)))
	none(t, "multipath", encoding(route.Replace(multi)))
	none(t, "deletion", encoding(route.Del(full)))
}

func encoding(r nlmsg.Request) func() {
	buf := make([]byte, 0, 1024)
	return func() { r.AppendBinary(buf) }
}

func none(t *testing.T, what string, f func()) {
	t.Helper()
	if raceEnabled {
		return // sync.Pool drops what it is given, at random
	}
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%s: %v allocations, want none", what, n)
	}
}

func BenchmarkAdd(b *testing.B) {
	for name, r := range plain {
		b.Run(name, func(b *testing.B) {
			encode := encoding(route.Add(r))
			b.ReportAllocs()
			for b.Loop() {
				encode()
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for name, r := range plain {
		b.Run(name, func(b *testing.B) {
			m := message(b, route.Add(r))
			b.ReportAllocs()
			for b.Loop() {
				route.Decode(m)
			}
		})
	}
}
