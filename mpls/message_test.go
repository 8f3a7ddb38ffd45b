package mpls_test

import (
	"encoding/binary"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var values = cmpopts.EquateComparable(netip.Addr{})

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

var unknown = []rtattr.Raw{{Type: 99, Data: []byte{1}}}

// full and multi have all that a request can carry: each field that is sent is
// read back.
var (
	full = &mpls.Route{Label: 100, Protocol: 99, TTLPropagate: new(true), NewLabels: []uint32{1, 2, 1<<20 - 1},
		Gateway: via6, OIF: 3, Unknown: unknown}
	multi = &mpls.Route{Label: 1<<20 - 1, Protocol: 3, MultiPath: []mpls.NextHop{
		{NewLabels: []uint32{16}, Gateway: via4, OIF: 2, Unknown: unknown},
		{HardwareAddr: mac, OIF: 3},
	}}
)

func TestEveryFieldComesBack(t *testing.T) {
	// Together they have a value in every field but the flags.
	for _, x := range []any{mpls.Route{}, mpls.NextHop{}} {
		for i := range reflect.TypeOf(x).NumField() {
			set := false
			for _, r := range []mpls.Route{*full, *multi} {
				of := []reflect.Value{reflect.ValueOf(r)}
				if _, isHop := x.(mpls.NextHop); isHop {
					of = nil
					for _, hop := range r.MultiPath {
						of = append(of, reflect.ValueOf(hop))
					}
				}
				for _, v := range of {
					set = set || !v.Field(i).IsZero()
				}
			}
			if name := reflect.TypeOf(x).Field(i).Name; !set && name != "Flags" && name != "HardwareAddr" {
				t.Errorf("no route here has a value in %T.%s", x, name)
			}
		}
	}
	for name, want := range map[string]*mpls.Route{"full": full, "multipath": multi} {
		m := message(t, mpls.Add(want))
		got, err := mpls.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		c := got.Clone()
		clear(m.Data)
		if diff := cmp.Diff(want, got, values); diff != "" {
			t.Errorf("%s (-written +read)\n%s", name, diff)
		}
		clear(got.NewLabels)
		clear(got.MultiPath)
		if diff := cmp.Diff(*want, c, values); diff != "" {
			t.Errorf("%s (-written +copy)\n%s", name, diff)
		}
	}
}

// What the kernel says of the links, which requests leave out.
func TestStateOfLinks(t *testing.T) {
	const dead, linkDown = linux.RTNH_F_DEAD, linux.RTNH_F_LINKDOWN
	e := rtattr.NewEncoder(nil)
	h := e.Struct(12)
	h[0], h[1] = linux.AF_MPLS, 20
	binary.NativeEndian.PutUint32(h[8:], dead|linkDown)
	e.Bytes(linux.RTA_DST, []byte{0, 6, 0x41, 0})
	e.Rows(linux.RTA_MULTIPATH, func() {
		e.Row(8, func(b []byte) { b[2] = linkDown }, func() {})
		e.Row(8, func(b []byte) { b[2] = dead }, func() {})
	})
	b, err := e.Result()
	if err != nil {
		t.Fatal(err)
	}
	got, err := mpls.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b})
	want := &mpls.Route{Label: 100, Flags: dead | linkDown, MultiPath: []mpls.NextHop{{Flags: linkDown}, {Flags: dead}}}
	if diff := cmp.Diff(want, got, values); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	plain, reported := *want, *got
	plain.Flags, plain.MultiPath = 0, make([]mpls.NextHop, 2)
	if diff := cmp.Diff(message(t, mpls.Add(&plain)), message(t, mpls.Add(&reported))); diff != "" {
		t.Errorf("sent (-plain +reported)\n%s", diff)
	}
}

func TestString(t *testing.T) {
	for want, r := range map[string]mpls.Route{
		"100 as to 1/2/1048575 via 2001:db8::2 dev index 3":                                            *full,
		"1048575 nexthop as to 16 via 192.0.2.2 dev index 2 nexthop via 02:00:00:00:00:01 dev index 3": *multi,
	} {
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	with := func(change func(r *mpls.Route)) nlmsg.Request {
		r := &mpls.Route{Label: 100}
		change(r)
		return mpls.Add(r)
	}
	hop := func(n mpls.NextHop) nlmsg.Request {
		return with(func(r *mpls.Route) { r.MultiPath = []mpls.NextHop{n} })
	}
	for want, r := range map[string]nlmsg.Request{
		"mpls add: at offset 16: the route is nil":                                                      mpls.Add(nil),
		"mpls replace: at offset 16: the route is nil":                                                  mpls.Replace(nil),
		"mpls change: at offset 16: the route is nil":                                                   mpls.Change(nil),
		"mpls del 0: RTA_DST at offset 28: no label":                                                    mpls.Del(0),
		"mpls add 1048576: RTA_DST at offset 28: label 1048576 is out of range, the largest is 1048575": mpls.Add(&mpls.Route{Label: 1 << 20}),
		"mpls add 100: RTA_NEWDST at offset 36: label 1048576 is out of range, the largest is 1048575": with(func(r *mpls.Route) {
			r.NewLabels = []uint32{1, 1 << 20}
		}),
		"mpls add 100: RTA_VIA at offset 36: both an IP address and a link-layer address": with(func(r *mpls.Route) {
			r.Gateway, r.HardwareAddr = via4, mac
		}),
		"mpls add 100: RTA_VIA at offset 36: ::ffff:192.0.2.2 is an IPv4-mapped address: use netip.Addr.Unmap": with(func(r *mpls.Route) {
			r.Gateway = ip("::ffff:192.0.2.2")
		}),
		"mpls add 100: RTA_VIA at offset 36: fe80::1%2: a zone cannot be sent, give the interface's index instead": with(func(r *mpls.Route) {
			r.Gateway = ip("fe80::1%2")
		}),
		"mpls add 100: RTA_VIA at offset 36: link-layer address of 33 bytes, at most 32 fit": with(func(r *mpls.Route) {
			r.HardwareAddr = make(net.HardwareAddr, 33)
		}),
		"mpls add 100: RTA_OIF at offset 36: interface index -1 is out of range":                        with(func(r *mpls.Route) { r.OIF = -1 }),
		"mpls add 100: RTA_MULTIPATH at offset 40: rtnh_ifindex: interface index -1 is out of range":    hop(mpls.NextHop{OIF: -1}),
		"mpls get 1048576: RTA_DST at offset 28: label 1048576 is out of range, the largest is 1048575": mpls.Query{Label: 1 << 20}.Request(),
		"mpls list: RTA_OIF at offset 36: interface index -1 is out of range":                           mpls.Filter{OIF: -1}.Request(),
	} {
		if _, err := r.AppendBinary(nil); err == nil || err.Error() != want {
			t.Errorf("error\n%v, want\n%s", err, want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	header := func(family uint8, attrs func(e *rtattr.Encoder)) nlmsg.Message {
		e := rtattr.NewEncoder(nil)
		e.Struct(12)[0] = family
		attrs(e)
		b, _ := e.Result()
		return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b}
	}
	attr := func(typ uint16, data ...byte) nlmsg.Message {
		return header(linux.AF_MPLS, func(e *rtattr.Encoder) { e.Bytes(typ, data) })
	}
	via := func(family uint16, data ...byte) nlmsg.Message {
		return attr(linux.RTA_VIA, append(binary.NativeEndian.AppendUint16(nil, family), data...)...)
	}
	for _, tt := range []struct {
		message nlmsg.Message
		want    string
	}{
		{nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}}, "message of type 20"},
		{header(linux.AF_INET, func(*rtattr.Encoder) {}), "route of address family 2, want AF_MPLS"},
		{nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: []byte{linux.AF_MPLS}}, "fixed header of 1 bytes, want 12"},
		{attr(linux.RTA_DST), "RTA_DST at offset 28: label stack of 0 bytes"},
		{attr(linux.RTA_DST, 0, 6, 0x40, 0, 0, 6, 0x41, 0), "RTA_DST at offset 28: 2 labels, want one"},
		{attr(linux.RTA_NEWDST, 0, 6, 0x40, 0), "RTA_NEWDST at offset 28: label stack entry"},
		{attr(linux.RTA_VIA, 2), "RTA_VIA at offset 28: no address family"},
		{via(linux.AF_INET, 1, 2, 3), "RTA_VIA at offset 28: no address family, or an address of another"},
		{via(linux.AF_INET6, 1, 2, 3, 4), "RTA_VIA at offset 28: no address family, or an address of another"},
		{attr(linux.RTA_MULTIPATH, 1), "RTA_MULTIPATH at offset 28: row"},
	} {
		if _, err := mpls.Decode(tt.message); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error\n%v, want\n%s", err, tt.want)
		}
	}
	foreign := via(28, 0, 6, 0x41, 0) // by a label
	r, err := mpls.Decode(foreign)
	if err != nil || len(r.Unknown) != 1 || r.Unknown[0].Type != linux.RTA_VIA {
		t.Errorf("got %+v, %v, want the unknown way kept", r, err)
	}
}

// What the kernel alone says is in a message of its own, too.
func TestEveryFieldIsSaid(t *testing.T) {
	way, ways := full.Clone(), multi.Clone()
	way.Flags, ways.MultiPath[1].Flags = 1, 16    // RTNH_F_DEAD, RTNH_F_LINKDOWN
	way.HardwareAddr = make(net.HardwareAddr, 33) // beside Gateway, and longer than a request may have
	isSaid(t, &way)
	isSaid(t, &ways)
	isSaid(t, &mpls.Route{}) // the label that is zero
}

// isSaid writes r as the kernel does and reads it.
func isSaid(t *testing.T, r *mpls.Route) {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := mpls.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, got, values); diff != "" {
		t.Errorf("%v (-written +read)\n%s", r, diff)
	}
}
