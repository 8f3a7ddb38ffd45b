//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// world is what the workers share: a namespace, and a connection in it that all
// of them use at once.
type world struct {
	ns   *os.File
	conn *nlmsg.Conn
}

func newWorld() (*world, error) {
	ns, err := netns.New()
	if err != nil {
		return nil, err
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		ns.Close()
		return nil, err
	}
	if err := conn.Do(link.SetUp(link.Name("lo"))); err != nil {
		conn.Close()
		ns.Close()
		return nil, err
	}
	return &world{ns, conn}, nil
}

func (w *world) close() error { return errors.Join(w.conn.Close(), w.ns.Close()) }

// inventory lists what there is in the namespace of a connection, and the names
// of namespaces.
func inventory(conn *nlmsg.Conn) ([]string, error) {
	var all []string
	err := errors.Join(
		take(&all, "link", conn, link.List),
		take(&all, "address", conn, addr.List),
		take(&all, "route", conn, route.List),
		take(&all, "neighbour", conn, neigh.List),
		take(&all, "rule", conn, rule.Filter{}.List),
	)
	names, nameErr := netns.List()
	for _, name := range names {
		all = append(all, "namespace "+name)
	}
	slices.Sort(all)
	return all, errors.Join(err, nameErr)
}

func take[T fmt.Stringer](all *[]string, what string, conn *nlmsg.Conn, list func(*nlmsg.Conn) ([]T, error)) error {
	objects, err := list(conn)
	for _, v := range objects {
		*all = append(*all, fmt.Sprintf("%s %v", what, v))
	}
	return err
}

// difference returns what is in one of two sorted lists only.
func difference(before, after []string) (missing, left []string) {
	counts := make(map[string]int)
	for _, s := range before {
		counts[s]++
	}
	for _, s := range after {
		counts[s]--
		if counts[s] < 0 {
			left = append(left, s)
		}
	}
	for _, s := range before {
		if counts[s] > 0 {
			missing = append(missing, s)
			counts[s]--
		}
	}
	return missing, left
}
