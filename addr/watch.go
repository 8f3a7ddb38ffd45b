package addr

import (
	"context"
	"iter"
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the IPv4 and IPv6 addresses of a namespace, each as
// [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread.
//
//	for ev, err := range addr.Watch(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		if ev.New != nil && ev.New.Settled() {
//			...
//		}
//	}
//
// That time passes, or that an address is valid for longer, is no event: of
// Valid and Preferred it counts whether they end, and whether Preferred is over.
// Neither do Created and Updated make events.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Addr], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[key, Addr]{
	Op: "addr watch",
	// The kernel does not tell that addresses which an interface keeps while it
	// is down are tentative then.
	Groups: []uint32{linux.RTNLGRP_IPV4_IFADDR, linux.RTNLGRP_IPV6_IFADDR, linux.RTNLGRP_LINK},
	List:   List,
	Decode: decodeChange,
	Key:    (*Addr).key,
	Equal:  (*Addr).equal,
	Clone:  Addr.Clone,
}

// key is what tells an address from others.
type key struct {
	index  int
	prefix netip.Prefix
	peer   netip.Addr
}

// key returns the key of a. IPv6 has an address once on an interface, and lets
// its peer be changed.
func (a *Addr) key() key {
	if x := a.Prefix.Addr(); x.Is6() {
		return key{a.Index, netip.PrefixFrom(x, x.BitLen()), netip.Addr{}}
	}
	return key{a.Index, a.Prefix, a.Peer}
}

// equal reports whether a and b are the same, whatever time it is.
func (a *Addr) equal(b *Addr) bool {
	x, y := a.timeless(), b.timeless()
	return reflect.DeepEqual(x, y)
}

// timeless returns a with times that stand for all others like them.
func (a *Addr) timeless() Addr {
	c := *a
	c.Created, c.Updated = 0, 0
	c.Valid = min(c.Valid, 1)
	if c.Preferred != nil {
		c.Preferred = new(min(*c.Preferred, 1))
	}
	return c
}

// decodeChange says what a notification means for the addresses.
func decodeChange(m nlmsg.Message) (nlmsg.Change, Addr, error) {
	var a Addr
	if m.Type != linux.RTM_NEWADDR && m.Type != linux.RTM_DELADDR {
		return nlmsg.Unsure, a, nil
	}
	if keep, err := (Filter{}).decoder()(&m, &a); err != nil || !keep {
		return nlmsg.Ignored, a, err
	}
	if m.Type == linux.RTM_DELADDR {
		return nlmsg.Delete, a.Clone(), nil
	}
	return nlmsg.Replace, a.Clone(), nil
}
