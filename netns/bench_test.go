package netns_test

import (
	"encoding"
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var encodedIDs = map[string]encoding.BinaryAppender{
	"set":         netns.SetID(netns.Fd(6), 10),
	"set by file": netns.SetID(netns.File(os.Stdout), 10),
	"set auto":    netns.SetAutoID(netns.PID(4711)),
	"get":         netns.IDFilter{}.GetRequest(netns.ID(10)),
	"list":        netns.IDFilter{Target: new(netns.ID(5))}.Request(),

	"as the kernel does": netns.NSID{ID: 10, CurrentID: new(netns.ID(5))},
}

func TestEncodingIDsAllocatesNothing(t *testing.T) { testcost.Encoding(encodedIDs).Check(t) }

func BenchmarkEncodeID(b *testing.B) { testcost.Encoding(encodedIDs).Bench(b) }

// decodedIDs takes the object itself, a decoder, and an id that may be nil.
func decodedIDs() testcost.Table {
	return testcost.Table{
		"id": testcost.Decoding(netns.DecodeID, idMessage(func(e *rtattr.Encoder) {
			e.Int32(linux.NETNSA_NSID, 10)
		}), 2),
		"id of another": testcost.Decoding(netns.DecodeID, idMessage(func(e *rtattr.Encoder) {
			e.Int32(linux.NETNSA_NSID, 10)
			e.Int32(linux.NETNSA_CURRENT_NSID, 5)
		}), 3),
	}
}

func TestDecodingIDsAllocatesLittle(t *testing.T) { decodedIDs().Check(t) }

func BenchmarkDecodeID(b *testing.B) { decodedIDs().Bench(b) }
