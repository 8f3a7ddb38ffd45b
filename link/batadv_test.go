package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var batadvTest = kindTest{
	ip:   "ip link add bat0 type batadv ra BATMAN_V",
	full: &link.Link{Name: "bat0", Data: &link.Batadv{AlgoName: "BATMAN_V"}},
	iproute2: map[string]nlmsg.Request{
		"own-batadv":    link.Add(&link.Link{Name: "bat0", Data: &link.Batadv{}}),
		"own-batadv-ra": link.Add(&link.Link{Name: "bat0", Data: &link.Batadv{AlgoName: "BATMAN_V"}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.Batadv{AlgoName: "BATMAN_IV"}}, unread: []string{"AlgoName"}}},
}
