package neigh_test

import (
	"encoding"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/neigh"
)

// encoded are all requests of the golden files, and what the kernel alone sends.
func encoded() map[string]encoding.BinaryAppender {
	out := map[string]encoding.BinaryAppender{
		"a neighbour as the kernel does":        *filled[neigh.Neigh](),
		"a forwarding entry as the kernel does": *filled[neigh.FDB](),
		"a table as the kernel does":            *filled[neigh.Table](),
	}
	for _, g := range goldens {
		out[g.file] = g.request
	}
	return out
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded()).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded()).Bench(b) }

// decoded are what a kernel has sent, the first of each. One of an address takes
// itself and its link-layer address. A table takes itself and its name, a decoder for
// itself and one for its parameters, and one for each of the values that may be nil.
func decoded(tb testing.TB) testcost.Table {
	table := testcost.Table{}
	for _, m := range slices.Backward(dumped(tb)) {
		switch {
		case m.Type == linux.RTM_NEWNEIGHTBL:
			table["table"] = testcost.Decoding(neigh.DecodeTable, m, 27)
		case m.Data[0] == linux.AF_BRIDGE:
			table["forwarding entry"] = testcost.Decoding(neigh.DecodeFDB, m, 2)
		default:
			table["neighbour"] = testcost.Decoding(neigh.Decode, m, 2)
		}
	}
	return table
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
