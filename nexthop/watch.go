package nexthop

import (
	"context"
	"iter"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the objects of a namespace, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
// The kernel deletes objects without a word when their interface goes down or loses
// its carrier, so that all are read again when a link changes. How long a group has been out of
// balance makes no events, and neither do packets.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[NextHop], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[uint32, NextHop]{
	Op:     "nexthop watch",
	Groups: []uint32{linux.RTNLGRP_NEXTHOP, linux.RTNLGRP_LINK},
	List:   List,
	Decode: decodeChange,
	Key:    func(n *NextHop) uint32 { return n.ID },
	Equal:  func(a, b *NextHop) bool { return reflect.DeepEqual(a.timeless(), b.timeless()) },
	Clone:  NextHop.Clone,
}

// timeless returns n without what changes by itself.
func (n NextHop) timeless() NextHop {
	if n.Resilient != nil {
		r := *n.Resilient
		r.UnbalancedTime = 0
		n.Resilient = &r
	}
	return n
}

// decodeChange says what a notification means for the objects.
func decodeChange(m nlmsg.Message) (nlmsg.Change, NextHop, error) {
	switch m.Type {
	case linux.RTM_NEWNEXTHOP, linux.RTM_DELNEXTHOP:
	case linux.RTM_NEWNEXTHOPBUCKET, linux.RTM_DELNEXTHOPBUCKET:
		return nlmsg.Ignored, NextHop{}, nil
	default:
		return nlmsg.Unsure, NextHop{}, nil
	}
	n, err := Decode(m)
	switch {
	case err != nil:
		return nlmsg.Ignored, NextHop{}, err
	case m.Type == linux.RTM_DELNEXTHOP:
		return nlmsg.Delete, n.Clone(), nil
	}
	return nlmsg.Replace, n.Clone(), nil
}
