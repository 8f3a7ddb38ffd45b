package mpls_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Route requests can be made and looked at without a connection.
func Example() {
	r := mpls.Add(&mpls.Route{
		Label:     100,
		NewLabels: []uint32{200, 300},
		Gateway:   netip.MustParseAddr("192.0.2.2"),
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// mpls add 100
	// 60 <nil>
}

// Put two labels in the place of one.
func ExampleAdd() {
	err := conn.Do(mpls.Add(&mpls.Route{
		Label:     100,
		NewLabels: []uint32{200, 300},
		Gateway:   netip.MustParseAddr("192.0.2.2"),
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Ask where packets with a label go.
func ExampleGet() {
	r, err := mpls.Get(conn, mpls.Query{Label: 100})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.NewLabels, r.Gateway, r.OIF)
}
