package netconf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"list", "ip netconf show", netconf.Filter{}.Request()},
		{"list-mpls", "ip -f mpls netconf show", netconf.Filter{Family: linux.AF_MPLS}.Request()},
		{"get-default", "the IPv6 settings of new interfaces", netconf.GetRequest(linux.AF_INET6, netconf.Default)},
	} {
		t.Run(tt.file, func(t *testing.T) {
			b, err := tt.request.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, b)
		})
	}
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", map[string]nlmsg.Request{
		"netconf-show":          netconf.Filter{}.Request(),
		"netconf-show-v4":       netconf.Filter{Family: linux.AF_INET}.Request(),
		"netconf-show-v6":       netconf.Filter{Family: linux.AF_INET6}.Request(),
		"netconf-show-mpls":     netconf.Filter{Family: linux.AF_MPLS}.Request(),
		"netconf-show-v6-dev":   acknowledged(netconf.GetRequest(linux.AF_INET6, 3)),
		"netconf-show-mpls-dev": acknowledged(netconf.GetRequest(linux.AF_MPLS, 1)),

		"netconf-show-dev": netconf.Filter{Index: 3}.Request(), // which ip looks at by itself, too
	}, nil)
}

// acknowledged is what ip sends, which asks for an acknowledgement beside the
// answer.
func acknowledged(r nlmsg.Request) nlmsg.Request {
	r.Flags |= linux.NLM_F_ACK
	return r
}

var full = &netconf.Conf{
	Family: linux.AF_INET, Index: 3, Forwarding: new(int32(1)), RPFilter: new(int32(2)),
	MCForwarding: new(int32(3)), ProxyNeigh: new(int32(4)), IgnoreRoutesWithLinkdown: new(int32(5)),
	Input: new(int32(6)), BCForwarding: new(int32(0)), ForceForwarding: new(int32(-8)),
	Unknown: []rtattr.Raw{{Type: 77, Data: []byte("news")}},
}

func message(t testing.TB, c *netconf.Conf) nlmsg.Message {
	t.Helper()
	b, err := c.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNETCONF}, Data: b}
}

func TestEveryFieldComesBack(t *testing.T) {
	m := message(t, full)
	got, err := netconf.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full, got); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	clone := got.Clone()
	clear(m.Data)
	*got.Forwarding = 9
	if diff := cmp.Diff(*full, clone); diff != "" {
		t.Errorf("(-written +cloned)\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	good := message(t, full)
	for _, tt := range []struct {
		name string
		m    nlmsg.Message
		want string
	}{
		{"another type", nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}}, "message of type 16"},
		{"no header", nlmsg.Message{Header: good.Header}, "0 bytes"},
		{"short setting", nlmsg.Message{Header: good.Header, Data: append(good.Data[:4:4], 7, 0, 2, 0, 1, 0, 0, 0)},
			"NETCONFA_FORWARDING at offset 20: 3 bytes, want 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := netconf.Decode(tt.m)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want ... %s", err, tt.want)
			}
		})
	}
	big := 1 << 31
	if _, err := netconf.GetRequest(linux.AF_INET, big).AppendBinary(nil); err == nil ||
		!strings.Contains(err.Error(), "NETCONFA_IFINDEX at offset 20: 2147483648 is the index of no interface") {
		t.Errorf("got %v", err)
	}
}
