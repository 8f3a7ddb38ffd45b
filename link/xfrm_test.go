package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var xfrmTest = kindTest{
	ip: "ip link add xfrm1 type xfrm dev eth0 if_id 42 external\n" +
		"With \"external\", ip refuses the rest.",
	full: &link.Link{Name: "xfrm1", Data: &link.XFRM{Link: new(3), IfID: 42, CollectMetadata: true}},
	iproute2: map[string]nlmsg.Request{
		"own-xfrm-if-id":    link.Add(&link.Link{Name: "xfrm1", Data: &link.XFRM{Link: new(3), IfID: 42}}),
		"own-xfrm-no-dev":   link.Add(&link.Link{Name: "xfrm1", Data: &link.XFRM{IfID: 7}}),
		"own-xfrm-external": link.Add(&link.Link{Name: "xfrm1", Data: &link.XFRM{CollectMetadata: true}}),
	},
	live: []liveTest{
		{
			name:   "with a number",
			link:   &link.Link{Data: &link.XFRM{Link: new(parent), IfID: 42}},
			change: &link.XFRM{Link: new(parent), IfID: 43},
		},
		{
			name:    "that collects metadata",
			link:    &link.Link{Data: &link.XFRM{CollectMetadata: true}},
			since:   [2]int{6, 1},
			notBack: true, // the kernel refuses any change that says so
		},
	},
}
