package route_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/route"
)

// What a request makes of a field that does not travel as it is.
func TestOnTheWire(t *testing.T) {
	const status = linux.RTNH_F_DEAD | linux.RTNH_F_OFFLOAD | linux.RTNH_F_LINKDOWN | linux.RTNH_F_UNRESOLVED | linux.RTNH_F_TRAP |
		linux.RTM_F_OFFLOAD | linux.RTM_F_TRAP | linux.RTM_F_OFFLOAD_FAILED
	metrics := func(m route.Metrics) func(r *route.Route) {
		return func(r *route.Route) { r.Metrics = &m }
	}
	for _, tt := range []struct {
		name       string
		sent, want func(r *route.Route)
	}{
		{"flags of the kernel's state", func(r *route.Route) { r.Flags = status | linux.RTNH_F_ONLINK },
			func(r *route.Route) { r.Flags = linux.RTNH_F_ONLINK }},
		{"flags of a nexthop's state",
			func(r *route.Route) {
				r.MultiPath = []route.NextHop{{OIF: 3, Weight: 1, Flags: status&0xff | linux.RTNH_F_ONLINK}}
			},
			func(r *route.Route) {
				r.MultiPath = []route.NextHop{{OIF: 3, Weight: 1, Flags: linux.RTNH_F_ONLINK}}
			}},
		{"table of local", func(r *route.Route) { r.Type = linux.RTN_LOCAL },
			func(r *route.Route) { r.Type, r.Table, r.Scope = linux.RTN_LOCAL, 255, linux.RT_SCOPE_HOST }},
		{"table of broadcast", func(r *route.Route) { r.Type = linux.RTN_BROADCAST },
			func(r *route.Route) { r.Type, r.Table = linux.RTN_BROADCAST, 255 }},
		{"table of anycast", func(r *route.Route) { r.Type = linux.RTN_ANYCAST },
			func(r *route.Route) { r.Type, r.Table = linux.RTN_ANYCAST, 255 }},
		{"table of nat", func(r *route.Route) { r.Type = linux.RTN_NAT },
			func(r *route.Route) { r.Type, r.Table, r.Scope = linux.RTN_NAT, 255, linux.RT_SCOPE_HOST }},
		{"table of multicast", func(r *route.Route) { r.Type = linux.RTN_MULTICAST },
			func(r *route.Route) { r.Type = linux.RTN_MULTICAST }},
		{"expiry of whole seconds", func(r *route.Route) { r.Expires = 2 * time.Second }, func(r *route.Route) { r.Expires = 2 * time.Second }},
		{"expiry and a bit", func(r *route.Route) { r.Expires = 2*time.Second + 1 }, func(r *route.Route) { r.Expires = 3 * time.Second }},
		{"longest expiry", func(r *route.Route) { r.Expires = (1<<32 - 2) * time.Second }, func(r *route.Route) { r.Expires = (1<<32 - 2) * time.Second }},
		{"times of whole units", metrics(route.Metrics{RTT: time.Millisecond / 8, RTTVar: time.Millisecond / 4, RTOMin: time.Millisecond}),
			metrics(route.Metrics{RTT: time.Millisecond / 8, RTTVar: time.Millisecond / 4, RTOMin: time.Millisecond})},
		{"times and a bit", metrics(route.Metrics{RTT: time.Millisecond/8 + 1, RTTVar: time.Millisecond/4 + 1, RTOMin: time.Millisecond + 1}),
			metrics(route.Metrics{RTT: time.Millisecond / 4, RTTVar: time.Millisecond / 2, RTOMin: 2 * time.Millisecond})},
		{"longest time", metrics(route.Metrics{RTOMin: (1<<32 - 1) * time.Millisecond}), metrics(route.Metrics{RTOMin: (1<<32 - 1) * time.Millisecond})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sent := route.Route{Dst: net4, OIF: 3}
			want := route.Route{Dst: net4, OIF: 3, Table: linux.RT_TABLE_MAIN, Protocol: linux.RTPROT_BOOT, Type: linux.RTN_UNICAST, Scope: linux.RT_SCOPE_LINK}
			tt.sent(&sent)
			tt.want(&want)
			if len(want.MultiPath) > 0 {
				want.Scope = 0
			}
			got, err := route.Decode(message(t, route.Add(&sent)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A cached route of IPv6 is deleted by its flag, which is not for others.
func TestClonedOnTheWire(t *testing.T) {
	r := &route.Route{Dst: prefix("2001:db8::1/128"), Flags: linux.RTM_F_CLONED | linux.RTNH_F_OFFLOAD}
	got, err := route.Decode(message(t, route.Del(r)))
	if err != nil {
		t.Fatal(err)
	}
	if got.Flags != linux.RTM_F_CLONED {
		t.Errorf("flags %#x, want RTM_F_CLONED", got.Flags)
	}
	r.OIF = 3
	if got, err = route.Decode(message(t, route.Add(r))); err != nil || got.Flags != 0 {
		t.Errorf("added: %+v, %v, want no flags", got, err)
	}
}

// A source that is not a prefix is named, rather than left out.
func TestInvalidSource(t *testing.T) {
	r := &route.Route{Dst: prefix("2001:db8::/32"), OIF: 3, Src: netip.PrefixFrom(ip("2001:db8:9::"), 129)}
	_, err := route.Add(r).AppendBinary(nil)
	const want = "route add 2001:db8::/32 dev index 3: RTA_SRC at offset 48: no valid prefix"
	if err == nil || err.Error() != want {
		t.Errorf("error\n%v, want\n%s", err, want)
	}
}

// The zero of a cache's expiry does not undo RTA_EXPIRES.
func TestExpiryBeforeTheCache(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	const six = "0a000000 fe030001 00000000 "
	const expires = "0800 1700 07000000 "
	const cache = "2400 0c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
	const over = "2400 0c00 00000000 00000000 38ffffff 00000000 00000000 00000000 00000000 00000000 "
	for bytes, want := range map[string]time.Duration{
		six + expires + cache: 7 * time.Second,
		six + cache + expires: 7 * time.Second,
		six + over:            -2 * time.Second,
	} {
		r, err := decode(t, bytes)
		if err != nil {
			t.Fatal(err)
		}
		if r.Expires != want {
			t.Errorf("expires in %v, want %v", r.Expires, want)
		}
		if _, err := route.Del(r).AppendBinary(nil); err != nil {
			t.Errorf("deleted: %v", err)
		}
	}
}

// A gateway of a protocol that is not IP is kept as it came, and sent so.
func TestForeignGateway(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	r, err := decode(t, "02180000 fe030001 00000000 0800 0100 c6336400 0a00 1200 1c00 01020304 0000")
	if err != nil {
		t.Fatal(err)
	}
	if r.Gateway.IsValid() || len(r.Unknown) != 1 {
		t.Fatalf("gateway %v, unknown attributes %v", r.Gateway, r.Unknown)
	}
	again, err := route.Decode(message(t, route.Add(r)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Unknown, again.Unknown); diff != "" {
		t.Errorf("sent (-want +got)\n%s", diff)
	}

	// An IPv4 gateway may come that way, too.
	r, err = decode(t, "02180000 fe030001 00000000 0800 0100 c6336400 0a00 1200 0200 c0000202 0000")
	if err != nil {
		t.Fatal(err)
	}
	if r.Gateway != ip("192.0.2.2") {
		t.Errorf("gateway %v, want 192.0.2.2", r.Gateway)
	}
}
