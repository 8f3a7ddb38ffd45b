package route_test

import (
	"encoding/binary"
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
