package nexthop_test

import (
	"encoding"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/nexthop"
)

var bucket = &nexthop.Bucket{Group: 11, Index: 3, Member: 2, IdleTime: 2500 * time.Millisecond}

// encoded are all requests of the golden files, and what the kernel alone sends.
func encoded() map[string]encoding.BinaryAppender {
	out := map[string]encoding.BinaryAppender{
		"as the kernel does": full(), "bucket": bucket, "del": nexthop.Del(1),
	}
	for _, g := range goldens {
		out[g.file] = g.request
	}
	return out
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded()).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded()).Bench(b) }

// decoded takes an object itself, and a decoder. A tunnel takes itself, the decoder
// of its nest and its labels. A group takes its list; counters a list too, which grows,
// with a decoder for it and for each member; a resilient group what makes it so, with a
// decoder and each of its timers. A bucket takes one more decoder.
func decoded(tb testing.TB) testcost.Table {
	way := nexthop.NextHop{ID: 1, Family: linux.AF_INET, Gateway: ip("192.0.2.1"), OIF: 3, Protocol: 11}
	tunnel := way
	tunnel.Encap = &encap.MPLS{Labels: []uint32{100, 200}}
	group := nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1, Weight: 1}, {ID: 2, Weight: 300}}}
	counted := group
	counted.Stats = []nexthop.MemberStats{{ID: 1, Packets: 7}, {ID: 2, Packets: 7}}
	resilient := group
	resilient.Type = linux.NEXTHOP_GRP_TYPE_RES
	resilient.Resilient = &nexthop.Resilient{Buckets: 8, IdleTimer: new(30 * time.Second), UnbalancedTimer: new(time.Duration(0))}
	decoding := func(n nexthop.NextHop, allocs int) testcost.Item {
		return testcost.Decoding(nexthop.Decode, message(tb, linux.RTM_NEWNEXTHOP, &n), allocs)
	}
	return testcost.Table{
		"way":             decoding(way, 2),
		"tunnel":          decoding(tunnel, 5),
		"group":           decoding(group, 3),
		"counted group":   decoding(counted, 8),
		"resilient group": decoding(resilient, 7),
		"bucket":          testcost.Decoding(nexthop.DecodeBucket, message(tb, linux.RTM_NEWNEXTHOPBUCKET, bucket), 3),
	}
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
