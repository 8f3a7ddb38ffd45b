package neigh

import (
	"context"
	"iter"
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the IPv4 and IPv6 neighbours of a namespace, each as
// [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread.
//
//	for ev, err := range neigh.Watch(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		if ev.New != nil && ev.New.State == neigh.StateFailed {
//			...
//		}
//	}
//
// It leaves out the entries that the kernel makes without a word: those in
// StateNoARP, of multicast groups and the loopback interface for example, those
// in no state at all, and proxy entries. A neighbour that a request puts into
// StateNoARP counts as removed.
//
// A change of State is an event, and so is one of LLAddr or Flags. That time
// passes is none, and neither is a change of Protocol, of which the kernel does
// not tell. It is also silent when a neighbour gets into StateIncomplete or
// StateDelay, which are over after some seconds: Watch yields these only of
// neighbours that it finds in them when it reads all, at the beginning or after
// notifications were lost. What becomes of the others comes as a change from the
// state before, or as something added.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Neigh], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[key, Neigh]{
	Op:     "neigh watch",
	Groups: []uint32{linux.RTNLGRP_NEIGH},
	List:   listWatched,
	Decode: decodeChange,
	Key:    (*Neigh).key,
	Equal:  (*Neigh).equal,
	Clone:  Neigh.Clone,
}

// key is what tells a neighbour from others.
type key struct {
	index int
	dst   netip.Addr
}

func (n *Neigh) key() key { return key{n.Index, n.Dst} }

// equal reports whether a and b are the same, whatever time it is.
func (n *Neigh) equal(b *Neigh) bool {
	x, y := n.timeless(), b.timeless()
	return reflect.DeepEqual(x, y)
}

// timeless returns n without what changes by itself or in silence.
func (n *Neigh) timeless() Neigh {
	c := *n
	c.Confirmed, c.Used, c.Updated, c.Refs, c.Probes, c.Protocol = 0, 0, 0, 0, 0, 0
	return c
}

// isWatched reports whether the kernel tells of n.
func (n *Neigh) isWatched() bool { return n.State&^StateNoARP != 0 }

func listWatched(conn *nlmsg.Conn) ([]Neigh, error) {
	return Filter{State: ^StateNoARP}.List(conn)
}

// decodeChange says what a notification means for the neighbours.
func decodeChange(m nlmsg.Message) (nlmsg.Change, Neigh, error) {
	switch {
	case m.Type != linux.RTM_NEWNEIGH && m.Type != linux.RTM_DELNEIGH, // that somebody should look for it
		len(m.Data) > 0 && m.Data[0] != linux.AF_INET && m.Data[0] != linux.AF_INET6:
		return nlmsg.Ignored, Neigh{}, nil
	}
	n, err := Decode(m)
	switch {
	case err != nil || n.Flags&FlagProxy != 0:
		return nlmsg.Ignored, Neigh{}, err
	case m.Type == linux.RTM_DELNEIGH || !n.isWatched():
		return nlmsg.Delete, n.Clone(), nil
	}
	return nlmsg.Replace, n.Clone(), nil
}
