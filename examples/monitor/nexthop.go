//go:build linux

package main

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func nexthopText(ns *namespace, m nlmsg.Message) (string, error) {
	n, err := nexthop.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "id %d ", n.ID)
	if len(n.Group) > 0 {
		var members []string
		for _, m := range n.Group {
			members = append(members, memberText(m))
		}
		fmt.Fprintf(&b, "group %s ", strings.Join(members, "/"))
	}
	switch {
	case n.Resilient != nil:
		b.WriteString("type resilient ")
		resilient(&b, n.Resilient)
	case n.Type != 0:
		b.WriteString("type <unknown type> ")
	}
	b.WriteString(encapText(ns, n.Encap))
	if n.Gateway.IsValid() {
		fmt.Fprintf(&b, "via %v ", n.Gateway)
	}
	if n.OIF != 0 {
		fmt.Fprintf(&b, "dev %s ", ns.name(n.OIF))
	}
	if n.Scope != unix.RT_SCOPE_UNIVERSE {
		fmt.Fprintf(&b, "scope %s ", scopeName(n.Scope))
	}
	if n.Blackhole {
		b.WriteString("blackhole ")
	}
	if n.Protocol != unix.RTPROT_UNSPEC {
		fmt.Fprintf(&b, "proto %s ", protocolName(n.Protocol))
	}
	b.WriteString(flagWords(n.Flags, routeFlags))
	if n.FDB {
		b.WriteString("fdb")
	}
	return b.String(), nil
}

func memberText(m nexthop.Member) string {
	if m.Weight > 1 {
		return fmt.Sprintf("%d,%d", m.ID, m.Weight)
	}
	return fmt.Sprint(m.ID)
}

func resilient(b *strings.Builder, r *nexthop.Resilient) {
	fmt.Fprintf(b, "buckets %d ", r.Buckets)
	var idle, unbalanced time.Duration
	if r.IdleTimer != nil {
		idle = *r.IdleTimer
	}
	if r.UnbalancedTimer != nil {
		unbalanced = *r.UnbalancedTimer
	}
	fmt.Fprintf(b, "idle_timer %g unbalanced_timer %g unbalanced_time %g ",
		idle.Seconds(), unbalanced.Seconds(), r.UnbalancedTime.Seconds())
}

// bucketText shows a bucket of a resilient group, which has moved.
func bucketText(_ *namespace, m nlmsg.Message) (string, error) {
	x, err := nexthop.DecodeBucket(m)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("id %d index %d idle_time %g nhid %d %s",
		x.Group, x.Index, x.IdleTime.Seconds(), x.Member, flagWords(x.Flags, routeFlags)), nil
}
