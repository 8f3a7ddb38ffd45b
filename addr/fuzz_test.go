package addr_test

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Any bytes decode or are refused, and what has been decoded and can be sent
// is the same when it is decoded again.
func FuzzDecode(f *testing.F) {
	if binary.NativeEndian.Uint16([]byte{0, 1}) != 1 {
		for _, rec := range golden.Records(f, "testdata/iproute2.jsonl") {
			for m, err := range nlmsg.Messages(rec.Main()) {
				if err == nil {
					f.Add(m.Data)
				}
			}
		}
	}
	for m := range nlmsg.Messages(encode(f, addr.Add(full))) {
		f.Add(m.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := addr.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}, Data: data})
		if err != nil {
			return
		}
		checkComesBack(t, first)
		first.Created, first.Updated = 0, 0 // not sent
		b, err := addr.Add(first).AppendBinary(nil)
		if err != nil {
			return
		}
		for m := range nlmsg.Messages(b) {
			second, err := addr.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, second, values); diff != "" {
				t.Errorf("decoded again (-first +second)\n%s", diff)
			}
		}
	})
}

// checkComesBack writes a, which was decoded, and reads that.
func checkComesBack(t *testing.T, a *addr.Addr) {
	t.Helper()
	b, err := a.AppendBinary(nil)
	if err != nil {
		t.Fatalf("read, but not written: %v", err)
	}
	got, err := addr.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}, Data: b})
	if err != nil {
		t.Fatalf("written, but not read: %v", err)
	}
	if diff := cmp.Diff(a, got, values); diff != "" {
		t.Errorf("read and read again (-first +second)\n%s", diff)
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

func skipBigEndian(t testing.TB) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the bytes are those of a little-endian machine")
	}
}
