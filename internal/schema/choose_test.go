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

// The state of a bridge's port is the one value that stands where a nest belongs.
func TestProtInfo(t *testing.T) {
	for _, c := range []struct {
		about  string
		family uint8
		flags  uint16
		size   int
		want   *Layout
	}{
		{"a byte", linux.AF_BRIDGE, 0, 1, bridgePortState},
		{"three bytes", linux.AF_BRIDGE, 0, 3, bridgePortState},
		{"nothing", linux.AF_BRIDGE, 0, 0, bridgePort},
		{"room for an attribute", linux.AF_BRIDGE, 0, 4, bridgePort},
		{"a nest that is cut short", linux.AF_BRIDGE, linux.NLA_F_NESTED, 1, bridgePort},
		{"another family", linux.AF_INET6, 0, 1, afInet6},
		{"a family without such", linux.AF_INET, 0, 1, protInfo},
	} {
		n := chooser{Node: &Node{scope: scope{family: c.family}}}
		if got := n.choose(protInfo, make([]byte, c.size), c.flags); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.about, got, c.want)
		}
	}
}

func TestWhatAsksLikeALink(t *testing.T) {
	bridge := func(size int) []byte { return append([]byte{linux.AF_BRIDGE}, make([]byte, size-1)...) }
	for _, c := range []struct {
		about string
		flags uint16
		body  []byte
		want  bool
	}{
		{"a link's header", linux.NLM_F_DUMP, bridge(16), true},
		{"and an attribute", linux.NLM_F_DUMP, bridge(24), true},
		{"a neighbour's header", linux.NLM_F_DUMP, bridge(12), false},
		{"and an attribute", linux.NLM_F_DUMP, bridge(20), false},
		{"no dump", linux.NLM_F_ROOT, bridge(16), false},
		{"another family", linux.NLM_F_DUMP, make([]byte, 16), false},
		{"no body", linux.NLM_F_DUMP, nil, false},
	} {
		n := Node{Flags: c.flags, Body: c.body}
		if got := n.asksLikeLink(); got != c.want {
			t.Errorf("%s, %d bytes: %v", c.about, len(c.body), got)
		}
	}
}

// The type of an encapsulation stands before or behind what it chooses, and the
// last one counts.
func TestTheEncapsulationIsChosen(t *testing.T) {
	const mpls, ip = 1, 2 // LWTUNNEL_ENCAP_*
	typ := func(b ...byte) Node { return Node{Attr: Attr{Number: 21}, Role: Attribute, Body: b} }
	for _, c := range []struct {
		about string
		types []Node
		want  *Layout
	}{
		{"one", []Node{typ(mpls, 0)}, encapMPLS},
		{"two", []Node{typ(mpls, 0), typ(ip, 0)}, encapIP},
		{"none", nil, opaque},
		{"one of a byte", []Node{typ(mpls)}, opaque},
		{"one that has no name", []Node{typ(200, 0)}, opaque},
		{"a row of the number", []Node{{Attr: Attr{Number: 21}, Role: Row, Body: []byte{mpls, 0}}}, opaque},
	} {
		littleEndian(t)
		n := chooser{Node: &Node{Children: c.types}}
		for range 2 {
			if got := n.choose(routeEncap, nil, 0); got != c.want {
				t.Errorf("%s: %+v, want %+v", c.about, got, c.want)
			}
		}
	}
}

func TestWhatElseChooses(t *testing.T) {
	in := func(family uint8, request bool) *chooser {
		return &chooser{Node: &Node{scope: scope{family: family, request: request}}}
	}
	for _, c := range []struct {
		about     string
		got, want *Layout
	}{
		{"settings in an answer", in(0, false).choose(inetConf, nil, 0), inetConf},
		{"settings in a request", in(0, true).choose(inetConf, nil, 0), inetConfRequest},
		{"packet without a route", in(familyIPMR, false).choose(cacheReport, nil, 0), cacheReport},
		{"packet of IPv6 without a route", in(familyIP6MR, false).choose(cacheReport, nil, 0), cacheReport6},
		{"features", in(0, false).choose(dcbFeatures, make([]byte, 4), 0), dcbFeatures},
		{"result of setting features", in(0, false).choose(dcbFeatures, make([]byte, 1), 0), u8},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.about, c.got, c.want)
		}
	}
}

// IFLA_INFO_KIND chooses the statistics too, and what a port holds only where it
// names the kind of the master.
func TestKindsChoose(t *testing.T) {
	littleEndian(t)
	kind := func(name string) Node {
		return Node{Attr: Attr{Number: linux.IFLA_INFO_KIND}, Role: Attribute, Body: []byte(name)}
	}
	master := Node{Attr: Attr{Number: linux.IFLA_INFO_SLAVE_KIND}, Role: Attribute, Body: []byte("bond\x00")}
	for _, c := range []struct {
		about    string
		children []Node
		of, want *Layout
	}{
		{"statistics", []Node{kind("can\x00")}, infoXstats, canStats},
		{"a port of a bridge", []Node{kind("bridge_slave")}, infoSlaveData, bridgePort},
		{"a bridge that is a port of nothing", []Node{kind("bridge\x00")}, infoSlaveData, opaque},
		{"a bridge that is a port of a bond", []Node{kind("bridge\x00"), master}, infoSlaveData, bondPort},
	} {
		n := chooser{Node: &Node{Children: c.children}}
		if got := n.choose(c.of, nil, 0); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.about, got, c.want)
		}
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
