package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var vrfTest = kindTest{
	ip:   "ip link add vrf0 type vrf table 100",
	full: &link.Link{Name: "vrf0", Data: &link.VRF{Table: 100}},
	iproute2: map[string]nlmsg.Request{
		"link-add-vrf": link.Add(&link.Link{Name: "vrf-red", Data: &link.VRF{Table: 100}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.VRF{Table: 70000}}, notBack: true}},
}
