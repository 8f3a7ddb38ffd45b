package addr

import (
	"encoding/binary"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What is read the short way is read as any address is.
func TestPlainAddressesAreReadAsAnyOther(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	plain := 0
	for range 200_000 {
		m := nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}, Data: randomAddr(r)}
		var short, any Addr
		if !new(reader).decodePlain(m.Data, &short) {
			continue
		}
		plain++
		if err := new(reader).decodeAny(&m, &any); err != nil || !reflect.DeepEqual(short, any) {
			t.Fatalf("%x\nis %+v the short way,\n   %+v, %v otherwise", m.Data, short, any, err)
		}
	}
	if plain < 1000 {
		t.Errorf("%d plain addresses among them, want more", plain)
	}
}

// randomAddr returns a message about an address that is nearly in order: lengths,
// families and types are off now and then.
func randomAddr(r *rand.Rand) []byte {
	off := func(v, other int) int {
		if r.IntN(20) == 0 {
			return other
		}
		return v
	}
	b := []byte{byte(off(linux.AF_INET, linux.AF_INET6)), byte(off(r.IntN(33), 40)), 0x80, 0, byte(r.IntN(9)), 0, 0, 0}
	own := []byte{192, 0, 2, byte(r.IntN(250))}
	attr := func(typ int, payload []byte) {
		b = binary.NativeEndian.AppendUint16(b, uint16(off(4+len(payload), r.IntN(24))))
		b = binary.NativeEndian.AppendUint16(b, uint16(off(typ, r.IntN(12))))
		b = append(b, payload...)
		b = append(b, make([]byte, -len(payload)&3)...)
	}
	attr(linux.IFA_ADDRESS, own)
	attr(linux.IFA_LOCAL, own)
	if r.IntN(2) == 0 {
		attr(linux.IFA_BROADCAST, []byte{192, 0, 2, 255})
	}
	attr(linux.IFA_LABEL, []byte("veth0\x00")[:off(6, 5)])
	attr(linux.IFA_FLAGS, []byte{byte(r.IntN(256)), 0, 0, 0})
	if r.IntN(2) == 0 {
		attr(linux.IFA_RT_PRIORITY, []byte{0, byte(r.IntN(256)), 0, 0})
	}
	info := make([]byte, 16)
	for i := range info[:8] {
		info[i] = byte(off(0xff, r.IntN(256)))
	}
	attr(linux.IFA_CACHEINFO, info)
	return b[:off(len(b), r.IntN(len(b)))]
}
