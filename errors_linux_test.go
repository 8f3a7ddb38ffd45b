package rawnl_test

import (
	"errors"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// vethPeer is VETH_INFO_PEER of linux/veth.h.
const vethPeer = 1

// body writes what the typed packages refuse to.
type body func(*rtattr.Encoder)

func (f body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f body) encode(e *rtattr.Encoder) { f(e) }

// linkWith is a request for a link, whose IFLA_INFO_DATA holds what data writes.
func linkWith(kind string, data func(*rtattr.Encoder)) nlmsg.Request {
	return nlmsg.Request{
		Op: "link add", Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL,
		Body: body(func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.Nest(unix.IFLA_LINKINFO, func() {
				e.String(unix.IFLA_INFO_KIND, kind)
				e.Nest(unix.IFLA_INFO_DATA, func() { data(e) })
			})
		}),
	}
}

// routeWith is a request for a route with the attributes that attrs writes.
func routeWith(attrs func(*rtattr.Encoder)) nlmsg.Request {
	return nlmsg.Request{
		Op: "route add", Type: unix.RTM_NEWROUTE, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL,
		Body: body(func(e *rtattr.Encoder) {
			h := e.Struct(unix.SizeofRtMsg)
			h[0], h[1], h[4], h[5], h[7] = unix.AF_INET, 24, unix.RT_TABLE_MAIN, unix.RTPROT_STATIC, unix.RTN_UNICAST
			e.Bytes(unix.RTA_DST, []byte{192, 0, 2, 0})
			attrs(e)
		}),
	}
}

// The kernel says at which byte of a request it stumbled, and the error says
// which attribute that is. The words between are the kernel's own, and change.
func TestTheKernelsErrorsNameTheAttribute(t *testing.T) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: testns.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const readOnly = "a bridge with an option that is only read"
	for _, c := range []struct {
		about   string
		request nlmsg.Request
		attr    string
		offset  int
	}{
		{"a veth whose peer's name is too long", linkWith("veth", func(e *rtattr.Encoder) {
			e.Nest(vethPeer, func() {
				e.Struct(unix.SizeofIfInfomsg)
				e.String(unix.IFLA_IFNAME, "a-name-of-20-letters")
			})
		}), "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME", 0x48},
		{readOnly, linkWith("bridge", func(e *rtattr.Encoder) {
			e.Uint32(unix.IFLA_BR_FDB_N_LEARNED, 7)
		}), "IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_BR_FDB_N_LEARNED", 0x34},
		{"a bridge with a priority of one byte", linkWith("bridge", func(e *rtattr.Encoder) {
			e.Uint32(unix.IFLA_BR_AGEING_TIME, 30000)
			e.Uint8(unix.IFLA_BR_PRIORITY, 7)
		}), "IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_BR_PRIORITY", 0x3c},
		{"a route with a metric of two bytes", routeWith(func(e *rtattr.Encoder) {
			e.Nest(unix.RTA_METRICS, func() {
				e.Uint32(unix.RTAX_ADVMSS, 1000)
				e.Uint16(unix.RTAX_MTU, 1400)
			})
		}), "RTA_METRICS/RTAX_MTU", 0x30},
		{"a route with a priority of two bytes", routeWith(func(e *rtattr.Encoder) {
			e.Uint16(unix.RTA_PRIORITY, 100)
		}), "RTA_PRIORITY", 0x24},
	} {
		err := conn.Do(c.request)
		if err == nil && c.about == readOnly && !testns.KernelSince(t, 6, 7) {
			continue // older kernels ignore it
		}
		var refused *nlmsg.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v, want a refusal", c.about, err)
			continue
		}
		if refused.Attr != c.attr || refused.Offset != c.offset {
			t.Errorf("%s: %q at %#x, want %q at %#x", c.about, refused.Attr, refused.Offset, c.attr, c.offset)
		}
		if !strings.Contains(err.Error(), "("+c.attr+", byte ") {
			t.Errorf("%s: %v, want %s in it", c.about, err, c.attr)
		}
	}
}

// What the typed packages refuse to send has the same names, and the same
// offsets: those that the kernel would have given.
func TestTheEncodersErrorsNameTheAttribute(t *testing.T) {
	prefix := netip.MustParsePrefix("192.0.2.0/24")
	for _, c := range []struct {
		request nlmsg.Request
		attr    string
	}{
		{link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "a-name-of-20-letters"}}}),
			"IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME"},
		{link.Add(&link.Link{Name: "br0", Data: &link.Bridge{AgeingTime: new(-time.Second)}}),
			"IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_BR_AGEING_TIME"},
		{route.Add(&route.Route{Dst: prefix, Metrics: &route.Metrics{RTT: math.MaxInt64}}), "RTA_METRICS/RTAX_RTT"},
	} {
		_, err := c.request.AppendBinary(nil)
		var refused *rtattr.Error
		if !errors.As(err, &refused) || refused.Name != c.attr || refused.Offset == 0 {
			t.Errorf("%v: %v, want %s", c.request, err, c.attr)
		}
	}
}
