package route_test

import (
	"errors"
	"fmt"
	"log"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Route requests can be made and looked at without a connection.
func Example() {
	r := route.Add(&route.Route{
		Dst:     netip.MustParsePrefix("198.51.100.0/24"),
		Gateway: netip.MustParseAddr("192.0.2.2"),
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// route add 198.51.100.0/24
	// 44 <nil>
}

// The mistake is named before anything is sent.
func Example_mistake() {
	r := route.Add(&route.Route{Dst: netip.MustParsePrefix("192.0.2.1/24"), OIF: 3})
	_, err := r.AppendBinary(nil)
	fmt.Println(err)
	// Output:
	// route add 192.0.2.1/24 dev index 3: RTA_DST at offset 28: 192.0.2.1/24 has bits set beyond its length; its network is 192.0.2.0/24
}

// Set the default route, whatever it was before.
func ExampleReplace() {
	err := conn.Do(route.Replace(&route.Route{
		Dst:     route.DefaultIPv4(),
		Gateway: netip.MustParseAddr("192.0.2.254"),
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Spread packets over two gateways, two thirds of them to the first.
func ExampleAdd_multipath() {
	err := conn.Do(route.Add(&route.Route{
		Dst: netip.MustParsePrefix("2001:db8:2::/48"),
		MultiPath: []route.NextHop{
			{Gateway: netip.MustParseAddr("2001:db8::2"), OIF: 3, Weight: 2},
			{Gateway: netip.MustParseAddr("fe80::1"), OIF: 4},
		},
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Delete all routes of table 300 that protocol 99 has made, in one batch.
func ExampleFilter_List() {
	list, err := route.Filter{Table: 300, Protocol: 99}.List(conn)
	if err != nil {
		log.Fatal(err)
	}
	var reqs []nlmsg.Request
	for i := range list {
		reqs = append(reqs, route.Del(&list[i]))
	}
	if err := conn.Do(reqs...); err != nil {
		log.Fatal(err)
	}
}

// Print the networks that are reached without a gateway.
func ExampleFilter_All() {
	f := route.Filter{Table: unix.RT_TABLE_MAIN, Type: unix.RTN_UNICAST}
	for r, err := range f.All(conn) {
		if err != nil {
			log.Fatal(err)
		}
		if !r.Gateway.IsValid() && len(r.MultiPath) == 0 {
			fmt.Println(r.Dst, r.OIF)
		}
	}
}

// Delete all routes of table 300, however many, as they are read.
func ExampleFilter_All_flush() {
	var failed error
	err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
		for r, err := range (route.Filter{Table: 300}).All(conn) {
			if err != nil {
				failed = err
				return
			}
			if !yield(route.Del(&r)) {
				return
			}
		}
	})
	if err := errors.Join(failed, err); err != nil {
		log.Fatal(err)
	}
}

// Ask which interface and source address packets to a host would have.
func ExampleGet() {
	r, err := route.Get(conn, route.Query{Dst: netip.MustParseAddr("192.0.2.77")})
	switch {
	case errors.Is(err, unix.ENETUNREACH):
		fmt.Println("no way to there")
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Println(r.OIF, r.PrefSrc)
	}
}
