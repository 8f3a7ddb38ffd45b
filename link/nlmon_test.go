package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var nlmonTest = kindTest{
	ip:   "ip link add nlmon0 type nlmon",
	full: &link.Link{Name: "nlmon0", Data: &link.Nlmon{}},
	iproute2: map[string]nlmsg.Request{
		"own-nlmon": link.Add(&link.Link{Name: "nlmon0", Data: &link.Nlmon{}}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.Nlmon{}}}},
}
