package netconf_test

import (
	"encoding"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/netconf"
)

var encoded = map[string]encoding.BinaryAppender{
	"list":               netconf.Filter{Family: linux.AF_MPLS}.Request(),
	"get":                netconf.GetRequest(linux.AF_INET6, netconf.Default),
	"as the kernel does": full,
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded).Bench(b) }

// decoded takes the object itself, a decoder, each of the settings, which may be nil,
// and the list of what is unknown.
func decoded(tb testing.TB) testcost.Table {
	return testcost.Table{
		"everything": testcost.Decoding(netconf.Decode, message(tb, full), 11),
		"gone":       testcost.Decoding(netconf.Decode, message(tb, &netconf.Conf{Family: linux.AF_INET, Index: 3}), 2),
	}
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
