package route_test

import (
	"errors"
	"net/netip"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// byHand is a request about a route to dst, in table main, of type unicast,
// that this package would not make. The header can be changed by header.
func byHand(typ, flags uint16, dst netip.Prefix, header func(h []byte), attrs func(e *rtattr.Encoder)) nlmsg.Request {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(12) // rtmsg
	h[0], h[1] = linux.AF_INET, uint8(dst.Bits())
	if dst.Addr().Is6() {
		h[0] = linux.AF_INET6
	}
	h[4], h[5], h[7] = linux.RT_TABLE_MAIN, linux.RTPROT_BOOT, linux.RTN_UNICAST
	header(h)
	e.Addr(linux.RTA_DST, dst.Addr())
	attrs(e)
	b, err := e.Result()
	if err != nil {
		panic(err)
	}
	return nlmsg.Request{Op: "by hand", Type: typ, Flags: flags, Body: fixed(b)}
}

type fixed []byte

func (b fixed) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }

func asItIs([]byte) {}

// create adds by hand.
func create(dst netip.Prefix, attrs func(e *rtattr.Encoder)) nlmsg.Request {
	return byHand(linux.RTM_NEWROUTE, linux.NLM_F_CREATE|linux.NLM_F_EXCL, dst, asItIs, attrs)
}

// dumpedMessage returns the message about the route to dst as the kernel dumps it.
func dumpedMessage(t *testing.T, conn *nlmsg.Conn, dst netip.Prefix) nlmsg.Message {
	t.Helper()
	var found nlmsg.Message
	for m, err := range conn.Dump(route.Filter{}.Request()) {
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			break // it comes after all messages
		} else if err != nil {
			t.Fatal(err)
		}
		r, err := route.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if r.Dst == dst && !kernels(*r) {
			m.Data = slices.Clone(m.Data)
			found = m
		}
	}
	if found.Data == nil {
		t.Fatalf("no route to %v", dst)
	}
	return found
}

// order returns the types of the attributes of a message, with their flags, in
// their order.
func order(m nlmsg.Message) (types []uint16) {
	d := rtattr.NewDecoder(m.Data, 0)
	d.Struct(12)
	for _, v := range d.All() {
		types = append(types, v.Raw().Type)
	}
	return types
}

func TestRule08And10NestsOfRoutesHaveNoFlagAndTheTypeComesLast(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn,
		route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), Gateway: ip("192.0.2.2"), Metrics: &route.Metrics{MTU: 1400}}),
		route.Add(&route.Route{Dst: prefix("198.51.101.0/24"), MultiPath: []route.NextHop{{Gateway: ip("192.0.2.2")}, {Gateway: ip("203.0.113.2")}}}))
	for dst, typ := range map[string]uint16{"198.51.100.0/24": linux.RTA_METRICS, "198.51.101.0/24": linux.RTA_MULTIPATH} {
		if types := order(dumpedMessage(t, conn, prefix(dst))); !slices.Contains(types, typ) {
			t.Errorf("%s: attributes %d, want %d without a flag", dst, types, typ)
		}
	}
	err := conn.Do(route.Add(&route.Route{Dst: prefix("198.51.102.0/24"), OIF: veth0, Gateway: ip("192.0.2.2"), Encap: &encap.IP{Dst: ip("203.0.113.9")}}))
	if err != nil {
		t.Skipf("needs CONFIG_LWTUNNEL and CONFIG_NET_IP_TUNNEL: %v", err)
	}
	types := order(dumpedMessage(t, conn, prefix("198.51.102.0/24")))
	nest, typ := slices.Index(types, linux.RTA_ENCAP), slices.Index(types, linux.RTA_ENCAP_TYPE)
	if nest < 0 || typ < nest {
		t.Errorf("attributes %d: want RTA_ENCAP without a flag, and RTA_ENCAP_TYPE after it", types)
	}
}

func TestRule20WithoutCreateAnIPv4RouteIsRefusedAndAnIPv6RouteIsNot(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, tt := range []struct {
		dst   netip.Prefix
		flags uint16
		want  error
	}{
		{net4, 0, syscall.ENOENT},
		{net4, linux.NLM_F_REPLACE, syscall.ENOENT},
		{net6, linux.NLM_F_REPLACE, syscall.ENOENT},
		{net6, 0, nil},
	} {
		err := conn.Do(byHand(linux.RTM_NEWROUTE, tt.flags, tt.dst, asItIs, func(e *rtattr.Encoder) { e.Index(linux.RTA_OIF, veth0) }))
		if tt.want == nil && err != nil || !errors.Is(err, tt.want) {
			t.Errorf("%v with flags %#x: %v, want %v", tt.dst, tt.flags, err, tt.want)
		}
	}
	if got := list(t, conn); len(got) != 1 || got[0].Dst != net6 {
		t.Errorf("there are %v, want that of IPv6", got)
	}
}

// An unknown attribute is ignored, and an old one of another length taken. One
// that is younger than the strict checks is checked strictly.
func TestRule69WhatIsIgnoredIsFoundByReadingBack(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 3) {
		t.Skip("needs Linux 5.3, which knows RTA_NH_ID")
	}
	conn, _ := dial(t)
	extra := func(typ uint16, b []byte) nlmsg.Request {
		return create(net4, func(e *rtattr.Encoder) {
			e.Index(linux.RTA_OIF, veth0)
			e.Bytes(typ, b)
		})
	}
	do(t, conn, extra(4000, []byte{1, 2, 3, 4}))
	got := list(t, conn)
	if len(got) != 1 || got[0].Unknown != nil {
		t.Errorf("read back %+v, want no trace of the unknown attribute", got)
	}
	do(t, conn, route.Del(&got[0]), extra(linux.RTA_MARK, make([]byte, 8)))
	if err := conn.Do(extra(linux.RTA_NH_ID, make([]byte, 8))); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("RTA_NH_ID of 8 bytes: %v, want EINVAL", err)
	}
}

func TestRule78TablesBeyond255AndTable0(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	table := func(n uint8) func(h []byte) { return func(h []byte) { h[4], h[6] = n, linux.RT_SCOPE_LINK } }
	const flags = linux.NLM_F_CREATE | linux.NLM_F_EXCL
	do(t, conn,
		byHand(linux.RTM_NEWROUTE, flags, prefix("198.51.100.0/24"), table(0), func(e *rtattr.Encoder) { e.Index(linux.RTA_OIF, veth0) }),
		byHand(linux.RTM_NEWROUTE, flags, prefix("198.51.101.0/24"), table(100), func(e *rtattr.Encoder) { e.Index(linux.RTA_OIF, veth0) }),
		byHand(linux.RTM_NEWROUTE, flags, prefix("198.51.102.0/24"), table(100), func(e *rtattr.Encoder) {
			e.Index(linux.RTA_OIF, veth0)
			e.Uint32(linux.RTA_TABLE, 300)
		}))
	for _, tt := range []struct {
		dst    string
		header uint8
		table  uint32
	}{
		{"198.51.100.0/24", linux.RT_TABLE_MAIN, linux.RT_TABLE_MAIN},
		{"198.51.101.0/24", 100, 100},
		{"198.51.102.0/24", linux.RT_TABLE_COMPAT, 300},
	} {
		m := dumpedMessage(t, conn, prefix(tt.dst))
		r, err := route.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if m.Data[4] != tt.header || r.Table != tt.table {
			t.Errorf("%s: table %d in the header, %d read: want %d and %d", tt.dst, m.Data[4], r.Table, tt.header, tt.table)
		}
	}
}

func TestRule79HostBitsAndTheDefaultRouteOfIPv4(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	dev := func(e *rtattr.Encoder) { e.Index(linux.RTA_OIF, veth0) }
	if err := conn.Do(create(prefix("198.51.100.1/24"), dev)); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("host bits: %v, want EINVAL", err)
	}
	do(t, conn, route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: ip("192.0.2.2")}))
	m := dumpedMessage(t, conn, route.DefaultIPv4())
	if types := order(m); m.Data[1] != 0 || slices.Contains(types, linux.RTA_DST) {
		t.Errorf("a default route of length %d, with attributes %d: want 0 and no RTA_DST", m.Data[1], types)
	}
}

func TestRule80MultipathOfTheKernel(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	hops := func(left int) nlmsg.Request {
		return create(net4, func(e *rtattr.Encoder) {
			e.Rows(linux.RTA_MULTIPATH, func() {
				for i, gateway := range []string{"192.0.2.2", "203.0.113.2"} {
					e.Row(8, func(h []byte) { h[3] = uint8(i * 9) }, func() { e.Addr(linux.RTA_GATEWAY, ip(gateway)) })
				}
				if left > 0 {
					e.Struct(left)
				}
			})
		})
	}
	if err := conn.Do(hops(4)); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("bytes left over: %v, want EINVAL", err)
	}
	do(t, conn, hops(0))
	m := dumpedMessage(t, conn, net4)
	types := order(m)
	if slices.Contains(types, linux.RTA_GATEWAY) || slices.Contains(types, linux.RTA_OIF) {
		t.Errorf("attributes %d: want neither RTA_GATEWAY nor RTA_OIF", types)
	}
	r, err := route.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	want := []route.NextHop{
		{Gateway: ip("192.0.2.2"), OIF: veth0, Weight: 1},
		{Gateway: ip("203.0.113.2"), OIF: veth1, Weight: 10},
	}
	if diff := cmp.Diff(want, r.MultiPath, values); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRule81AnUnknownMetricIsRefused(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	metric := func(put func(e *rtattr.Encoder)) nlmsg.Request {
		return create(net4, func(e *rtattr.Encoder) {
			e.Index(linux.RTA_OIF, veth0)
			e.Nest(linux.RTA_METRICS, func() { put(e) })
		})
	}
	if err := conn.Do(metric(func(e *rtattr.Encoder) { e.Uint32(99, 1) })); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("metric 99: %v, want EINVAL", err)
	}
	do(t, conn, metric(func(e *rtattr.Encoder) { e.Uint32(linux.RTAX_MTU, 1400); e.String(linux.RTAX_CC_ALGO, "reno") }))
	if got := list(t, conn); len(got) != 1 || got[0].Metrics == nil || got[0].Metrics.MTU != 1400 || got[0].Metrics.CongCtl != "reno" {
		t.Errorf("read %+v, want an MTU of 1400 and reno", got)
	}
}

func TestRule82ViaIsForIPv4AndAlone(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 2) {
		t.Skip("needs Linux 5.2, which knows RTA_VIA of IPv4")
	}
	conn, _ := dial(t)
	via := func(e *rtattr.Encoder) {
		gateway := ip("2001:db8::2").As16()
		b := e.StructAttr(linux.RTA_VIA, 18)
		b[0] = linux.AF_INET6 // a u16 in the host's order, which is little-endian here
		if bigEndian {
			b[0], b[1] = 0, linux.AF_INET6
		}
		copy(b[2:], gateway[:])
		e.Index(linux.RTA_OIF, veth0)
	}
	with := func(e *rtattr.Encoder) {
		via(e)
		e.Addr(linux.RTA_GATEWAY, ip("192.0.2.2"))
	}
	for name, r := range map[string]nlmsg.Request{"with RTA_GATEWAY": create(net4, with), "of IPv6": create(net6, via)} {
		if err := conn.Do(r); !errors.Is(err, syscall.EINVAL) {
			t.Errorf("RTA_VIA %s: %v, want EINVAL", name, err)
		}
	}
	do(t, conn, create(net4, via))
	if got := list(t, conn); len(got) != 1 || got[0].Gateway != ip("2001:db8::2") {
		t.Errorf("read %v, want the gateway 2001:db8::2", got)
	}
}

func TestRule83ANexthopObjectExcludesOtherWays(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "7", "via", "192.0.2.2", "dev", "veth0")
	for name, put := range map[string]func(e *rtattr.Encoder){
		"RTA_GATEWAY": func(e *rtattr.Encoder) { e.Addr(linux.RTA_GATEWAY, ip("192.0.2.2")) },
		"RTA_OIF":     func(e *rtattr.Encoder) { e.Index(linux.RTA_OIF, veth0) },
		"RTA_ENCAP":   func(e *rtattr.Encoder) { e.Nest(linux.RTA_ENCAP, func() {}) },
		"RTA_MULTIPATH": func(e *rtattr.Encoder) {
			e.Rows(linux.RTA_MULTIPATH, func() { e.Row(8, func(h []byte) { h[4] = veth0 }, func() {}) })
		},
	} {
		err := conn.Do(create(net4, func(e *rtattr.Encoder) {
			e.Uint32(linux.RTA_NH_ID, 7)
			put(e)
		}))
		if !errors.Is(err, syscall.EINVAL) {
			t.Errorf("RTA_NH_ID with %s: %v, want EINVAL", name, err)
		}
	}
	do(t, conn, create(net4, func(e *rtattr.Encoder) { e.Uint32(linux.RTA_NH_ID, 7) }))
}

func TestRule84ADeletionTakesTheFirstThatFits(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	routes := []route.Route{
		{Dst: net4, OIF: veth0, Priority: 5, Protocol: 99},                               // scope link
		{Dst: net4, Gateway: ip("192.0.2.2"), Priority: 6, PrefSrc: ip("203.0.113.1")},   // scope universe
		{Dst: net4, Gateway: ip("192.0.2.2"), Priority: 7, Protocol: 98},                 // the same
		{Dst: net4, Type: linux.RTN_BLACKHOLE, Priority: 8, Protocol: linux.RTPROT_BOOT}, // the same
	}
	del := func(scope, protocol, typ uint8) error {
		return conn.Do(byHand(linux.RTM_DELROUTE, 0, net4, func(h []byte) { h[5], h[6], h[7] = protocol, scope, typ },
			func(*rtattr.Encoder) {}))
	}
	for _, tt := range []struct {
		name                 string
		scope, protocol, typ uint8
		want                 []uint32 // priorities of those that stay
	}{
		{"what fits all", linux.RT_SCOPE_NOWHERE, 0, 0, []uint32{6, 7, 8}},
		{"the scope universe, which is none but 0", linux.RT_SCOPE_UNIVERSE, 0, 0, []uint32{5, 7, 8}},
		{"a protocol", linux.RT_SCOPE_NOWHERE, 98, 0, []uint32{5, 6, 8}},
		{"a type", linux.RT_SCOPE_NOWHERE, 0, linux.RTN_BLACKHOLE, []uint32{5, 6, 7}},
		{"none", linux.RT_SCOPE_HOST, 0, 0, []uint32{5, 6, 7, 8}},
	} {
		for i := range routes {
			do(t, conn, route.Add(&routes[i]))
		}
		if err := del(tt.scope, tt.protocol, tt.typ); err != nil && !errors.Is(err, syscall.ESRCH) || (err != nil) != (len(tt.want) == len(routes)) {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []uint32
		for _, r := range list(t, conn) {
			got = append(got, r.Priority)
			do(t, conn, route.Del(&r))
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: the routes %d are left, want %d", tt.name, got, tt.want)
		}
	}
	// A route without a scope is deleted by that which fits all.
	if m := message(t, route.Del(&route.Route{Dst: net4})); m.Data[5] != 0 || m.Data[6] != linux.RT_SCOPE_NOWHERE || m.Data[7] != 0 {
		t.Errorf("protocol %d, scope %d, type %d: want 0, NOWHERE, 0", m.Data[5], m.Data[6], m.Data[7])
	}
}
