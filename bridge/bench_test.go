package bridge_test

import (
	"encoding"
	"testing"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testcost"
)

// encoded are all requests of the golden files, and what the kernel alone sends.
func encoded() map[string]encoding.BinaryAppender {
	out := map[string]encoding.BinaryAppender{
		"VLANs as the kernel does": full[bridge.VLANs](), "MDB as the kernel does": fullMDB(),
		"mdb-del": bridge.DelGroup(&bridge.Group{Bridge: 4, Port: 3, Addr: ip("239.1.1.1")}), "mdb-show": bridge.MDBsRequest(),
	}
	for _, g := range goldens {
		out[g.file] = g.request
	}
	return out
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(encoded()).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(encoded()).Bench(b) }

// decoded takes the object itself, a decoder for it and one for each nest, and its
// lists, which grow. What may be nil takes one more, eleven times in the options.
func decoded(tb testing.TB) testcost.Table {
	vlan := bridge.VLAN{ID: 10, PVID: true, Untagged: true}
	counted := bridge.VLAN{ID: 10, State: new(bridge.StateForwarding), McastRouter: new(uint8(1)), Stats: &bridge.VLANStats{RxBytes: 7}}
	group := bridge.Group{Port: 3, Addr: ip("239.1.1.1"), Permanent: true}
	sources := bridge.Group{Port: 3, Addr: ip("239.1.1.1"), Mode: new(uint8(1)), Sources: []bridge.Source{{Addr: ip("192.0.2.1")}, {Addr: ip("192.0.2.2")}}}
	vlans := func(v bridge.VLANs, allocs int) testcost.Item {
		return testcost.Decoding(bridge.DecodeVLANs, vlansMessage(tb, &v), allocs)
	}
	mdb := func(db bridge.MDB, allocs int) testcost.Item {
		return testcost.Decoding(bridge.DecodeMDB, mdbMessage(tb, &db), allocs)
	}
	return testcost.Table{
		"VLAN":               vlans(bridge.VLANs{List: []bridge.VLAN{vlan}}, 4),
		"VLAN with counters": vlans(bridge.VLANs{List: []bridge.VLAN{counted}}, 8),
		"VLAN options":       vlans(bridge.VLANs{Options: []bridge.VLANOptions{fullOptions}}, 15),
		"group":              mdb(bridge.MDB{Groups: []bridge.Group{group}}, 6),
		"group with sources": mdb(bridge.MDB{Groups: []bridge.Group{sources}}, 12),
		"router":             mdb(bridge.MDB{Routers: []bridge.Router{{Port: 3, Type: 1}}}, 5),
	}
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
