package netconf_test

import (
	"context"
	"fmt"
	"log"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Ask whether interface 3 forwards packets of IPv6.
func ExampleGet() {
	c, err := netconf.Get(conn, unix.AF_INET6, 3)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Forwarding != nil && *c.Forwarding != 0)
}

// Print where forwarding is set, and each time that it changes.
func ExampleWatch() {
	for ev, err := range netconf.Watch(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		if c := ev.New; c != nil && c.Forwarding != nil {
			fmt.Println(ev.Kind, c.Family, c.Index, *c.Forwarding)
		}
	}
}
