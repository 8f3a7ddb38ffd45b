package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"syscall"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// groups are the multicast groups of NETLINK_ROUTE that anybody may join
// (RTNLGRP_*, linux/rtnetlink.h).
var groups = []uint32{
	1,  // links
	3,  // neighbours
	4,  // traffic control
	5,  // IPv4 addresses
	7,  // IPv4 routes
	8,  // IPv4 rules
	9,  // IPv6 addresses
	11, // IPv6 routes
	12, // IPv6 settings of links
	18, // prefixes of IPv6 router advertisements
	19, // IPv6 rules
	20, // options of IPv6 neighbour discovery
	24, // IPv4 settings
	25, // IPv6 settings
	26, // multicast groups of bridges
	27, // MPLS routes
	28, // ids of network namespaces
	32, // nexthops, since Linux 5.3
	33, // VLANs of bridges, since Linux 5.6
	35, // tunnels, since Linux 5.18
	36, // statistics, since Linux 5.18
}

// follow shows what the kernel tells about the present network namespace until
// ctx ends.
func follow(ctx context.Context, out io.Writer) error {
	conn, err := join(out, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Fprintf(os.Stderr, "nlexplain: waiting for what happens to links, addresses, routes, neighbours and rules\n")
	return watch(ctx, out, conn)
}

// join opens a connection that shows on out what it receives. An older kernel
// has fewer groups, and refuses to join one that it does not have.
func join(out io.Writer, ns *os.File) (*nlmsg.Conn, error) {
	cfg := nlmsg.Config{NetNS: ns, Groups: slices.Clone(groups), Trace: explain.Tracer(out)}
	for {
		conn, err := nlmsg.Dial(0, &cfg)
		if !errors.Is(err, syscall.EINVAL) || len(cfg.Groups) == 1 {
			return conn, err
		}
		cfg.Groups = cfg.Groups[:len(cfg.Groups)-1]
	}
}

// watch receives until ctx ends. The connection's Trace shows what comes.
func watch(ctx context.Context, out io.Writer, conn *nlmsg.Conn) error {
	for _, err := range conn.Receive(ctx) {
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, nlmsg.ErrOverrun):
			fmt.Fprintf(out, "# %v\n\n", err)
		case err != nil:
			return err
		}
	}
	return nil
}
