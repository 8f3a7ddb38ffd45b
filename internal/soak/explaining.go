//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// startExplaining has all that a connection sends and receives explained, and
// reads the bytes back out of that.
func startExplaining(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	return func() error {
		var text strings.Builder
		var traced []byte
		tracer := explain.Tracer(&text)
		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: w.ns, Trace: func(dir nlmsg.Direction, b []byte) {
			traced = append(traced, b...)
			tracer(dir, b)
		}})
		if err != nil {
			return err
		}
		a := &addr.Addr{Index: index, Prefix: w.network(w.chance(2), w.rng.IntN(10))}
		err = errors.Join(
			w.do(conn, addr.Add(a)),
			w.refused(conn, unix.EEXIST, addr.Add(a)),
			w.refused(conn, unix.ENODEV, link.SetMTU(link.Index(unused), 1400)),
			w.do(conn, addr.Del(a)))
		_, getErr := read(w, func() (*link.Link, error) { return link.Get(conn, link.Index(index)) })
		_, _, listErr := list(w, func() ([]addr.Addr, error) { return addr.List(conn) })
		if err = errors.Join(err, getErr, listErr, conn.Close()); err != nil {
			return err
		}
		parsed, err := explain.Parse(text.String())
		if err != nil {
			return fmt.Errorf("what was explained cannot be read back: %w", err)
		}
		if !bytes.Equal(parsed, traced) {
			return fmt.Errorf("of %d bytes %d are read back from their explanation, or others", len(traced), len(parsed))
		}
		return nil
	}, nil
}
