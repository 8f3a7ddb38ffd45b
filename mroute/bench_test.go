package mroute_test

import (
	"encoding"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var (
	unresolved = mroute.Route{Source: ip("192.0.2.1"), Group: ip("233.252.0.1"), Table: 253, Protocol: 17}
	forwarded  = mroute.Route{Source: ip("2001:db8::1"), Group: ip("ff3e::1"), Table: 254, Protocol: 17, IIF: 2,
		Outs: []mroute.Out{{Index: 3, TTL: 1}, {Index: 4, TTL: 5}}, Stats: &mroute.Stats{Packets: 1, Bytes: 2}, Idle: time.Second}
)

var encoded = map[string]encoding.BinaryAppender{
	"list": mroute.Filter{Family: linux.AF_INET, Table: 253, OIF: 2}.Request(),
	"get":  mroute.GetRequest(ip("2001:db8::1"), ip("ff3e::1"), 0),

	"unresolved, as the kernel does": unresolved, "forwarded, as the kernel does": forwarded,
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded).Bench(b) }

// decoded takes a route itself and a decoder. One that is forwarded takes its counters,
// the list of where it goes, and one of as many decoders.
func decoded(tb testing.TB) testcost.Table {
	return testcost.Table{
		"unresolved": testcost.Decoding(mroute.Decode, message(tb, unresolved), 2),
		"forwarded":  testcost.Decoding(mroute.Decode, message(tb, forwarded), 7),
	}
}

// message is one about r, as the kernel sends it.
func message(tb testing.TB, r mroute.Route) nlmsg.Message {
	tb.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b}
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
