package roundtrip

import (
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/corpus"
	"github.com/seed-030106aa/rawnl/internal/testfuzz"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// FuzzRoundTrip: any bytes are decoded or refused, and what was decoded can be
// encoded, and is the same when that is decoded again. The first byte is the type of
// the message, the rest its body.
func FuzzRoundTrip(f *testing.F) {
	for _, b := range corpus.Messages(f) {
		if typ := binary.NativeEndian.Uint16(b[4:]); For(parse(byte(typ), b[nlmsg.HeaderLen:])) != nil {
			f.Add(append([]byte{byte(typ)}, b[nlmsg.HeaderLen:]...))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		m := parse(b[0], b[1:])
		testfuzz.Bounded(t, len(b), func() {
			for i := range Readers {
				Readers[i].Check(t, m)
			}
		})
	})
}

func parse(typ byte, body []byte) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: uint16(typ)}, Data: body}
}
