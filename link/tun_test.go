package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var tunTest = kindTest{
	ip:   "ip link add tun0 type tun\nThe kernel refuses it: a program makes such a link by ioctls.",
	full: &link.Link{Name: "tun0", Data: &link.Tun{}},
	iproute2: map[string]nlmsg.Request{
		"link-add-tun": link.Add(&link.Link{Name: "tun0", Data: &link.Tun{}}),
	},
}
