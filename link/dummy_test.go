package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var dummyTest = kindTest{
	ip:   "ip link add dummy0 type dummy",
	full: &link.Link{Name: "dummy0", Data: &link.Dummy{}},
	iproute2: map[string]nlmsg.Request{
		"link-add-dummy": link.Add(&link.Link{Name: "dummy0", Data: &link.Dummy{}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.Dummy{}}}},
}
