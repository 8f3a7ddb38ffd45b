package nlmsg_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// getFamily is the body of a request of generic netlink: struct genlmsghdr, and
// the name of the family to look up.
type getFamily string

func (name getFamily) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	name.encode(e)
	return e.Result()
}

func (name getFamily) encode(e *rtattr.Encoder) {
	h := e.Struct(unix.GENL_HDRLEN)
	h[0], h[1] = unix.CTRL_CMD_GETFAMILY, 1
	e.String(unix.CTRL_ATTR_FAMILY_NAME, string(name))
}

// String makes errors read `genetlink get family "nlctrl": ...`.
func (name getFamily) String() string { return fmt.Sprintf("%q", string(name)) }

// A protocol that this library does not know: generic netlink, asked for the
// number of a family.
func Example_genericNetlink() {
	conn, err := nlmsg.Dial(unix.NETLINK_GENERIC, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	m, err := conn.Get(nlmsg.Request{
		Op:       "genetlink get family",
		Protocol: unix.NETLINK_GENERIC,
		Type:     unix.GENL_ID_CTRL,
		Body:     getFamily("nlctrl"),
	})
	if err != nil {
		log.Fatal(err)
	}
	d := m.Decoder()
	d.Struct(unix.GENL_HDRLEN)
	for typ, v := range d.All() {
		if typ == unix.CTRL_ATTR_FAMILY_ID {
			fmt.Println("nlctrl is number", v.Uint16())
		}
	}
	if err := d.Err(); err != nil {
		log.Fatal(err)
	}
	// Output: nlctrl is number 16
}

// Many requests, and what became of each.
func ExampleConn_Do() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	err = conn.Do(
		link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}}),
		link.SetMTU(link.Name("br0"), 1400),
		link.SetUp(link.Name("br0")),
	)
	var batch *nlmsg.BatchError
	if errors.As(err, &batch) {
		for _, f := range batch.Failures {
			fmt.Println(f.Index, f.Err)
		}
	}
}

// Notifications come over a connection of their own. After an overrun, what is
// known of the state is out of date, and the loop goes on.
func ExampleConn_Receive() {
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{
		Groups: []uint32{unix.RTNLGRP_LINK, unix.RTNLGRP_IPV4_IFADDR},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer events.Close()
	for m, err := range events.Receive(context.Background()) {
		switch {
		case errors.Is(err, nlmsg.ErrOverrun):
			fmt.Println("some were lost: read the state anew")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println("message of type", m.Type)
		}
	}
}

// What happens to links in all namespaces that have an id in this one.
func ExampleConfig_allNetNS() {
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{
		Groups:   []uint32{unix.RTNLGRP_LINK},
		AllNetNS: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer events.Close()
	for m, err := range events.Receive(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		if m.NetNSID != nil {
			fmt.Print("namespace ", *m.NetNSID, ": ")
		}
		fmt.Println("message of type", m.Type)
	}
}
