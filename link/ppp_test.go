package link_test

import "github.com/seed-030106aa/rawnl/link"

var pppTest = kindTest{
	ip:   "ip link add ppp0 type ppp, with a file descriptor",
	full: &link.Link{Name: "ppp0", Data: &link.PPP{FD: new(5)}},
}
