package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var ovpnTest = kindTest{
	ip:   "ip link add ovpn0 type ovpn, a server",
	full: &link.Link{Name: "ovpn0", Data: &link.OVPN{Mode: new(uint8(1))}},
	iproute2: map[string]nlmsg.Request{
		"own-ovpn": link.Add(&link.Link{Name: "ovpn0", Data: &link.OVPN{}}),
	},
}
