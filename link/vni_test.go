package link_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The requests of bridge(8), which looks the index of vxlan0 up.
func TestVNIRequestsAreThoseOfIproute2(t *testing.T) {
	vxlan0 := link.Index(4)
	golden.CompareRecords(t, "testdata/iproute2_vni.jsonl", map[string]nlmsg.Request{
		"own-vni-add": link.AddVNIs(vxlan0, link.VNIRange{First: 100}),
		"own-vni-add-range": link.AddVNIs(vxlan0,
			link.VNIRange{First: 200, Last: 300, Group: addr("239.1.1.1")},
			link.VNIRange{First: 400, Group: addr("239.1.1.1")}),
		"own-vni-add-group6": link.AddVNIs(vxlan0, link.VNIRange{First: 500, Last: 500, Group: addr("2001:db8::5")}),
		"own-vni-del":        link.DelVNIs(vxlan0, link.VNIRange{First: 100, Last: 104}),
		"own-vni-show":       link.VNIsFilter{}.Request(),
		"own-vni-show-dev":   link.VNIsFilter{Index: 4, Stats: true}.Request(),
	}, nil)
}

func TestVNIGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		req           nlmsg.Request
	}{
		{"add-vnis", "bridge vni add dev vxlan0 vni 100-104,200 group 239.1.1.1",
			link.AddVNIs(link.Index(4),
				link.VNIRange{First: 100, Last: 104, Group: addr("239.1.1.1")}, link.VNIRange{First: 200, Group: addr("239.1.1.1")})},
		{"del-vnis", "bridge vni delete dev vxlan0 vni 100-104",
			link.DelVNIs(link.Index(4), link.VNIRange{First: 100, Last: 104, Group: addr("239.1.1.1")})},
		{"list-vnis", "bridge -s vni show dev vxlan0",
			link.VNIsFilter{Index: 4, Stats: true}.Request()},
	} {
		b, err := tt.req.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, b)
	}
}

// Every field is written and read back.
func TestVNIsComeBack(t *testing.T) {
	unknown := []rtattr.Raw{{Type: 500, Data: []byte("news")}}
	want := &link.VNIs{Index: 4, Unknown: unknown, Ranges: []link.VNIRange{
		{First: 1, Last: 1},
		{First: 100, Last: 104, Group: addr("239.1.1.1"), Unknown: unknown},
		{First: 200, Last: 1<<24 - 1, Group: addr("2001:db8::5"), Stats: &link.VNIStats{
			RxBytes: 1, RxPackets: 2, RxDropped: 3, RxErrors: 4, TxBytes: 5, TxPackets: 6, TxDropped: 7, TxErrors: 8, Unknown: unknown,
		}},
	}}
	b, err := want.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := link.DecodeVNIs(tunnels(b))
	if err != nil {
		t.Fatal(err)
	}
	clone := got.Clone()
	clear(b)
	if diff := cmp.Diff(*want, clone, cmpAddr); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	if s := clone.Ranges[0].String() + " " + clone.Ranges[1].String(); s != "1 100-104" {
		t.Errorf("the ranges are written %q", s)
	}
}

func TestVNIBadInput(t *testing.T) {
	for _, tt := range []struct {
		name string
		req  nlmsg.Request
		want string
	}{
		{"by name", link.AddVNIs(link.Name("vxlan0"), link.VNIRange{First: 1}),
			`link add networks of "vxlan0": at offset 24: a request about networks needs the link's index`},
		{"no link", link.DelVNIs(nil, link.VNIRange{First: 1}), "link del networks of: at offset 16: no link is named"},
		{"no networks", link.AddVNIs(link.Index(4)), "VXLAN_VNIFILTER_ENTRY at offset 24: no networks are given"},
		{"network 0", link.AddVNIs(link.Index(4), link.VNIRange{Last: 5}),
			"VXLAN_VNIFILTER_ENTRY/VXLAN_VNIFILTER_ENTRY_START at offset 28: network 0 is out of range"},
		{"network of 25 bits", link.AddVNIs(link.Index(4), link.VNIRange{First: 1 << 24}), "network 16777216 is out of range"},
		{"last network of 25 bits", link.AddVNIs(link.Index(4), link.VNIRange{First: 1, Last: 1 << 24}),
			"VXLAN_VNIFILTER_ENTRY/VXLAN_VNIFILTER_ENTRY_END at offset 28: network 16777216 is out of range"},
		{"from high to low", link.DelVNIs(link.Index(4), link.VNIRange{First: 5, Last: 4}), "the last network, 4, is before the first, 5"},
		{"negative index", link.VNIsFilter{Index: -1}.Request(), "link list networks: at offset 16: interface index -1 is out of range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.req.AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want ... %s ...", err, tt.want)
			}
		})
	}
	if _, err := link.DecodeVNIs(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}}); err == nil {
		t.Error("a message about a link was read")
	}
}

func tunnels(body []byte) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWTUNNEL}, Data: body}
}
