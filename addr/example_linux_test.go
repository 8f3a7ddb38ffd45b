package addr_test

import (
	"context"
	"log"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Wait until an address can be used: nobody else has it.
func ExampleWaitDAD() {
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{unix.RTNLGRP_IPV6_IFADDR}})
	if err != nil {
		log.Fatal(err)
	}
	defer events.Close()
	p := netip.MustParsePrefix("2001:db8::1/64")
	if err := conn.Do(addr.Add(&addr.Addr{Index: 3, Prefix: p})); err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := addr.WaitDAD(ctx, conn, events, 3, p.Addr()); err != nil {
		log.Fatal(err) // addr.ErrDuplicate if somebody has it
	}
}
