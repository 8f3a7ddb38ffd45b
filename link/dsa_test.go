package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/roundtrip"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var dsaTest = kindTest{
	ip:   "ip link add name swp0 type dsa conduit veth0",
	full: &link.Link{Name: "swp0", Data: &link.DSA{Conduit: 3}},
	iproute2: map[string]nlmsg.Request{
		"own-dsa": link.Set(link.Index(3), &link.Link{Data: &link.DSA{Conduit: 2}}),
	},
}

// A conduit that is none is read, so it has to be written.
func TestDSAWithoutConduit(t *testing.T) {
	m := newLink(body(func(e *rtattr.Encoder) {
		info := e.Begin(linux.IFLA_LINKINFO)
		e.String(linux.IFLA_INFO_KIND, "dsa")
		data := e.Begin(linux.IFLA_INFO_DATA)
		e.Uint32(linux.IFLA_DSA_CONDUIT, 0)
		e.End(data)
		e.End(info)
	}))
	if _, ok := roundtrip.For(m).Check(t, m); !ok {
		t.Error("it is refused")
	}
}
