package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var wwanTest = kindTest{
	ip:   "ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1",
	full: &link.Link{Name: "wwan0.1", ParentDevName: "wwan0", Data: &link.WWAN{LinkID: new(uint32(1))}},
	iproute2: map[string]nlmsg.Request{
		"own-wwan": link.Add(&link.Link{Name: "wwan1", Data: &link.WWAN{LinkID: new(uint32(0))}}),
	},
}
