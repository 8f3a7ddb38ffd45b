package link_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var vcanTest = kindTest{
	ip:   "ip link add vcan0 type vcan",
	full: &link.Link{Name: "vcan0", Data: &link.VCAN{}},
	iproute2: map[string]nlmsg.Request{
		"link-add-vcan": link.Add(&link.Link{Name: "vcan0", Data: &link.VCAN{}}),
	},
	live: []liveTest{{link: &link.Link{MTU: 72, Data: &link.VCAN{}}}},
}

var vxcanTest = kindTest{
	ip:   "ip link add vxcan0 type vxcan peer name vxcan1 mtu 72",
	full: &link.Link{Name: "vxcan0", Data: &link.VXCAN{Peer: &link.Link{Name: "vxcan1", MTU: 72}}},
	iproute2: map[string]nlmsg.Request{
		"own-vxcan-peer": link.Add(&link.Link{Name: "vxcan0", Data: &link.VXCAN{Peer: &link.Link{Name: "vxcan1", MTU: 72}}}),
	},
	live: []liveTest{{
		link:   &link.Link{Data: &link.VXCAN{Peer: &link.Link{Name: "peer0", Index: others, MTU: 72}}},
		unread: []string{"Peer"},
	}},
}

// A peer of a vxcan is checked as that of a veth is.
func TestVXCANPeer(t *testing.T) {
	for _, tt := range []struct {
		peer link.Link
		want string
	}{
		{link.Link{Index: 3}, "an index is given for the peer and none for the link"},
		{link.Link{Flags: linux.IFF_UP}, "a peer cannot be made up"},
		{link.Link{Data: &link.VXCAN{}}, "a peer is of the same kind"},
	} {
		_, err := link.Add(&link.Link{Data: &link.VXCAN{Peer: &tt.peer}}).AppendBinary(nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want ... %s ...", tt.peer, err, tt.want)
		}
	}
	if _, err := link.Add(&link.Link{Data: (*link.VXCAN)(nil)}).AppendBinary(nil); err == nil {
		t.Error("a nil pointer is no error")
	}
}
