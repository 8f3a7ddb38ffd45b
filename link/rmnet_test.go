package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var rmnetTest = kindTest{
	ip: "ip link add link veth0 name rmnet0 type rmnet mux_id 7, with flags",
	full: &link.Link{Name: "rmnet0", ParentIndex: new(3), Data: &link.Rmnet{
		MuxID: new(uint16(7)), Flags: &link.Bits{Value: 1, Mask: 3},
	}},
	iproute2: map[string]nlmsg.Request{
		"own-rmnet": link.Add(&link.Link{Name: "rmnet0", ParentIndex: new(3), Data: &link.Rmnet{MuxID: new(uint16(7))}}),
		"own-rmnet-flags": link.Add(&link.Link{Name: "rmnet0", ParentIndex: new(3), Data: &link.Rmnet{
			MuxID: new(uint16(7)), Flags: &link.Bits{Value: 1 | 4, Mask: 1 | 2 | 4 | 8},
		}}),
		"own-rmnet-flags-v5": link.Add(&link.Link{Name: "rmnet0", ParentIndex: new(3), Data: &link.Rmnet{
			MuxID: new(uint16(9)), Flags: &link.Bits{Value: 16, Mask: 16 | 32},
		}}),
		"own-rmnet-v5-on": link.Set(link.Index(3), &link.Link{Data: &link.Rmnet{
			MuxID: new(uint16(9)), Flags: &link.Bits{Value: 32, Mask: 32},
		}}),
	},
	live: []liveTest{{
		link:   &link.Link{ParentIndex: new(parent), Data: &link.Rmnet{MuxID: new(uint16(7))}},
		change: &link.Rmnet{MuxID: new(uint16(8)), Flags: &link.Bits{Value: 5, Mask: ^uint32(0)}},
	}},
}
