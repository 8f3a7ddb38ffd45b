package route

import (
	"encoding/binary"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What is read the short way is read as any route is.
func TestPlainRoutesAreReadAsAnyOther(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	plain := 0
	for range 200_000 {
		m := nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: randomRoute(r)}
		var short, any Route
		if !short.decodePlain(m.Data) {
			continue
		}
		plain++
		if err := any.decodeAny(new(rtattr.Decoder), &m); err != nil || !reflect.DeepEqual(short, any) {
			t.Fatalf("%x\nis %+v the short way,\n   %+v, %v otherwise", m.Data, short, any, err)
		}
	}
	if plain < 1000 {
		t.Errorf("%d plain routes among them, want more", plain)
	}
}

// randomRoute returns a message about a route that is nearly in order: lengths,
// families and types are off now and then.
func randomRoute(r *rand.Rand) []byte {
	off := func(v, other int) int {
		if r.IntN(20) == 0 {
			return other
		}
		return v
	}
	b := make([]byte, sizeofHeader)
	for i := range b {
		b[i] = byte(off(0, r.IntN(256)))
	}
	b[0] = byte(off(linux.AF_INET, r.IntN(30)))
	b[1] = byte(off(r.IntN(33), r.IntN(256)))
	for _, typ := range []int{linux.RTA_TABLE, linux.RTA_DST, linux.RTA_PRIORITY, linux.RTA_PREFSRC, linux.RTA_GATEWAY, linux.RTA_OIF} {
		if r.IntN(3) == 0 {
			continue
		}
		b = binary.NativeEndian.AppendUint16(b, uint16(off(8, r.IntN(24))))
		b = binary.NativeEndian.AppendUint16(b, uint16(off(typ, r.IntN(32))))
		b = binary.NativeEndian.AppendUint32(b, uint32(off(r.IntN(256), r.Int())))
	}
	return b[:off(len(b), r.IntN(len(b)))]
}
