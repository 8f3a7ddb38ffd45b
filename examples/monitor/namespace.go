//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A namespace is what must be known of a network namespace to show what happens
// there: messages have the indexes of links, and people have their names.
type namespace struct {
	conn *nlmsg.Conn // in the monitor's own namespace
	id   *link.NSID  // there; nil stands for that namespace itself

	links map[int]known
	names map[netns.ID]string // of namespaces, by their ids in the own one

	// doubtful says that messages were lost. Those that come after are older
	// than what was lost, and may name links as they are no longer named.
	doubtful bool
}

// known is what is known of a link.
type known struct {
	name string
	typ  uint16 // ARPHRD_*
	up   bool
}

func newNamespace(conn *nlmsg.Conn, id *link.NSID) *namespace {
	return &namespace{conn: conn, id: id, links: make(map[int]known), names: make(map[netns.ID]string)}
}

// forget makes all links be asked for again, and from now on each of which there
// is a message: messages were lost.
func (ns *namespace) forget() {
	clear(ns.links)
	ns.doubtful = true
}

// read asks for all links, and for the names of namespaces.
func (ns *namespace) read() error {
	for l, err := range (link.Filter{NetNS: ns.id, SkipStats: true}).All(ns.conn) {
		if err != nil {
			return err
		}
		ns.put(&l)
	}
	if ns.id == nil {
		ns.readNames()
	}
	return nil
}

func (ns *namespace) put(l *link.Link) {
	ns.links[l.Index] = known{l.Name, l.Type, l.Flags&unix.IFF_UP != 0}
}

// learn takes from a message what it says of the name of a link. A bridge that
// has lost a port says that in a message of AF_BRIDGE: the link is still there.
func (ns *namespace) learn(msg nlmsg.Message) error {
	if msg.Type != unix.RTM_NEWLINK && msg.Type != unix.RTM_DELLINK {
		return nil
	}
	l, err := link.Decode(msg)
	switch {
	case err != nil:
		return err
	case ns.doubtful:
		delete(ns.links, l.Index)
	case msg.Type == unix.RTM_NEWLINK:
		ns.put(l)
	case l.Family != unix.AF_BRIDGE:
		delete(ns.links, l.Index)
	}
	return nil
}

// get returns what is known of a link. The kernel tells of the settings and the
// addresses of a new link before it tells of the link: then it is asked.
func (ns *namespace) get(index int) (known, bool) {
	if _, ok := ns.links[index]; !ok {
		ns.ask(index)
	}
	l, ok := ns.links[index]
	return l, ok
}

// ask asks for a link. It may be gone by now, or in a namespace that does not
// answer to this user.
func (ns *namespace) ask(index int) {
	if ns.id != nil {
		_ = ns.read() // there is no request for a single one
		return
	}
	if l, err := link.Get(ns.conn, link.Index(index)); err == nil {
		ns.put(l)
	}
}

// name returns the name of a link, or one of its index if it has none.
func (ns *namespace) name(index int) string {
	if index == 0 {
		return "*"
	}
	if l, ok := ns.get(index); ok {
		return l.name
	}
	return unnamed(index)
}

func unnamed(index int) string { return fmt.Sprintf("if%d", index) }

// readNames reads the names of those network namespaces that have an id.
func (ns *namespace) readNames() {
	names, err := netns.List()
	if err != nil {
		return // without names it is ids that are shown
	}
	for _, name := range names {
		if id, ok := ns.idOf(name); ok {
			ns.names[id] = name
		}
	}
}

// idOf returns the id of a network namespace with a name, if it has one.
func (ns *namespace) idOf(name string) (netns.ID, bool) {
	file, err := netns.Open(name)
	if err != nil {
		return 0, false
	}
	defer file.Close()
	n, err := netns.GetID(ns.conn, netns.File(file))
	if err != nil {
		return 0, false
	}
	return n.ID, true
}
