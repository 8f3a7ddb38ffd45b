package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var pfcpTest = kindTest{
	ip:   "ip link add pfcp0 type pfcp",
	full: &link.Link{Name: "pfcp0", Data: &link.PFCP{}},
	iproute2: map[string]nlmsg.Request{
		"own-pfcp": link.Add(&link.Link{Name: "pfcp0", Data: &link.PFCP{}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.PFCP{}}}},
}
