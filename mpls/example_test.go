package mpls_test

import (
	"log"
	"net/netip"

	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

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
