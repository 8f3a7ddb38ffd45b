package neigh_test

import (
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

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
