package schema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Messages of Linux 6.18, on a little-endian machine.
const (
	// The addresses of two DNS servers, out of a router's advertisement.
	dnsServers = request("5c0000004400000000000000000000000a00280003000000860000000000000019050000" +
		"0000012c20010db800000000000000000000005320010db8000000000000000000000054" +
		"14000100fe80000000000000" + "000000fffe000011")
	// A dump of a bridge's forwarding table, as for links and as for neighbours.
	tableOfLinks      = request("280000001e0001030700000000000000" + "07000000000000000000000000000000" + "08000a0004000000")
	tableOfNeighbours = request("240000001e0001030700000000000000" + "070000000000000000000000" + "0800090004000000")
	// A port joins the group 01:02:03:04:05:06.
	groupAdd = request("38000000540005060700000000000000070000000400000020000100060000000100000001020304050600000000000000000000" + "00000000")
)

func TestBytesChooseTheLayout(t *testing.T) {
	littleEndian(t)
	group := Parse(linux.NETLINK_ROUTE, groupAdd.bytes())
	links := Parse(linux.NETLINK_ROUTE, tableOfLinks.bytes())
	neighbours := Parse(linux.NETLINK_ROUTE, tableOfNeighbours.bytes())
	for _, c := range []struct {
		about string
		node  *Node
		field int
		want  string
	}{
		{"length of a link's header", &links, 0, "ifi_family"},
		{"length of a neighbour's header", &neighbours, 0, "ndm_family"},
		{"group without protocol", group.child(1), 4, "addr.u.mac_addr"},
	} {
		if got := c.node.Type.Fields[c.field].Name; got != c.want {
			t.Errorf("%s: field %s, want %s", c.about, got, c.want)
		}
	}
	if got := links.Children[0].Name; got != "IFLA_MASTER" {
		t.Errorf("a table asked for as for links holds %s", got)
	}
}

func TestUserOptionsStandBeforeTheAttributes(t *testing.T) {
	littleEndian(t)
	root := Parse(linux.NETLINK_ROUTE, dnsServers.bytes())
	if len(root.Children) != 1 || root.Children[0].Name != "NDUSEROPT_SRCADDR" || len(root.Rest) > 0 {
		t.Errorf("attributes %v, rest % x, want NDUSEROPT_SRCADDR alone", root.Children, root.Rest)
	}
	var names []string
	for _, f := range root.Type.Fields[len(nduseroptmsgFields):] {
		names = append(names, f.Name)
	}
	want := []string{"nd_opt_type", "nd_opt_len", "", "nd_opt_rdnss_lifetime", "nd_opt_rdnss"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestUserOptionsThatAreCut(t *testing.T) {
	littleEndian(t)
	for _, size := range []int{0, 15, 16, 17, 18, 30, 55} {
		body := dnsServers.bytes()[MessageHeaderLen:][:size]
		l := withOptions(body)
		if n := l.HeaderLen(); n != max(size, 16) {
			t.Errorf("%d bytes: fields cover %d", size, n)
		}
	}
}
