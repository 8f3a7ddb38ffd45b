package bridge_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Requests can be made and looked at without a connection.
func Example() {
	r := bridge.AddGroup(&bridge.Group{
		Bridge: 2, Port: 3,
		Addr:      netip.MustParseAddr("233.252.0.1"),
		Permanent: true,
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// mdb add 233.252.0.1 on port 3 of bridge 2
	// 56 <nil>
}

// Make port 3 a trunk of VLANs 100 to 200, with VLAN 10 for frames without a tag.
func ExampleAddVLANs() {
	err := conn.Do(bridge.AddVLANs(3,
		bridge.VLAN{ID: 10, PVID: true, Untagged: true},
		bridge.VLAN{ID: 100, Last: 200},
	))
	if err != nil {
		log.Fatal(err)
	}
}

// Print the groups that have members behind the ports of bridge 2.
func ExampleListMDBs() {
	list, err := bridge.ListMDBs(conn)
	if err != nil {
		log.Fatal(err)
	}
	for _, mdb := range list {
		if mdb.Bridge != 2 {
			continue
		}
		for _, g := range mdb.Groups {
			fmt.Println(g.Port, g.Addr)
		}
	}
}
