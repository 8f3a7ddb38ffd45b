package neigh_test

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Any bytes decode or are refused, and what has been decoded and can be sent is
// the same when it is decoded again.
func FuzzDecode(f *testing.F) {
	if !bigEndian {
		for _, rec := range golden.Records(f, "testdata/iproute2.jsonl") {
			for _, d := range rec.Messages {
				addSeeds(f, d.Bytes)
			}
		}
		for _, m := range dumped(f) {
			f.Add(m.Data)
		}
	}
	for _, g := range goldens {
		addSeeds(f, encode(f, g.request))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := fuzzed(t, data, linux.RTM_NEWNEIGH, neigh.Decode)
		if n != nil {
			isSaid(t, n, linux.RTM_NEWNEIGH, neigh.Decode)
			n.Confirmed, n.Used, n.Updated, n.Refs, n.Probes = 0, 0, 0, 0, 0 // not sent
			again(t, n, neigh.Add, neigh.Decode)
			neigh.GetRequest(n).AppendBinary(nil)
		}
		if e := fuzzed(t, data, linux.RTM_NEWNEIGH, neigh.DecodeFDB); e != nil {
			isSaid(t, e, linux.RTM_NEWNEIGH, neigh.DecodeFDB)
			e.Confirmed, e.Used, e.Updated, e.Refs = 0, 0, 0, 0 // not sent
			ownFDB(e)
			again(t, e, neigh.AddFDB, neigh.DecodeFDB)
			neigh.GetFDBRequest(e).AppendBinary(nil)
		}
		if x := fuzzed(t, data, linux.RTM_NEWNEIGHTBL, neigh.DecodeTable); x != nil {
			isSaid(t, x, linux.RTM_NEWNEIGHTBL, neigh.DecodeTable)
			x.Config, x.Stats = nil, nil // not sent
			if x.Params != nil {
				x.Params.Refs, x.Params.ReachableTime = 0, nil
			}
			again(t, x, asAnswer, neigh.DecodeTable)
		}
	})
}

// ownFDB gives an entry the flag that it is sent with.
func ownFDB(f *neigh.FDB) {
	switch {
	case f.Flags&(neigh.FlagSelf|neigh.FlagMaster) != 0:
	case f.Index == f.Master, f.Dst.IsValid(), f.Port != 0, f.VNI != nil, f.SrcVNI != nil, f.NHID != 0, f.Via != 0:
		f.Flags |= neigh.FlagSelf
	default:
		f.Flags |= neigh.FlagMaster
	}
}

func addSeeds(f *testing.F, datagram []byte) {
	for m, err := range nlmsg.Messages(datagram) {
		if err != nil {
			break // zeros after a dump request
		}
		f.Add(m.Data)
	}
}

// fuzzed returns what data decodes to, or nil if it is refused.
func fuzzed[T any](t *testing.T, data []byte, typ uint16, decode func(nlmsg.Message) (*T, error)) *T {
	v, err := decode(nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: data})
	if err != nil && v != nil {
		t.Errorf("%v together with the error %v", v, err)
	}
	return v
}

// again encodes v, if it can be sent, and decodes it.
func again[T any](t *testing.T, v *T, write func(*T) nlmsg.Request, decode func(nlmsg.Message) (*T, error)) {
	t.Helper()
	b, err := write(v).AppendBinary(nil)
	if err != nil {
		return
	}
	for m := range nlmsg.Messages(b) {
		second, err := decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, second, values); diff != "" {
			t.Errorf("decoded again (-first +second)\n%s", diff)
		}
	}
}

func encode(t testing.TB, r nlmsg.Request) []byte {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

func skipBigEndian(t testing.TB) {
	t.Helper()
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
}
