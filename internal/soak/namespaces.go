//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// startNamespaces makes a namespace, with a name or without, joins it to the
// shared one by a veth pair, and ends it in one of several ways, while a
// connection in it is open.
func startNamespaces(w *worker) (func() error, error) {
	return func() error {
		name := ""
		if w.chance(2) {
			name = fmt.Sprintf("soak%d", w.n)
		}
		ns, err := w.newNamespace(name)
		if err != nil {
			return err
		}
		conn, err := w.dial(ns)
		if err != nil {
			return errors.Join(err, ns.Close())
		}
		err = w.useNamespace(ns, conn)
		if name != "" {
			err = errors.Join(err, netns.Delete(name))
		}
		err = errors.Join(err, ns.Close())
		// Nothing but the connection holds it now.
		if links, listErr := read(w, func() ([]link.Link, error) { return link.List(conn) }); listErr != nil || len(links) < 2 {
			err = errors.Join(err, fmt.Errorf("in a namespace that is gone but for a connection %d links are listed: %w", len(links), listErr))
		}
		// With the namespace its end of the pair goes, and with that the other one,
		// perhaps before it is deleted here.
		last := []func() error{conn.Close, func() error {
			return w.mayFail(w.do(w.conn, link.Del(link.Index(w.index(0)))), unix.ENODEV)
		}}
		first := w.rng.IntN(2)
		return errors.Join(err, last[first](), last[1-first]())
	}, nil
}

// newNamespace makes a namespace, with a name if it is not empty.
func (w *worker) newNamespace(name string) (*os.File, error) {
	w.operations.Add(1)
	if name == "" {
		return netns.New()
	}
	ns, err := netns.Create(name)
	if err != nil {
		return nil, err
	}
	_, again := netns.Create(name)
	return ns, w.mustFail("creating a namespace with a name that is taken", again, fs.ErrExist)
}

// useNamespace joins the shared namespace to ns, in which conn is.
func (w *worker) useNamespace(ns *os.File, conn *nlmsg.Conn) error {
	err := w.do(w.conn,
		link.Add(&link.Link{
			Name: w.name("here", 0), Index: w.index(0),
			Data: &link.Veth{Peer: &link.Link{Name: "there0", Index: 77, NetNS: link.NSFile(ns)}},
		}),
		link.SetUp(link.Index(w.index(0))))
	if err != nil {
		return err
	}
	peer, err := read(w, func() (*link.Link, error) { return link.Get(conn, link.Name("there0")) })
	if err != nil {
		return err
	}
	if peer.Index != 77 || peer.ParentIndex == nil || *peer.ParentIndex != w.index(0) {
		return fmt.Errorf("the peer there is %v, want index 77 and a peer %d", peer, w.index(0))
	}
	// There and back again, which takes its index from it unless that is free.
	moved := w.name("moved", 0)
	err = w.do(conn, link.Set(link.Index(77), &link.Link{Name: moved}), link.SetNetNS(link.Name(moved), link.NSFile(w.ns)))
	if err != nil {
		return err
	}
	if err := w.refused(conn, unix.ENODEV, link.SetUp(link.Name(moved))); err != nil {
		return err
	}
	return w.do(w.conn, link.SetNetNS(link.Name(moved), link.NSFile(ns)))
}
