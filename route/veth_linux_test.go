package route_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The interfaces that a test has.
const (
	lo    = 1
	veth0 = 2
	veth1 = 3
)

// makeVeths makes a pair of veths and sets all interfaces up. Package link does
// this better, but is not for the tests of its neighbours.
func makeVeths(t testing.TB, conn *nlmsg.Conn) {
	t.Helper()
	const create = linux.NLM_F_CREATE | linux.NLM_F_EXCL
	reqs := []nlmsg.Request{{Op: "test veths", Type: linux.RTM_NEWLINK, Flags: create, Body: veths{}}}
	for _, index := range []int{lo, veth0, veth1} {
		reqs = append(reqs, nlmsg.Request{Op: "test up", Type: linux.RTM_NEWLINK, Body: up(index)})
	}
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
}

type veths struct{}

func (veths) Encode(e *rtattr.Encoder) {
	ifinfomsg(e, veth0)
	e.IfName(linux.IFLA_IFNAME, "veth0")
	e.Nest(linux.IFLA_LINKINFO, func() {
		e.Bytes(linux.IFLA_INFO_KIND, []byte("veth"))
		e.Nest(linux.IFLA_INFO_DATA, func() {
			e.Nest(linux.VETH_INFO_PEER, func() {
				ifinfomsg(e, veth1)
				e.IfName(linux.IFLA_IFNAME, "veth1")
			})
		})
	})
}

type up int

func (index up) Encode(e *rtattr.Encoder) {
	h := ifinfomsg(e, int(index))
	binary.NativeEndian.PutUint32(h[8:], linux.IFF_UP)
	binary.NativeEndian.PutUint32(h[12:], linux.IFF_UP)
}

func ifinfomsg(e *rtattr.Encoder, index int) []byte {
	h := e.Struct(16)
	binary.NativeEndian.PutUint32(h[4:], uint32(index))
	return h
}

// own is an address of an interface, of which package addr knows more.
type own struct {
	index  int
	prefix netip.Prefix
}

func (a own) Encode(e *rtattr.Encoder) {
	h := e.Struct(8)
	h[0] = linux.AF_INET
	if a.prefix.Addr().Is6() {
		h[0] = linux.AF_INET6
	}
	h[1] = uint8(a.prefix.Bits())
	h[2] = linux.IFA_F_NODAD
	binary.NativeEndian.PutUint32(h[4:], uint32(a.index))
	e.Addr(linux.IFA_LOCAL, a.prefix.Addr())
}

// giveAddresses gives the veths addresses of networks of their own.
func giveAddresses(t testing.TB, conn *nlmsg.Conn) {
	t.Helper()
	const create = linux.NLM_F_CREATE | linux.NLM_F_EXCL
	var reqs []nlmsg.Request
	for _, a := range []own{
		{veth0, prefix("192.0.2.1/24")}, {veth0, prefix("2001:db8::1/64")},
		{veth1, prefix("203.0.113.1/24")}, {veth1, prefix("2001:db8:1::1/64")},
	} {
		reqs = append(reqs, nlmsg.Request{Op: "test address", Type: linux.RTM_NEWADDR, Flags: create, Body: a})
	}
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
}

type down int

func (index down) Encode(e *rtattr.Encoder) {
	h := ifinfomsg(e, int(index))
	binary.NativeEndian.PutUint32(h[12:], linux.IFF_UP)
}
