package mroute

import (
	"context"
	"iter"
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields all multicast routes, as [List] does, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
// That Stats or Idle have changed is no event. The kernel does not tell that a
// route has lost an interface, with the link or because the daemon has given it up,
// nor that it has it again: Watch reads all routes again after each notification
// of a link, and of the settings of one, among which is that multicast packets are
// forwarded.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Route], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[key, Route]{
	Op: "mroute watch",
	Groups: []uint32{linux.RTNLGRP_IPV4_MROUTE, linux.RTNLGRP_IPV6_MROUTE, linux.RTNLGRP_LINK,
		linux.RTNLGRP_IPV4_NETCONF, linux.RTNLGRP_IPV6_NETCONF},
	List:   List,
	Decode: decodeChange,
	Key:    func(r *Route) key { return key{r.Source, r.Group, r.Table} },
	Equal:  (*Route).equal,
	Clone:  Route.Clone,
}

// key is what tells routes apart.
type key struct {
	source, group netip.Addr
	table         uint32
}

func (r *Route) equal(o *Route) bool {
	a, b := *r, *o
	a.Stats, b.Stats, a.Idle, b.Idle = nil, nil, 0, 0
	return reflect.DeepEqual(a, b)
}

// decodeChange says what a notification means for the routes.
func decodeChange(m nlmsg.Message) (change nlmsg.Change, r Route, err error) {
	switch m.Type {
	case linux.RTM_NEWROUTE:
		change = nlmsg.Replace
	case linux.RTM_DELROUTE:
		change = nlmsg.Delete
	default:
		return nlmsg.Unsure, r, nil
	}
	if err := r.decode(&m); err != nil {
		return nlmsg.Ignored, r, err
	}
	return change, r, nil
}
