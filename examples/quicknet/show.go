//go:build linux

package main

import (
	"context"

	"github.com/seed-030106aa/rawnl/examples/internal/table"
	"github.com/seed-030106aa/rawnl/link"
)

// show prints the links, addresses and routes that the kernel has, of the
// network and nothing else.
func (n *network) show(context.Context) error {
	rows := []table.Namespace{{Name: "-", Conn: n.conn, Want: n.owns}}
	for _, h := range n.hosts {
		rows = append(rows, table.Namespace{Name: h.name, Conn: h.conn, Want: func(l link.Link) bool { return l.Name == h.veth }})
	}
	return table.Write(n.out, rows...)
}
