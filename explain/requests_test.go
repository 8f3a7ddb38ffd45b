package explain

import (
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// So many requests are remembered, and so many bytes. Those that are answered
// count as their headers.
func TestHowMuchIsRemembered(t *testing.T) {
	request := func(seq, size int) []byte {
		b := make([]byte, size)
		binary.NativeEndian.PutUint32(b, uint32(size))
		binary.NativeEndian.PutUint16(b[4:], linux.RTM_SETLINK)
		binary.NativeEndian.PutUint16(b[6:], linux.NLM_F_REQUEST|linux.NLM_F_ACK)
		binary.NativeEndian.PutUint32(b[8:], uint32(seq))
		return b
	}
	var r requests
	send := func(seq, size int) { r.read(Datagram{Bytes: request(seq, size)}) }
	check := func(about string, seq int, want bool) {
		t.Helper()
		if _, got := r.bySeq[uint32(seq)]; got != want {
			t.Errorf("%s: request %d remembered: %v", about, seq, got)
		}
	}
	for seq := range mostPending {
		send(seq, 16)
	}
	check("as many as can be", 0, true)
	send(mostPending, 16)
	check("one more", 0, false)
	check("one more", 1, true)
	send(2, 16) // once more
	send(mostPending+1, 16)
	check("the older of two", 2, true)

	const large = mostBytes / 16
	r = requests{}
	for seq := range 16 {
		send(seq, large)
	}
	check("as many bytes as can be", 0, true)
	send(16, 16)
	check("some more", 0, false)
	check("some more", 1, true)

	r = requests{}
	send(0, 20)
	for seq := 1; seq < 40; seq++ {
		send(seq, large)
		r.read(refusalOf(request(seq, large), 0, false))
		check("answered", seq, false)
	}
	check("large ones that are answered", 0, true)
}
