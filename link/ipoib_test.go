package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// No machine of the tests has InfiniBand: there is nothing for a kernel to make.
var ipoibTest = kindTest{
	ip: "ip link add link veth0 name ib0 type ipoib pkey 0x8005 mode connected umcast 1",
	full: &link.Link{Name: "ib0", ParentIndex: new(3), Data: &link.IPoIB{
		PKey: 0x8005, Mode: new(uint16(1)), UMcast: new(true),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-ipoib": link.Add(&link.Link{Name: "ib0", ParentIndex: new(3), Data: &link.IPoIB{
			PKey: 0x8005, Mode: new(uint16(1)), UMcast: new(true),
		}}),
		"own-ipoib-datagram": link.Add(&link.Link{Name: "ib0", ParentIndex: new(3), Data: &link.IPoIB{
			Mode: new(uint16(0)), UMcast: new(false),
		}}),
	},
}
