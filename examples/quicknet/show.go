//go:build linux

package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// show prints the links, addresses and routes that the kernel has, of the
// network and nothing else.
func (n *network) show(ctx context.Context) error {
	w := tabwriter.NewWriter(n.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NETNS\tLINK\tKIND\tSTATE\tMASTER\tMAC\tADDRESS\tROUTE")
	if err := rows(w, "-", n.conn, n.owns); err != nil {
		return err
	}
	for _, h := range n.hosts {
		if err := rows(w, h.name, h.conn, func(l link.Link) bool { return l.Name == h.veth }); err != nil {
			return err
		}
	}
	return w.Flush()
}

// rows prints a row for each link of a namespace that is wanted.
func rows(w *tabwriter.Writer, ns string, conn *nlmsg.Conn, want func(link.Link) bool) error {
	links, err := link.List(conn)
	if err != nil {
		return err
	}
	names := make(map[int]string)
	for _, l := range links {
		names[l.Index] = l.Name
	}
	for _, l := range links {
		if !want(l) {
			continue
		}
		addrs, err := addr.Filter{Index: l.Index}.List(conn)
		if err != nil {
			return err
		}
		routes, err := route.Filter{OIF: l.Index, Table: unix.RT_TABLE_MAIN}.List(conn)
		if err != nil {
			return err
		}
		kind, master := "-", "-"
		if l.Data != nil {
			kind = l.Data.Kind()
		}
		if l.Master != nil {
			master = names[*l.Master]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%v\t%s\t%v\t%s\t%s\n", ns, l.Name, kind, l.OperState, master, l.HardwareAddr,
			join(addrs, func(a addr.Addr) string { return a.Prefix.String() }),
			join(routes, func(r route.Route) string { return r.Dst.String() }))
	}
	return nil
}

func join[T any](items []T, text func(T) string) string {
	if len(items) == 0 {
		return "-"
	}
	var words []string
	for _, item := range items {
		words = append(words, text(item))
	}
	return strings.Join(words, " ")
}
