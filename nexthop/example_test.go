package nexthop_test

import (
	"fmt"
	"log"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Requests can be made and looked at without a connection.
func Example() {
	r := nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: netip.MustParseAddr("192.0.2.2"), OIF: 3})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// nexthop add id 1 via 192.0.2.2 dev index 3
	// 48 <nil>
}

// Spread the packets of a route over two routers, three quarters of them to the
// second. Those of a flow stay with one until it has paused for a minute.
func ExampleAdd() {
	err := conn.Do(
		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: netip.MustParseAddr("192.0.2.2"), OIF: 3}),
		nexthop.Add(&nexthop.NextHop{ID: 2, Gateway: netip.MustParseAddr("198.51.100.2"), OIF: 4}),
		nexthop.Add(&nexthop.NextHop{
			ID:        10,
			Group:     []nexthop.Member{{ID: 1}, {ID: 2, Weight: 3}},
			Resilient: &nexthop.Resilient{Buckets: 64, IdleTimer: new(time.Minute)},
		}),
		route.Add(&route.Route{Dst: netip.MustParsePrefix("203.0.113.0/24"), NHID: 10}),
	)
	if err != nil {
		log.Fatal(err)
	}
}

// Make a way whose number the kernel chooses, and a route that uses it.
func ExampleCreate() {
	way, err := nexthop.Create(conn, &nexthop.NextHop{Gateway: netip.MustParseAddr("192.0.2.2"), OIF: 3})
	if err != nil {
		log.Fatal(err)
	}
	err = conn.Do(route.Add(&route.Route{Dst: netip.MustParsePrefix("203.0.113.0/24"), NHID: way.ID}))
	if err != nil {
		log.Fatal(err)
	}
}

// Take a router out of all routes, by one message.
func ExampleReplace() {
	err := conn.Do(nexthop.Replace(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1}}}))
	if err != nil {
		log.Fatal(err)
	}
}
