package link_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A bridge and a container's cable to it, in one sendmsg: nothing is looked up
// on the way.
func Example() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	ns, err := os.Open("/run/netns/ns1")
	if err != nil {
		log.Fatal(err)
	}
	defer ns.Close()

	br := &link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}
	err = conn.Do(
		link.Add(br),
		link.SetUp(br),
		link.Add(&link.Link{Name: "port0", Master: &br.Index,
			Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFile(ns)}}}),
		link.SetUp(link.Name("port0")))
	if err != nil {
		log.Fatal(err)
	}
}

// A request is a value: its bytes can be had without a socket and without
// privilege.
func ExampleAdd() {
	r := link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}})
	b, err := r.AppendBinary(nil)
	fmt.Println(r, len(b), err)

	_, err = link.Add(&link.Link{Name: "much-too-long-a-name"}).AppendBinary(nil)
	fmt.Println(err)
	// Output:
	// link add "br0" type bridge 56 <nil>
	// link add "much-too-long-a-name": IFLA_IFNAME at offset 32: name "much-too-long-a-name" has 20 bytes, at most 15 fit
}

func ExampleCreate() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	br, err := link.Create(conn, &link.Link{Name: "br0", Data: &link.Bridge{STPState: new(uint32(1))}})
	switch {
	case errors.Is(err, fs.ErrExist):
		log.Fatal("there is a br0 already")
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(br.Index, br.HardwareAddr)
}

func ExampleGet() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	l, err := link.Get(conn, link.Name("eth0"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Println("no eth0")
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Println(l.Index, l.HardwareAddr, l.MTU, l.OperState)
	}
}

// A bridge gets VLAN filtering and another MTU. All else of it stays.
func ExampleModify() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	err = link.Modify(conn, link.Name("br0"), func(l *link.Link) {
		l.MTU = 9000
		if br, ok := l.Data.(*link.Bridge); ok {
			br.VLANFiltering = new(true)
		}
	})
	if err != nil {
		log.Fatal(err)
	}
}

// What is to change, and nothing else, makes the request.
func ExampleChanges() {
	was := &link.Link{Index: 3, Name: "mv0", MTU: 1500, Alias: new("guest"), Flags: unix.IFF_UP,
		Data: &link.Macvlan{Mode: link.MacvlanModeVEPA, BCQueueLen: new(uint32(1000))}}
	is := was.Clone()
	is.MTU, is.Alias, is.Flags = 1400, nil, 0
	is.Data.(*link.Macvlan).Mode = link.MacvlanModeBridge

	c := link.Changes(was, &is)
	data := c.Data.(*link.Macvlan)
	fmt.Printf("MTU %d, alias %q, flags %#x of %#x, mode %d\n", c.MTU, *c.Alias, c.Flags, c.Change, data.Mode)
	fmt.Println(c.Name == "", data.BCQueueLen == nil)
	// Output:
	// MTU 1400, alias "", flags 0x0 of 0x1, mode 4
	// true true
}

// The state of each port of a bridge.
func ExampleFilter() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	br, err := link.Get(conn, link.Name("br0"))
	if err != nil {
		log.Fatal(err)
	}
	for l, err := range (link.Filter{Master: br.Index}).All(conn) {
		if err != nil {
			log.Fatal(err)
		}
		if p, ok := l.Port.(*link.BridgePort); ok {
			fmt.Println(l.Name, *p.State, p.Cost, *p.Hairpin)
		}
	}
}

func ExampleSet() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	err = conn.Do(
		link.Set(link.Name("eth0"), &link.Link{MTU: 1400, TxQLen: new(uint32(0)), Flags: unix.IFF_UP}),
		link.Set(link.Name("br0"), &link.Link{Data: &link.Bridge{VLANFiltering: new(true)}}))
	if err != nil {
		log.Fatal(err)
	}
}

// What depends on what was read is a change of its own: the link that was read
// says which one, and a new Link what changes.
func ExampleSet_whatWasRead() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	l, err := link.Get(conn, link.Name("eth0"))
	if err != nil {
		log.Fatal(err)
	}
	if err := conn.Do(link.Set(l, &link.Link{MTU: l.MTU - 50})); err != nil {
		log.Fatal(err)
	}
}

// Notifications come on a connection of their own.
func ExampleDecode() {
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		log.Fatal(err)
	}
	defer events.Close()
	for m, err := range events.Receive(context.Background()) {
		if errors.Is(err, nlmsg.ErrOverrun) {
			continue // list the links anew
		}
		if err != nil {
			log.Fatal(err)
		}
		l, err := link.Decode(m)
		if err != nil {
			log.Fatal(err)
		}
		switch {
		case m.Type == unix.RTM_NEWLINK:
			fmt.Println(l, l.OperState)
		case l.Family == unix.AF_BRIDGE:
			fmt.Println(l, "is no port any more")
		default:
			fmt.Println(l, "is gone")
		}
	}
}

// Set a link up, and wait until it can pass packets.
func ExampleWaitUp() {
	var conn *nlmsg.Conn // as nlmsg.Dial opens it
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		log.Fatal(err)
	}
	defer events.Close()
	if err := conn.Do(link.SetUp(link.Name("eth0"))); err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := link.WaitUp(ctx, conn, events, link.Name("eth0")); err != nil {
		log.Fatal(err) // it says which state the link was in
	}
}

// Print what a bridge has counted of multicast.
func ExampleStatsFilter() {
	var conn *nlmsg.Conn // as nlmsg.Dial opens it
	s, err := link.StatsFilter{Index: 3, Mask: link.XStats}.Get(conn)
	if err != nil {
		log.Fatal(err)
	}
	if s.Bridge != nil && s.Bridge.Mcast != nil {
		fmt.Printf("%+v\n", *s.Bridge.Mcast)
	}
}
