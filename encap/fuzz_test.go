package encap_test

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Any bytes decode or are refused, and what has been decoded and can be sent is
// the same when it is decoded again.
func FuzzDecode(f *testing.F) {
	for _, x := range every() {
		b, err := send(x)
		if err != nil {
			f.Fatal(err)
		}
		n := binary.NativeEndian.Uint16(b)
		f.Add(x.EncapType(), b[4:n])
	}
	// An option of Geneve without data.
	f.Add(uint16(linux.LWTUNNEL_ENCAP_IP), []byte{16, 0, 8, 0, 12, 0, 1, 0, 6, 0, 1, 0, 1, 2, 0, 0})
	f.Fuzz(func(t *testing.T, typ uint16, attrs []byte) {
		if len(attrs) > rtattr.MaxPayload {
			return
		}
		e := rtattr.NewEncoder(nil)
		e.Bytes(linux.RTA_ENCAP, attrs)
		e.Uint16(linux.RTA_ENCAP_TYPE, typ)
		b, err := e.Result()
		if err != nil {
			t.Fatal(err)
		}
		first, err := receive(b)
		if err != nil {
			return
		}
		if c := encap.Clone(first); !encap.Equal(first, c) {
			t.Errorf("a copy differs\n%s", cmp.Diff(first, c, values))
		}
		if b, err = send(first); err != nil {
			return
		}
		second, err := receive(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second, values); diff != "" {
			t.Errorf("decoded again (-first +second)\n%s", diff)
		}
	})
}
