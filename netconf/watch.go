package netconf

import (
	"context"
	"iter"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the settings of a namespace, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread. A change of
// one setting is told without the others, which makes a dump necessary.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Conf], error] {
	return nlmsg.Watch(ctx, cfg, watched)
}

var watched = nlmsg.Watched[about, Conf]{
	Op:     "netconf watch",
	Groups: []uint32{linux.RTNLGRP_IPV4_NETCONF, linux.RTNLGRP_IPV6_NETCONF, linux.RTNLGRP_MPLS_NETCONF},
	List:   List,
	Decode: decodeChange,
	Key:    func(c *Conf) about { return about{c.Family, c.Index} },
	Equal:  func(a, b *Conf) bool { return reflect.DeepEqual(a, b) },
	Clone:  Conf.Clone,
}

// decodeChange says what a notification means for the settings.
func decodeChange(m nlmsg.Message) (nlmsg.Change, Conf, error) {
	if m.Type != linux.RTM_NEWNETCONF && m.Type != linux.RTM_DELNETCONF {
		return nlmsg.Ignored, Conf{}, nil
	}
	c, err := Decode(m)
	switch {
	case err != nil:
		return nlmsg.Ignored, Conf{}, err
	case m.Type == linux.RTM_DELNETCONF:
		return nlmsg.Delete, c.Clone(), nil
	}
	return nlmsg.Unsure, Conf{}, nil
}
