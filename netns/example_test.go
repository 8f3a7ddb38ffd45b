package netns_test

import (
	"errors"
	"io/fs"
	"log"

	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Give a namespace an id, unless it has one.
func ExampleSetAutoID() {
	var conn *nlmsg.Conn // as nlmsg.Dial opens it
	ns, err := netns.Open("blue")
	if err != nil {
		log.Fatal(err)
	}
	defer ns.Close()
	if err := conn.Do(netns.SetAutoID(netns.File(ns))); err != nil && !errors.Is(err, fs.ErrExist) {
		log.Fatal(err)
	}
}
