//go:build linux

package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// startLinks makes a link of some kind, reads it back, changes it and deletes
// it, in a namespace of the worker's own.
func startLinks(w *worker) (func() error, error) {
	ns, err := netns.New()
	if err != nil {
		return nil, err
	}
	w.onClose(ns.Close)
	conn, err := w.dial(ns)
	if err != nil {
		return nil, err
	}
	w.onClose(conn.Close)
	err = w.do(conn,
		link.Add(&link.Link{
			Name: "parent0", Index: parent, Flags: unix.IFF_UP,
			Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parentPeer}},
		}),
		link.SetUp(link.Index(parentPeer)))
	if err != nil {
		return nil, err
	}
	before, err := link.List(conn)
	if err != nil {
		return nil, err
	}
	known := kinds // without those that this kernel lacks
	return func() error {
		i := w.rng.IntN(len(known))
		k := known[i]
		l := k.link
		l.Name, l.Index = "new0", made
		err := w.do(conn, link.Add(&l))
		if errors.Is(err, unix.EOPNOTSUPP) {
			w.failed(err)
			w.lacking("link/" + l.Data.Kind())
			known = append(append([]kind(nil), known[:i]...), known[i+1:]...)
			return nil
		} else if err != nil {
			return err
		}
		return errors.Join(w.useLink(conn, k, l), w.removeLink(conn, len(before)))
	}, nil
}

// useLink reads and changes a link that was made.
func (w *worker) useLink(conn *nlmsg.Conn, k kind, l link.Link) error {
	if err := w.linkHas(conn, l.Data, k.unread); err != nil {
		return err
	}
	if err := w.refused(conn, unix.EEXIST, link.Add(&l)); err != nil {
		return err
	}
	if k.change != nil {
		if err := w.do(conn, link.Set(link.Index(made), &link.Link{Data: k.change})); err != nil {
			return err
		}
		if err := w.linkHas(conn, k.change, k.unread); err != nil {
			return err
		}
	}
	alias := fmt.Sprintf("alias %d", w.rng.Uint32())
	err := w.do(conn,
		link.SetAlias(link.Name("new0"), alias),
		link.SetName(link.Index(made), "renamed0"),
		link.SetGroup(link.Name("renamed0"), 5))
	if err != nil {
		return err
	}
	read, err := read(w, func() (*link.Link, error) { return link.Get(conn, link.Name("renamed0")) })
	if err != nil {
		return err
	}
	return holds(&link.Link{Index: made, Name: "renamed0", Alias: &alias, Group: new(uint32(5))}, read)
}

func (w *worker) linkHas(conn *nlmsg.Conn, want link.Kind, unread []string) error {
	l, err := read(w, func() (*link.Link, error) { return link.Get(conn, link.Index(made)) })
	if err != nil {
		return err
	}
	if err := holds(want, l.Data, unread...); err != nil {
		return fmt.Errorf("link of kind %s: %w", want.Kind(), err)
	}
	return nil
}

// removeLink deletes the link, after which there are n.
func (w *worker) removeLink(conn *nlmsg.Conn, n int) error {
	if err := w.do(conn, link.Del(link.Index(made))); err != nil {
		return err
	}
	_, err := read(w, func() (*link.Link, error) { return link.Get(conn, link.Index(made)) })
	if err := w.mustFail("get a deleted link", err, unix.ENODEV); err != nil {
		return err
	}
	links, whole, err := list(w, func() ([]link.Link, error) { return link.List(conn) })
	if err == nil && whole && len(links) != n {
		err = fmt.Errorf("%d links are left of one that was deleted: %v", len(links)-n, links)
	}
	return err
}
