package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var virtWifiTest = kindTest{
	ip:   "ip link add link veth0 name wlan0 type virt_wifi",
	full: &link.Link{Name: "wlan0", ParentIndex: new(3), Data: &link.VirtWifi{}},
	iproute2: map[string]nlmsg.Request{
		"own-virt-wifi": link.Add(&link.Link{Name: "wlan0", ParentIndex: new(3), Data: &link.VirtWifi{}}),
	},
	live: []liveTest{{link: &link.Link{ParentIndex: new(parent), Data: &link.VirtWifi{}}}},
}
