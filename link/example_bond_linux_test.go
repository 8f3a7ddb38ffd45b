package link_test

import (
	"log"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Two links become ports of a bond, of which one is active at a time, and the
// first whenever it can be.
func ExampleBond() {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	eth0, err := link.Get(conn, link.Name("eth0"))
	if err != nil {
		log.Fatal(err)
	}
	bond := &link.Link{Name: "bond0", Index: 100, Data: &link.Bond{
		Mode:   new(link.BondActiveBackup),
		MIIMon: new(100 * time.Millisecond),
	}}
	err = conn.Do(
		link.Add(bond),
		link.SetDown(eth0), // only links that are down become ports
		link.SetDown(link.Name("eth1")),
		link.SetMaster(eth0, bond),
		link.SetMaster(link.Name("eth1"), bond),
		link.Set(bond, &link.Link{Data: &link.Bond{Primary: &eth0.Index}}),
		link.SetUp(bond))
	if err != nil {
		log.Fatal(err)
	}
}
