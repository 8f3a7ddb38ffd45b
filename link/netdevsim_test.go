package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// The kernel makes these by a file of sysfs only.
var netdevsimTest = kindTest{
	ip:   "ip link add nsim0 type netdevsim",
	full: &link.Link{Name: "nsim0", Data: &link.Netdevsim{}},
	iproute2: map[string]nlmsg.Request{
		"own-netdevsim": link.Add(&link.Link{Name: "nsim0", Data: &link.Netdevsim{}}),
	},
}
