package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var dsaTest = kindTest{
	ip:   "ip link add name swp0 type dsa conduit veth0",
	full: &link.Link{Name: "swp0", Data: &link.DSA{Conduit: new(3)}},
	iproute2: map[string]nlmsg.Request{
		"own-dsa": link.Set(link.Index(3), &link.Link{Data: &link.DSA{Conduit: new(2)}}),
	},
}
