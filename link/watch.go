package link

import (
	"bytes"
	"context"
	"iter"
	"reflect"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Watch yields the links of a namespace, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
//	for ev, err := range link.Watch(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		if ev.New != nil && ev.New.OperState == link.OperUp {
//			...
//		}
//	}
//
// A link has the same index throughout; a link that was renamed has changed.
// What the links hold is what notifications tell: they come without VFs, and
// what changes all the time is left out, so that it makes no events: counters,
// timers, the settings of IPv4 in AFSpec, and the [Inet6State]. [Get] has all
// that.
//
// The kernel is silent about much that is changed of a link that is down, such as
// its Alias, its Group or the options of its kind: Watch sees that with the next
// change that the kernel tells of, at the latest when the link is set up.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Link], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[int, Link]{
	Op:     "link watch",
	Groups: []uint32{linux.RTNLGRP_LINK},
	List: func(conn *nlmsg.Conn) ([]Link, error) {
		list, err := Filter{SkipStats: true}.List(conn)
		for i := range list {
			list[i].leaveOut()
		}
		return list, err
	},
	Decode: decodeChange,
	Key:    func(l *Link) int { return l.Index },
	Equal:  func(a, b *Link) bool { return reflect.DeepEqual(a, b) },
	Clone:  Link.Clone,
}

// decodeChange says what a notification means for the links.
func decodeChange(m nlmsg.Message) (nlmsg.Change, Link, error) {
	m.Data = bytes.Clone(m.Data)
	read, err := Decode(m)
	if err != nil {
		return nlmsg.Ignored, Link{}, err
	}
	l := *read
	wireless := func(r rtattr.Raw) bool { return r.Type == linux.IFLA_WIRELESS }
	switch {
	case slices.ContainsFunc(l.Rest, wireless):
		return nlmsg.Ignored, l, nil // an event of a driver, with a name and no more
	case l.Family != linux.AF_UNSPEC, l.NewNetNSID != nil:
		// Of a bridge's port there is only a part. A link that leaves for
		// another namespace may be the parent of others, which are not told of.
		return nlmsg.Unsure, l, nil
	case m.Type == linux.RTM_DELLINK:
		return nlmsg.Delete, l, nil
	}
	l.leaveOut()
	return nlmsg.Replace, l, nil
}

// leaveOut takes away what notifications do not tell of, and what they alone
// have.
func (l *Link) leaveOut() {
	l.Change, l.Event, l.Stats, l.XStats, l.VFs, l.UnknownVFs = 0, 0, nil, nil, nil, nil
	if l.AFSpec != nil {
		l.AFSpec.Inet = nil
		if s := l.AFSpec.Inet6; s != nil {
			s.Inet6State = Inet6State{} // of its flags too: nothing tells that a router was asked for
		}
	}
	if b, ok := l.Data.(*Bridge); ok {
		b.HelloTimer, b.TCNTimer, b.TopologyChangeTimer, b.GCTimer, b.FDBNLearned = 0, 0, 0, 0, 0
		if b.Querier != nil {
			b.Querier.Timer4, b.Querier.Timer6 = 0, 0
		}
	}
	if c, ok := l.Data.(*CAN); ok {
		c.Errors = nil
	}
	if p, ok := l.Port.(*BridgePort); ok {
		p.MessageAgeTimer, p.ForwardDelayTimer, p.HoldTimer = 0, 0, 0
		p.McastEHTHostsCount, p.McastNGroups = 0, 0
	}
}
