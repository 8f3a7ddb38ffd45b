package encap_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// requests are to add a route with each of the tunnels.
func requests() map[string]nlmsg.Request {
	out := make(map[string]nlmsg.Request)
	for name, x := range every() {
		out[name] = by4(x)
	}
	return out
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(requests()).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(requests()).Bench(b) }

// allocs are those of decoding the routes of the golden files: one for the route,
// one for the tunnel, and one for the decoder of its nest. Others are of what is in
// the tunnel: each nest and its decoder, each list, and each value that may be nil.
var allocs = map[string]int{
	"mpls": 5, "ip": 3, "ip-erspan": 7, "ip6-geneve": 8, "ila": 4, "seg6": 6, "seg6-inline": 5, "seg6local": 7,
	"bpf": 9, "rpl": 6, "ioam6": 4, "xfrm": 3,
}

func decoded(tb testing.TB) testcost.Table {
	tb.Helper()
	table := make(testcost.Table)
	for _, g := range goldens {
		b, err := g.request.AppendBinary(nil)
		if err != nil {
			tb.Fatal(err)
		}
		for m := range nlmsg.Messages(b) {
			table[g.file] = testcost.Decoding(route.Decode, m, allocs[g.file])
		}
	}
	return table
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
