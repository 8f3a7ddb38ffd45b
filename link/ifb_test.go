package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ifbTest = kindTest{
	ip:   "ip link add ifb9 type ifb",
	full: &link.Link{Name: "ifb9", Data: &link.IFB{}},
	iproute2: map[string]nlmsg.Request{
		"link-add-ifb": link.Add(&link.Link{Name: "ifb9", TxQLen: new(uint32(32)), Data: &link.IFB{}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.IFB{}}}},
}
