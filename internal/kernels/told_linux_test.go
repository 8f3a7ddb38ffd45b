package kernels_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// The attributes in what the kernel lists, with those in their nests. No link but
// lo has a carrier: with one, IPv6 would add objects of its own in its own time.
func TestReportTold(t *testing.T) {
	t.Parallel()
	const lo, port = 1, 22
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: testns.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	must(t, conn, link.SetUp(link.Index(lo)),
		link.Add(&link.Link{Name: "br0", Index: br, Flags: unix.IFF_UP, Data: &link.Bridge{}}),
		link.Add(&link.Link{Name: "port0", Index: port, Data: &link.Veth{Peer: &link.Link{Name: "port1"}}}),
		link.SetMaster(link.Index(port), link.Index(br)),
		nexthop.Add(&nexthop.NextHop{ID: 1, OIF: lo, Family: unix.AF_INET}),
		route.Add(&route.Route{Dst: prefix("198.51.100.0/24"), OIF: lo}),
		route.Add(&route.Route{Dst: prefix("2001:db8::/64"), OIF: lo}),
		neigh.Add(&neigh.Neigh{Index: br, Dst: ip("192.0.2.9"), LLAddr: mac(9), State: neigh.StatePermanent}))
	for object, dump := range map[string]nlmsg.Request{
		"link":                   link.Filter{}.Request(),
		"address":                addr.Filter{Index: lo}.Request(),
		"IPv6 multicast address": addr.Filter{Kind: addr.Multicast, Index: lo}.Request(),
		"route":                  route.Filter{OIF: lo}.Request(),
		"rule":                   rule.Filter{}.Request(),
		"neighbour":              neigh.Filter{Index: br}.Request(),
		"neighbour table":        neigh.TableFilter{}.Request(),
		"forwarding entry":       neigh.FDBFilter{}.Request(),
		"nexthop object":         nexthop.Filter{}.Request(),
		"statistics of a link":   link.StatsFilter{Mask: 1}.Request(),
	} {
		told := make(map[string]bool)
		for m, err := range conn.Dump(dump) {
			if err != nil {
				t.Fatal(err)
			}
			b, err := m.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			root := schema.Parse(unix.NETLINK_ROUTE, b)
			attributes(&root, "", told)
		}
		for path := range told {
			kernels.Report(t, "told", object+": `"+path+"`", "yes")
		}
	}
}

// attributes notes the paths of all attributes of a message.
func attributes(n *schema.Node, prefix string, told map[string]bool) {
	for i := range n.Children {
		child := &n.Children[i]
		path := prefix + child.Label()
		told[path] = true
		attributes(child, path+"/", told)
	}
}
