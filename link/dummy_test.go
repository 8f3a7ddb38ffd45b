package link_test

import "github.com/seed-030106aa/rawnl/link"

var dummyTest = kindTest{
	ip:   "ip link add dummy0 type dummy",
	full: &link.Link{Name: "dummy0", Data: &link.Dummy{}},
	live: []liveTest{{link: &link.Link{Data: &link.Dummy{}}}},
}
