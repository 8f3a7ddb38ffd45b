package route

import (
	"context"
	"iter"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the IPv4 and IPv6 routes of all tables, as [List] does, each as
// [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread.
//
//	for ev, err := range route.Watch(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		switch ev.Kind {
//		case nlmsg.Added:
//			...
//		}
//	}
//
// That a Cache or the time until a route Expires has changed is no event. The
// kernel is silent about many changes of routes: those that go when their
// interface goes down, or loses its last IPv4 address, or when their nexthop
// object is deleted. So Watch reads all routes again after each notification of
// a link, of an address, of a nexthop object that was changed or removed, and of
// settings of interfaces; and where several IPv6 routes have the same
// destination, table and Priority.
//
// What a router advertisement changes in a default route that is there already,
// its Pref or a hop limit, is seen when the routes are read for another reason:
// the kernel does not tell. Nor do many kernels tell if IPv6's
// ignore_routes_with_linkdown is changed for a single interface (Linux 6.18.44
// does, 6.18.15 does not).
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Route], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[key, Route]{
	Op: "route watch",
	Groups: []uint32{
		linux.RTNLGRP_IPV4_ROUTE, linux.RTNLGRP_IPV6_ROUTE, linux.RTNLGRP_LINK,
		linux.RTNLGRP_IPV4_IFADDR, linux.RTNLGRP_IPV6_IFADDR, linux.RTNLGRP_NEXTHOP,
		linux.RTNLGRP_IPV4_NETCONF, linux.RTNLGRP_IPV6_NETCONF,
	},
	List:   List,
	Decode: decodeChange,
	Key:    (*Route).key,
	Same:   (*Route).same,
	Equal:  (*Route).equal,
	// A dump passes over what stands between two hops of an IPv6 route.
	Hides: func(r *Route) bool { return !r.Dst.Addr().Is4() && len(r.MultiPath) > 0 },
	Clone: Route.Clone,
}

// key is what a route has in common with those that take its place.
type key struct {
	dst, src        netip.Prefix
	tos             uint8
	table, priority uint32
}

func (r *Route) key() key { return key{r.Dst, r.Src, r.TOS, r.Table, r.Priority} }

// decodeChange says what a notification means for the routes.
func decodeChange(m nlmsg.Message) (change nlmsg.Change, r Route, err error) {
	switch m.Type {
	case linux.RTM_NEWROUTE, linux.RTM_DELROUTE:
	case linux.RTM_NEWNEXTHOP:
		if m.Flags&linux.NLM_F_REPLACE == 0 {
			return nlmsg.Ignored, r, nil // no route has it yet
		}
		return nlmsg.Unsure, r, nil
	default:
		return nlmsg.Unsure, r, nil
	}
	if keep, err := (Filter{}).decoder()(&m, &r); err != nil || !keep {
		return nlmsg.Ignored, r, err
	}
	r.own()
	switch {
	case m.Type == linux.RTM_DELROUTE:
		change = nlmsg.Delete
	case m.Flags&linux.NLM_F_REPLACE != 0:
		change = nlmsg.Replace
	case r.Dst.Addr().Is4() && m.Flags&linux.NLM_F_EXCL == 0:
		change = nlmsg.Put
	default:
		// IPv6 may have made a hop of another route of it, and does not say
		// which.
		change = nlmsg.PutAlone
	}
	return change, r, nil
}
