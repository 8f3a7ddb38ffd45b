//go:build linux

package main

import (
	"fmt"
	"iter"
	"os"
	"reflect"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// filter is what the Filters of the library have in common.
type filter[T any] interface {
	Request() nlmsg.Request
	All(*nlmsg.Conn) iter.Seq2[T, error]
	List(*nlmsg.Conn) ([]T, error)
}

// floorDump returns the way of the floor to read what f matches. Its request is
// byte for byte the library's. Strict checking of requests, which the library
// turns on, is an option of the socket.
func floorDump[T any](s *stage, name string, f filter[T], strict bool) (way, error) {
	request, err := f.Request().AppendBinary(nil)
	if err != nil {
		return way{}, err
	}
	sock, err := s.open()
	if err != nil {
		return way{}, err
	}
	if strict {
		if err := unix.SetsockoptInt(sock.fd, unix.SOL_NETLINK, unix.NETLINK_GET_STRICT_CHK, 1); err != nil {
			return way{name: name, missing: "the kernel has no strict checking"}, nil
		}
	}
	return way{name: name, run: func() error {
		n, err := sock.dump(request)
		return enough(n, s.n, err)
	}}, nil
}

// dumps returns the ways to read what f matches: the floor, one after another and
// all at once by a package of the library, and by ip(8). extra come after the
// floor.
func dumps[T any](s *stage, conn *nlmsg.Conn, pkg string, f filter[T], t dumpTargets, command []string, extra ...way) ([]way, error) {
	floor, err := floorDump(s, "floor", f, false)
	if err != nil {
		return nil, err
	}
	room, err := floorList(s, f)
	if err != nil {
		return nil, err
	}
	ways := append([]way{floor}, extra...)
	return append(ways,
		all(s, pkg+".All", conn, f, t.all),
		room,
		list(s, pkg+".List", conn, f, t.list),
		ip(s, "ip "+strings.Join(command, " "), command...),
	), nil
}

// dumpTargets are what All and List are meant to cost.
type dumpTargets struct{ all, list target }

// floorList returns the way of the floor to read what f matches and to have a
// slice of as many objects afterwards. Nothing is decoded into it, and each page
// written to once: until then the kernel has not given it.
func floorList[T any](s *stage, f filter[T]) (way, error) {
	floor, err := floorDump(s, "floor, and room for a list", f, false)
	if err != nil {
		return way{}, err
	}
	size := int(reflect.TypeFor[T]().Size())
	perPage := max(1, os.Getpagesize()/size)
	return way{name: floor.name, resultSize: s.n * size, run: func() error {
		if err := floor.run(); err != nil {
			return err
		}
		list := make([]T, s.n)
		for i := 0; i < len(list); i += perPage {
			touch(&list[i])
		}
		return nil
	}}, nil
}

// touch writes to *v. It is no part of its caller, where the compiler might see
// that nobody reads what is written.
//
//go:noinline
func touch[T any](v *T) {
	var zero T
	*v = zero
}

// all returns the way to read one after another what f matches.
func all[T any](s *stage, name string, conn *nlmsg.Conn, f filter[T], t target) way {
	return way{name: name, target: t, run: func() error {
		n := 0
		for _, err := range f.All(conn) {
			if err != nil {
				return err
			}
			n++
		}
		return enough(n, s.n, nil)
	}}
}

// list returns the way to read all at once that f matches.
func list[T any](s *stage, name string, conn *nlmsg.Conn, f filter[T], t target) way {
	size := int(reflect.TypeFor[T]().Size())
	return way{name: name, target: t, resultSize: s.n * size, run: func() error {
		l, err := f.List(conn)
		return enough(len(l), s.n, err)
	}}
}

// enough returns an error if a dump had fewer objects than were made. The kernel
// adds some of its own.
func enough(n, made int, err error) error {
	if err == nil && n < made {
		err = fmt.Errorf("%d objects came of %d", n, made)
	}
	return err
}
