package addr_test

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

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
