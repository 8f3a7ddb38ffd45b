package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var teamTest = kindTest{
	ip:   "ip link add team0 type team",
	full: &link.Link{Name: "team0", Data: &link.Team{}},
	iproute2: map[string]nlmsg.Request{
		"own-team":       link.Add(&link.Link{Name: "team0", Data: &link.Team{}}),
		"own-team-slave": link.SetPort(link.Index(3), &link.TeamPort{}),
	},
	live: []liveTest{{link: &link.Link{Data: &link.Team{}}}},
}
