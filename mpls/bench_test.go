package mpls_test

import (
	"encoding"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/mpls"
)

var encoded = map[string]encoding.BinaryAppender{
	"add": mpls.Add(full), "multipath": mpls.Replace(multi), "del": mpls.Del(100),
	"list": mpls.Filter{OIF: 3}.Request(), "get": mpls.Query{Label: 100, Inner: []uint32{16}}.Request(),
	"as the kernel does": *multi,
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded).Bench(b) }

// decoded takes a route itself, a decoder, and the stack that its label is. What may
// be nil takes an allocation, and so does a list: of labels, of ways or of unknown
// attributes, with the bytes of each. A way has a decoder, and all have a list of them.
func decoded(tb testing.TB) testcost.Table {
	return testcost.Table{
		"one way":   testcost.Decoding(mpls.Decode, message(tb, mpls.Add(full)), 7),
		"multipath": testcost.Decoding(mpls.Decode, message(tb, mpls.Add(multi)), 12),
	}
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
