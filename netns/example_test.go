package netns_test

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"

	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Run a part of the program in a namespace of its own.
func ExampleDo() {
	ns, err := netns.New()
	if err != nil {
		log.Fatal(err)
	}
	defer ns.Close()
	err = netns.Do(ns, func() error {
		l, err := net.Listen("tcp", "127.0.0.1:80") // of that namespace
		if err != nil {
			return err
		}
		return l.Close()
	})
	if err != nil {
		log.Fatal(err)
	}
}

// Print the ids of all namespaces that have a name.
func ExampleGetID() {
	var conn *nlmsg.Conn // as nlmsg.Dial opens it
	names, err := netns.List()
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range names {
		ns, err := netns.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		id, err := netns.GetID(conn, netns.File(ns))
		switch ns.Close(); {
		case errors.Is(err, fs.ErrNotExist):
			fmt.Println(name, "has no id")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println(name, id.ID)
		}
	}
}

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
