//go:build linux

// Monitor tells what happens to links, addresses, routes and the rest of what
// rtnetlink knows, as it happens, in the words of "ip monitor" and, of bridges, of
// "bridge monitor":
//
//	[LINK]3: veth0@veth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default
//	    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff
//	[ADDR]3: veth0    inet 192.0.2.1/24 scope global veth0
//	       valid_lft forever preferred_lft forever
//	[ROUTE]Deleted 198.51.100.0/24 via 192.0.2.2 dev veth0
//
// Each family has a file of its own here, which says how an object that was
// decoded is shown.
//
// Usage:
//
//	monitor [-t | -ts] [-all-nsid] [-n NAMESPACE] [object ...]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/netns"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("monitor: ")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout, time.Now, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

const usage = `Usage: monitor [-t | -ts] [-all-nsid] [-n NAMESPACE] [object ...]

Tells what happens to objects, as ip monitor and bridge monitor do. The objects
are link, address, route, mroute, prefix, neigh, rule, nexthop, netconf, stats
and nsid, and of bridges fdb, mdb and vlan. Without one, or with all, all of them
are shown.

  -t            a line with the time before each message
  -ts           the time in short, before each message on its first line
  -all-nsid     of all namespaces that have an id in this one, with the id
  -n NAMESPACE  in the namespace with this name, as ip netns lists them
`

// run is the program with its arguments. It ends when ctx does.
func run(ctx context.Context, out io.Writer, now func() time.Time, args []string) error {
	flags := flag.NewFlagSet("monitor", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	long := flags.Bool("t", false, "")
	short := flags.Bool("ts", false, "")
	allNetNS := flags.Bool("all-nsid", false, "")
	name := flags.String("n", "", "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(out, usage)
		return err
	} else if err != nil {
		return err
	}
	if *long && *short {
		return errors.New("-t and -ts are two forms of one time")
	}
	wanted, err := choose(flags.Args())
	if err != nil {
		return err
	}
	var ns *os.File
	if *name != "" {
		if ns, err = netns.Open(*name); err != nil {
			return err
		}
		defer ns.Close()
	}
	m, err := newMonitor(ns, wanted, *allNetNS)
	if err != nil {
		return err
	}
	defer m.close()
	m.out, m.label = out, *allNetNS || len(wanted) > 1
	switch {
	case *long:
		m.stamp = func() string { return longStamp(now()) }
	case *short:
		m.stamp = func() string { return shortStamp(now()) }
	}
	return m.follow(ctx)
}

// choose returns the objects with these names, each once, or all.
func choose(names []string) ([]object, error) {
	var wanted []object
	for _, name := range names {
		if strings.HasPrefix(name, "-") {
			return nil, fmt.Errorf("%s must stand before the objects", name)
		}
		if name == "all" {
			return objects, nil
		}
		found := find(name)
		if found == nil {
			return nil, fmt.Errorf("no object %q: they are %s", name, list())
		}
		if !slices.ContainsFunc(wanted, func(w object) bool { return w.name == name }) {
			wanted = append(wanted, found...)
		}
	}
	if wanted == nil {
		return objects, nil
	}
	return wanted, nil
}
