//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// group is the group that all links of a work belong to, so that one request
// deletes them.
const group = 7

// addingLinks is the work of adding links, which newLink makes.
func addingLinks(s *stage, conn *nlmsg.Conn, newLink func(i int) link.Link, command func(*link.Link) string) adding[link.Link] {
	links := make([]link.Link, s.n)
	for i := range links {
		links[i] = newLink(i)
	}
	s.onClose(func() { delLinks(conn) }) // not in the background, see newPorts
	return adding[link.Link]{
		things:  links,
		request: link.Add,
		command: command,
		reset:   func() error { return delLinks(conn) },
	}
}

// delLinks deletes all links of the group, if there are any.
func delLinks(conn *nlmsg.Conn) error {
	if err := conn.Do(link.DelGroup(group)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// newIFB returns a link of kind ifb with a number, which the kernel makes and
// deletes faster than most.
func newIFB(i int) link.Link {
	return link.Link{Name: fmt.Sprint("ifb", i), Group: new(uint32(group)), Data: &link.UnknownKind{Name: "ifb"}}
}

// newVeth returns the veth pair with a number. One end in the group is enough:
// the other goes with it.
func newVeth(i int) link.Link {
	return link.Link{Name: fmt.Sprint("a", i), Group: new(uint32(group)), Data: &link.Veth{
		Peer: &link.Link{Name: fmt.Sprint("b", i)},
	}}
}

// addingVeths is the work of adding veth pairs.
func addingVeths(s *stage, conn *nlmsg.Conn) adding[link.Link] {
	return addingLinks(s, conn, newVeth, func(l *link.Link) string {
		peer := l.Data.(*link.Veth).Peer
		return fmt.Sprintf("link add %s group %d type veth peer name %s", l.Name, group, peer.Name)
	})
}

// addLinks adds links that have nothing special, many in a datagram.
func addLinks(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	links := addingLinks(s, conn, newIFB, func(l *link.Link) string {
		return fmt.Sprintf("link add %s group %d type ifb", l.Name, group)
	})
	err = conn.Do(link.Add(&links.things[0]))
	if errors.Is(err, unix.EOPNOTSUPP) {
		return []way{{name: "floor", missing: "no kind ifb"}}, nil
	}
	if err != nil {
		return nil, err
	}
	return links.batched(s, conn)
}

// addVeths adds veth pairs, many in a datagram.
func addVeths(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	return addingVeths(s, conn).batched(s, conn)
}

// addAndDelVeth makes a veth pair and deletes it, again and again. The kernel
// waits for grace periods of RCU with each deletion.
func addAndDelVeth(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	sock, err := s.open()
	if err != nil {
		return nil, err
	}
	pair := newVeth(0)
	requests := []nlmsg.Request{link.Add(&pair), link.Del(link.Name(pair.Name))}
	datagrams, err := encodeBatches(requests, 1)
	if err != nil {
		return nil, err
	}
	repeated := func(f func() error) func() error {
		return func() error {
			for range s.n {
				if err := f(); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return []way{
		{name: "floor", run: repeated(func() error { return sock.do(datagrams) })},
		{name: "Conn.Do, twice", target: target{ratio: 1.10}, run: repeated(func() error {
			for _, r := range requests {
				if err := conn.Do(r); err != nil {
					return err
				}
			}
			return nil
		})},
	}, nil
}

// delVeths deletes veth pairs by one request.
func delVeths(s *stage) ([]way, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	sock, err := s.open()
	if err != nil {
		return nil, err
	}
	pairs := addingVeths(s, conn)
	fill := func() error { return conn.DoSeq(pairs.each) }
	datagrams, err := encodeBatches([]nlmsg.Request{link.DelGroup(group)}, 1)
	if err != nil {
		return nil, err
	}
	return []way{
		{name: "floor", reset: fill, run: func() error { return sock.do(datagrams) }},
		{name: "link.DelGroup", reset: fill, target: target{ratio: 1.1}, run: func() error {
			return conn.Do(link.DelGroup(group))
		}},
	}, nil
}

// manyLinks makes as many links as the stage is to have, half as many pairs.
func manyLinks(s *stage) (*nlmsg.Conn, error) {
	conn, err := s.dial()
	if err != nil {
		return nil, err
	}
	pairs := addingVeths(s, conn)
	pairs.things = pairs.things[:s.n/2]
	return conn, conn.DoSeq(pairs.each)
}

// dumpLinks reads links.
func dumpLinks(s *stage) ([]way, error) {
	conn, err := manyLinks(s)
	if err != nil {
		return nil, err
	}
	short := link.Filter{SkipStats: true}
	floor, err := floorDump(s, "floor without statistics", short, true)
	if err != nil {
		return nil, err
	}
	return dumps(s, conn, "link", link.Filter{}, dumpTargets{all: target{ratio: 1.15, allocs: new(2.0)}},
		[]string{"-j", "link"}, floor, all(s, "link.All without statistics", conn, short, target{}))
}

// growLinks reads links, too, for the plot of costs over size.
func growLinks(s *stage) ([]way, error) {
	conn, err := manyLinks(s)
	if err != nil {
		return nil, err
	}
	floor, err := floorDump(s, "floor", link.Filter{}, false)
	return []way{floor, all(s, "link.All", conn, link.Filter{}, target{})}, err
}
