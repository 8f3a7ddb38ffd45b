package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var wireGuardTest = kindTest{
	ip:   "ip link add wg0 type wireguard",
	full: &link.Link{Name: "wg0", Data: &link.WireGuard{}},
	iproute2: map[string]nlmsg.Request{
		"link-add-wireguard": link.Add(&link.Link{Name: "wg0", Data: &link.WireGuard{}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.WireGuard{}}}},
}
