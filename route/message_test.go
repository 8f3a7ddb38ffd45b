package route_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var (
	values    = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})
	bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1
)

// decode decodes the body of an RTM_NEWROUTE message.
func decode(t testing.TB, s string) (*route.Route, error) {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return route.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: data})
}

// In table main, by protocol boot, scope universe, type unicast.
var (
	four = "02180000 fe030001 00000000 0800 0100 c6336400 "
	six  = "0a200000 fe030001 00000000 1400 0100 20010db8000000000000000000000000 "

	boot  = route.Route{Dst: net4, Table: linux.RT_TABLE_MAIN, Protocol: linux.RTPROT_BOOT, Type: linux.RTN_UNICAST}
	boot6 = with(boot, func(r *route.Route) { r.Dst = prefix("2001:db8::/32") })
)

func with(r route.Route, change func(r *route.Route)) route.Route {
	change(&r)
	return r
}

// decodeTest says what route the body of a message, of a little-endian machine,
// is about.
type decodeTest struct {
	name, bytes string
	want        route.Route
}

func TestDecode(t *testing.T) {
	testDecode(t, []decodeTest{
		{"IPv6's default route", "0a000000 fe030001 00000000 0800 0400 03000000",
			with(boot, func(r *route.Route) { r.Dst, r.OIF = route.DefaultIPv6(), 3 })},
		{"scope link of a device route", "02180000 fe03fd01 00000000 0800 0100 c6336400 0800 0400 03000000",
			with(boot, func(r *route.Route) { r.OIF, r.Scope = 3, linux.RT_SCOPE_LINK })},
		{"scope universe of a device route", four + "0800 0400 03000000",
			with(boot, func(r *route.Route) { r.OIF, r.Scope = 3, route.ScopeUniverse })},
		{"scope of an answer", "02200000 fe000001 00020000 0800 0100 c6336401 0800 0400 03000000",
			route.Route{Dst: prefix("198.51.100.1/32"), Table: linux.RT_TABLE_MAIN, Type: linux.RTN_UNICAST, OIF: 3, Flags: linux.RTM_F_CLONED}},
		{"expiry and errors of the cache", six + "2400 0c00 01000000 02000000 2c010000 9bffffff 03000000 00000000 00000000 00000000",
			with(boot6, func(r *route.Route) {
				r.Expires = 3 * time.Second
				r.Cache = &route.Cache{Refs: 1, LastUse: 20 * time.Millisecond, Used: 3, Errno: syscall.Errno(101)}
			})},
	})
}

func testDecode(t *testing.T, tests []decodeTest) {
	t.Helper()
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode(t, tt.bytes)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// full has all that a request of IPv4 can carry without a multipath.
var full = &route.Route{
	Dst: net4, TOS: 4, Table: 100000, Protocol: 99, Scope: linux.RT_SCOPE_SITE,
	Type: linux.RTN_UNICAST, Flags: linux.RTNH_F_ONLINK, Gateway: ip("fe80::2"), OIF: 3, IIF: 2,
	PrefSrc: ip("192.0.2.1"), Priority: 7, Encap: &encap.IP{ID: 7, Dst: ip("203.0.113.9")}, Pref: 1,
	Flow: 5<<16 | 6, Mark: 7, UID: new(uint32(0)), Expires: time.Hour,
	Metrics: &route.Metrics{
		Lock: 4, MTU: 1, Window: 2, RTT: 3 * time.Millisecond / 8, RTTVar: 4 * time.Millisecond / 4, SSThresh: 5,
		Cwnd: 6, AdvMSS: 7, Reordering: 8, HopLimit: 9, InitCwnd: 10, InitRwnd: 11, Features: 12,
		RTOMin: 13 * time.Millisecond, QuickACK: true, CongCtl: "cubic", FastOpenNoCookie: true,
		Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1}}},
	},
	Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1, 2, 3}}},
}

// multi has all that a nexthop can carry.
var multi = &route.Route{
	Dst: net4, Table: linux.RT_TABLE_MAIN, Protocol: linux.RTPROT_BOOT, Type: linux.RTN_UNICAST,
	MultiPath: []route.NextHop{
		{OIF: 3, Gateway: ip("192.0.2.2"), Weight: 256, Flags: linux.RTNH_F_ONLINK, Flow: 5},
		{OIF: 2, Gateway: ip("fe80::2"), Weight: 1, Encap: &encap.IP{ID: 7, Dst: ip("203.0.113.9")},
			Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1}}}},
	},
}

// A new field that no route here has a value in fails.
func TestEveryFieldIsTried(t *testing.T) {
	check := func(v any, without ...string) {
		for i := range reflect.TypeOf(v).NumField() {
			name := reflect.TypeOf(v).Field(i).Name
			if reflect.ValueOf(v).Field(i).IsZero() && !slices.Contains(without, name) {
				t.Errorf("%T.%s has no value", v, name)
			}
		}
	}
	check(*full, "Src", "MultiPath", "NHID", "Cache")
	check(*full.Metrics)
	check(multi.MultiPath[0], "Encap", "Unknown")
	check(multi.MultiPath[1], "Flags", "Flow")
}

func TestRoundTrip(t *testing.T) {
	for name, r := range map[string]*route.Route{"full": full, "multipath": multi} {
		t.Run(name, func(t *testing.T) {
			got, err := route.Decode(message(t, route.Add(r)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A nexthop object speaks for itself, and flags of the kernel's are not its
// business to hear.
func TestReportsAreNotSent(t *testing.T) {
	plain := route.Add(&route.Route{Dst: net4, NHID: 7})
	reported := route.Add(&route.Route{Dst: net4, NHID: 7, Gateway: ip("192.0.2.2"), OIF: 3, MultiPath: multi.MultiPath,
		Encap: &encap.IP{ID: 7}, Flags: linux.RTNH_F_LINKDOWN | linux.RTNH_F_DEAD | linux.RTM_F_OFFLOAD, Cache: &route.Cache{Refs: 1}})
	if diff := cmp.Diff(message(t, plain), message(t, reported)); diff != "" {
		t.Errorf("(-plain +reported)\n%s", diff)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	for name, r := range map[string]*route.Route{"full": full, "multipath": multi} {
		t.Run(name, func(t *testing.T) {
			m := message(t, route.Add(r))
			got, err := route.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			c := got.Clone()
			clear(m.Data)
			if got.UID != nil {
				*got.UID, got.Metrics.MTU = 99, 99
			}
			if got.Encap != nil {
				got.Encap.(*encap.IP).ID = 99
			}
			for _, hop := range got.MultiPath {
				if hop.Encap != nil {
					hop.Encap.(*encap.IP).ID = 99
				}
			}
			clear(got.MultiPath)
			if diff := cmp.Diff(*r, c, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// message encodes r and returns it as received.
func message(t testing.TB, r nlmsg.Request) nlmsg.Message {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for m, err := range nlmsg.Messages(b) {
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	t.Fatal("no message")
	return nlmsg.Message{}
}
