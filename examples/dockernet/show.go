//go:build linux

package main

import (
	"fmt"
	"slices"

	"github.com/seed-030106aa/rawnl/examples/internal/table"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// show prints the links, addresses and routes that the kernel has, in all
// namespaces, of the networks and nothing else.
func (e *engine) show() error {
	rows := []table.Namespace{{Name: "-", Conn: e.conn, Want: func(l link.Link) bool { return !slices.Contains(e.before, l.Name) }}}
	for _, c := range e.containers {
		rows = append(rows, table.Namespace{Name: c.name, Conn: c.conn, Want: func(l link.Link) bool { return l.Name != "lo" }})
	}
	return table.Write(e.out, rows...)
}

// gone checks that the kernel has the links that it had before, and no others.
func (e *engine) gone() error {
	now, err := linkNames(e.conn)
	if err != nil {
		return err
	}
	if !slices.Equal(now, e.before) {
		return fmt.Errorf("there were links %q before, there are %q now", e.before, now)
	}
	fmt.Fprintln(e.out, "and the kernel has none of it any more")
	return nil
}

func linkNames(conn *nlmsg.Conn) ([]string, error) {
	links, err := link.List(conn)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, l := range links {
		names = append(names, l.Name)
	}
	return names, nil
}
