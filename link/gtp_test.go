package link_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var gtpTest = kindTest{
	ip: "ip link add gtp0 type gtp role sgsn hsize 512 restart_count 7, with every option",
	full: &link.Link{Name: "gtp0", Data: &link.GTP{
		FD0: new(5), FD1: new(6), CreateSockets: true, Local: addr("192.0.2.1"), PDPHashSize: 512, Role: new(uint32(1)), RestartCount: new(uint8(7)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-gtp-sgsn": link.Add(&link.Link{Name: "gtp0", Data: &link.GTP{
			CreateSockets: true, Role: new(uint32(1)), PDPHashSize: 512, RestartCount: new(uint8(7)),
		}}),
		"own-gtp-ggsn": link.Add(&link.Link{Name: "gtp0", Data: &link.GTP{
			CreateSockets: true, Role: new(uint32(0)), PDPHashSize: 1024,
		}}),
		"own-gtp-zero": link.Add(&link.Link{Name: "gtp0", Data: &link.GTP{
			PDPHashSize: 1, Role: new(uint32(0)), RestartCount: new(uint8(0)), CreateSockets: true,
		}}),
	},
	live: []liveTest{
		{
			name: "of the radio network",
			link: &link.Link{Data: &link.GTP{
				CreateSockets: true, Role: new(uint32(1)), PDPHashSize: 512, RestartCount: new(uint8(7)),
			}},
			unread:  []string{"CreateSockets"},
			notBack: true,
		},
		{
			name:    "with sockets of IPv6",
			link:    &link.Link{Data: &link.GTP{CreateSockets: true, Local: addr("::"), Role: new(uint32(0))}},
			unread:  []string{"CreateSockets", "Local"},
			notBack: true,
			since:   [2]int{6, 11}, // IFLA_GTP_LOCAL6
		},
	},
}

// What the kernel would ignore is refused.
func TestGTPBadInput(t *testing.T) {
	for _, tt := range []struct {
		give link.GTP
		want string
	}{
		{link.GTP{FD1: new(5), Local: addr("::1")}, "IFLA_GTP_LOCAL at offset 60: the kernel ignores it unless it makes the sockets"},
		{link.GTP{FD1: new(-1)}, "IFLA_GTP_FD1"},
	} {
		_, err := link.Add(&link.Link{Name: "gtp0", Data: &tt.give}).AppendBinary(nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want ... %s ...", tt.give, err, tt.want)
		}
	}
}
