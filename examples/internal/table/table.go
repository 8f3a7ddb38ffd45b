//go:build linux

// Package table shows what networks are made of, as the kernel says.
package table

import (
	"fmt"
	"io"
	"text/tabwriter"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// Namespace is a network namespace of which links are to be shown.
type Namespace struct {
	Name string
	Conn *nlmsg.Conn
	Want func(link.Link) bool // which links
}

// Write writes a row for each link that is wanted, with its addresses and its
// routes of the main table.
func Write(out io.Writer, namespaces ...Namespace) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NETNS\tLINK\tKIND\tSTATE\tMASTER\tMAC\tADDRESS\tROUTE")
	for _, ns := range namespaces {
		if err := ns.rows(w); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (ns Namespace) rows(w io.Writer) error {
	links, err := link.List(ns.Conn)
	if err != nil {
		return err
	}
	names := make(map[int]string)
	for _, l := range links {
		names[l.Index] = l.Name
	}
	for _, l := range links {
		if !ns.Want(l) {
			continue
		}
		addrs, err := addr.Filter{Index: l.Index}.List(ns.Conn)
		if err != nil {
			return err
		}
		routes, err := route.Filter{OIF: l.Index, Table: unix.RT_TABLE_MAIN}.List(ns.Conn)
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
		fmt.Fprintf(w, "%s\t%s\t%s\t%v\t%s\t%v", ns.Name, l.Name, kind, l.OperState, master, l.HardwareAddr)
		columns(w, addrs, routes)
	}
	return nil
}

// columns ends a row with the first address and the first route, and adds one
// for each further pair of them.
func columns(w io.Writer, addrs []addr.Addr, routes []route.Route) {
	for i := range max(1, len(addrs), len(routes)) {
		if i > 0 {
			fmt.Fprint(w, "\t\t\t\t\t")
		}
		address, way := "", ""
		if i < len(addrs) {
			address = addrs[i].Prefix.String()
		}
		if i < len(routes) {
			way = wayOf(routes[i])
		}
		fmt.Fprintf(w, "\t%s\t%s\n", address, way)
	}
}

// wayOf returns where a route leads, and by which gateway.
func wayOf(r route.Route) string {
	if r.Gateway.IsValid() {
		return fmt.Sprintf("%v via %v", r.Dst, r.Gateway)
	}
	return r.Dst.String()
}
