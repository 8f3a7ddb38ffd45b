package mroute_test

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/netip"

	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Print what is forwarded to interface 3, and how much of it.
func ExampleFilter_List() {
	list, err := mroute.Filter{OIF: 3}.List(conn)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range list {
		if r.Stats != nil {
			fmt.Println(r.Source, r.Group, r.Stats.Packets)
		}
	}
}

// Ask where packets from a source to a group go.
func ExampleGet() {
	r, err := mroute.Get(conn, netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("233.252.0.1"), 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Println("nowhere")
	case err != nil:
		log.Fatal(err)
	default:
		for _, out := range r.Outs {
			fmt.Println(out.Index)
		}
	}
}
