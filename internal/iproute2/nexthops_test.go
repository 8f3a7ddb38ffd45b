package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nexthop"
)

// nexthops compares the records of ip nexthop show.
func nexthops(t *testing.T, d *dump) {
	compareAll(t, d, nexthopObject, all(t, d, nexthop.Decode))
}

// buckets compares the record of ip nexthop bucket show.
func buckets(t *testing.T, d *dump) {
	compareAll(t, d, bucketTable.of, all(t, d, nexthop.DecodeBucket))
}

func nexthopObject(n *nexthop.NextHop) object {
	return withEncap("id", ofEncap(n.Encap), nexthopTable.of(n))
}

// nexthopOf is the nexthop object of a route, which is printed with it: the
// command has asked for it.
type nexthopOf uint32

func (id nexthopOf) in(d *dump) any {
	if id == 0 {
		return nil
	}
	n := d.nexthops[uint32(id)]
	if n == nil {
		return nil
	}
	return nexthopObject(n)
}

var nexthopTable = table[*nexthop.NextHop]{
	{"id", func(n *nexthop.NextHop) any { return n.ID }},
	{"group", func(n *nexthop.NextHop) any { return memberTable.list(n.Group) }},
	{"type", func(n *nexthop.NextHop) any { return []any{0: nil, linux.NEXTHOP_GRP_TYPE_RES: "resilient"}[n.Type] }},
	{"resilient_args", func(n *nexthop.NextHop) any {
		if n.Resilient == nil {
			return nil
		}
		return resilientTable.of(n.Resilient)
	}},
	{"gateway", func(n *nexthop.NextHop) any { return n.Gateway }},
	{"dev", func(n *nexthop.NextHop) any { return device(n.OIF) }},
	{"scope", func(n *nexthop.NextHop) any { return named{scopes, int(n.Scope)} }},
	{"blackhole", func(n *nexthop.NextHop) any { return flag(n.Blackhole) }},
	{"protocol", func(n *nexthop.NextHop) any { return named{protocols, int(n.Protocol)} }},
	{"flags", func(n *nexthop.NextHop) any { return namesOf(nexthopFlags, n.Flags) }},
	{"fdb", func(n *nexthop.NextHop) any { return flag(n.FDB) }},
	{"hw_stats", func(n *nexthop.NextHop) any {
		if n.HWStats == nil {
			return nil
		}
		return sinceNewer{hwStatsTable.of(n)}
	}},
	{"group_stats", func(n *nexthop.NextHop) any { return memberStatsTable.list(n.Stats) }},
}

var hwStatsTable = table[*nexthop.NextHop]{
	{"enabled", func(n *nexthop.NextHop) any { return n.HWStats }},
	{"used", func(n *nexthop.NextHop) any { return n.HWStatsUsed != nil && *n.HWStatsUsed }},
}

var memberStatsTable = table[nexthop.MemberStats]{
	{"id", func(s nexthop.MemberStats) any { return s.ID }},
	{"packets", func(s nexthop.MemberStats) any { return s.Packets }},
	{"packets_hw", func(s nexthop.MemberStats) any { return s.Hardware }},
}

var memberTable = table[nexthop.Member]{
	{"id", func(m nexthop.Member) any { return m.ID }},
	{"weight", func(m nexthop.Member) any {
		if m.Weight == 1 {
			return nil
		}
		return m.Weight
	}},
}

var resilientTable = table[*nexthop.Resilient]{
	{"buckets", func(r *nexthop.Resilient) any { return r.Buckets }},
	{"idle_timer", func(r *nexthop.Resilient) any { return optTimer(r.IdleTimer) }},
	{"unbalanced_timer", func(r *nexthop.Resilient) any { return optTimer(r.UnbalancedTimer) }},
	{"unbalanced_time", func(r *nexthop.Resilient) any { return timer(r.UnbalancedTime) }},
}

var bucketTable = table[*nexthop.Bucket]{
	{"id", func(b *nexthop.Bucket) any { return b.Group }},
	{"bucket", func(b *nexthop.Bucket) any { return oneBucketTable.of(b) }},
	{"flags", func(b *nexthop.Bucket) any { return namesOf(nexthopFlags, b.Flags) }},
}

var oneBucketTable = table[*nexthop.Bucket]{
	{"index", func(b *nexthop.Bucket) any { return b.Index }},
	{"idle_time", func(b *nexthop.Bucket) any { return timer(b.IdleTime) }},
	{"nhid", func(b *nexthop.Bucket) any { return b.Member }},
}
