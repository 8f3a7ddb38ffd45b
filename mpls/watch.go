package mpls

import (
	"context"
	"iter"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields all MPLS routes, as [List] does, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
// The kernel does not tell when the links of a route go up and down, which is in
// its Flags. So Watch reads all routes again after each notification of a link.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Route], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[uint32, Route]{
	Op:     "mpls watch",
	Groups: []uint32{linux.RTNLGRP_MPLS_ROUTE, linux.RTNLGRP_LINK},
	List:   List,
	Decode: decodeChange,
	Key:    func(r *Route) uint32 { return r.Label },
	Equal:  func(a, b *Route) bool { return reflect.DeepEqual(a, b) },
	Clone:  Route.Clone,
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
	if keep, err := (Filter{}).decode(&m, &r); err != nil || !keep {
		return nlmsg.Ignored, r, err
	}
	return change, r, nil
}
