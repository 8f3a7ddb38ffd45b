package addr_test

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Address requests can be made and looked at without a connection.
func Example() {
	r := addr.Add(&addr.Addr{
		Index:  3,
		Prefix: netip.MustParsePrefix("192.0.2.1/24"),
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// addr add 192.0.2.1/24 on index 3
	// 40 <nil>
}

// Give interface 3 an address with its broadcast address, unless it has it.
func ExampleAdd() {
	p := netip.MustParsePrefix("192.0.2.1/24")
	err := conn.Do(addr.Add(&addr.Addr{Index: 3, Prefix: p, Broadcast: addr.Broadcast(p)}))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		log.Fatal(err)
	}
}

// Let an address live for another hour, the last ten minutes of it for old
// connections only.
func ExampleReplace() {
	err := conn.Do(addr.Replace(&addr.Addr{
		Index:     3,
		Prefix:    netip.MustParsePrefix("2001:db8::1/64"),
		Valid:     time.Hour,
		Preferred: new(50 * time.Minute),
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Delete all addresses of interface 3, in one batch.
func ExampleFilter_List() {
	list, err := addr.Filter{Index: 3}.List(conn)
	if err != nil {
		log.Fatal(err)
	}
	var reqs []nlmsg.Request
	for i := range list {
		reqs = append(reqs, addr.Del(&list[i]))
	}
	if err := conn.Do(reqs...); err != nil {
		log.Fatal(err)
	}
}

// Print all addresses as they come from the kernel.
func ExampleAll() {
	for a, err := range addr.All(conn) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.Index, a.Prefix)
	}
}

func ExampleBroadcast() {
	fmt.Println(addr.Broadcast(netip.MustParsePrefix("192.0.2.1/24")))
	// Output: 192.0.2.255
}

// Prefer the source addresses of a network for destinations in it, and others for
// all else.
func ExampleAddLabel() {
	err := conn.Do(addr.AddLabel(&addr.Label{Prefix: netip.MustParsePrefix("2001:db8:1::/48"), Value: 99}))
	if err != nil {
		log.Fatal(err)
	}
}
