package route_test

import (
	"fmt"
	"testing"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/route"
)

func TestString(t *testing.T) {
	for want, r := range map[string]route.Route{
		"198.51.100.0/24 via 192.0.2.1 dev index 3 table 100": {Dst: net4, Gateway: ip("192.0.2.1"), OIF: 3, Table: 100},
		"198.51.100.0/24 dev index 3 metric 5":                {Dst: net4, OIF: 3, Priority: 5, Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST},
		"0.0.0.0/0 via fe80::1 dev index 3":                   {Dst: route.DefaultIPv4(), Gateway: ip("fe80::1"), OIF: 3},
		"blackhole 10.0.0.0/8":                                {Dst: private, Type: linux.RTN_BLACKHOLE},
		"local 192.0.2.1/32 dev index 1 table 255":            {Dst: prefix("192.0.2.1/32"), OIF: 1, Type: linux.RTN_LOCAL},
		"type 200 10.0.0.0/8":                                 {Dst: private, Type: 200},
		"198.51.100.0/24 tos 0x10 nhid 7":                     {Dst: net4, TOS: 16, NHID: 7},
		"2001:db8::/32 from 2001:db8:9::/64 dev index 3":      {Dst: prefix("2001:db8::/32"), Src: prefix("2001:db8:9::/64"), OIF: 3},
		"198.51.100.0/24 nexthop via 192.0.2.2 dev index 3 weight 10 nexthop dev index 2": {Dst: net4, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2"), OIF: 3, Weight: 10}, {OIF: 2, Weight: 1}}},
		"198.51.100.0/24 encap mpls 100/200 via 192.0.2.2": {Dst: net4, Gateway: ip("192.0.2.2"),
			Encap: &encap.MPLS{Labels: []uint32{100, 200}}},
		"198.51.100.0/24 nexthop encap ip dst 203.0.113.1 dev index 3": {Dst: net4, MultiPath: []route.NextHop{
			{OIF: 3, Encap: &encap.IP{Dst: ip("203.0.113.1")}}}},
	} {
		if got := fmt.Sprint(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A request names what an error is about, a query both ends of the packet's way.
func TestStringOfRequests(t *testing.T) {
	for want, r := range map[string]fmt.Stringer{
		"route add 198.51.100.0/24 dev index 3 table 100": route.Add(&route.Route{Dst: net4, OIF: 3, Table: 100}),
		"route del 198.51.100.0/24":                       route.Del(&route.Route{Dst: net4, Gateway: ip("192.0.2.1")}),
		"192.0.2.9":                                       route.Query{Dst: ip("192.0.2.9")},
		"2001:db8::9 from 2001:db8::1 iif index 3 oif index 4": route.Query{Dst: ip("2001:db8::9"), Src: ip("2001:db8::1"),
			IIF: 3, OIF: 4, Mark: 7},
		"route get 192.0.2.9 oif index 4": route.Query{Dst: ip("192.0.2.9"), OIF: 4}.Request(),
	} {
		if got := r.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
