package explain_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/corpus"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfuzz"
)

// Whatever a datagram holds, its bytes and nothing else are read back, the text
// is the same each time, and no byte of it controls a terminal.
func FuzzParseReadsWhatPrinterWrites(f *testing.F) {
	for _, text := range []string{vethAdd, multipathAdd, vethAdd + multipathAdd} {
		b, err := explain.Parse(text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(linux.NETLINK_ROUTE, b, ack(b, -22, false, offset0x50...))
		f.Add(linux.NETLINK_ROUTE, b, ack(b, -22, true, offset0x50...))
		f.Add(linux.NETLINK_GENERIC, ack(b, 0, false), b)
	}
	for _, msg := range corpus.Messages(f) {
		f.Add(linux.NETLINK_ROUTE, []byte(nil), msg)
	}
	f.Fuzz(func(t *testing.T, protocol int, sent, received []byte) {
		testfuzz.Bounded(t, len(sent)+len(received), func() { isReadBack(t, protocol, sent, received) })
	})
}

func isReadBack(t *testing.T, protocol int, sent, received []byte) {
	var texts [2]string
	for i := range texts {
		var b strings.Builder
		p := explain.NewPrinter(&b)
		p.Print(explain.Datagram{Protocol: protocol, Bytes: sent})
		p.Print(explain.Datagram{Protocol: protocol, Direction: 1, Bytes: received})
		texts[i] = b.String()
	}
	if texts[0] != texts[1] {
		t.Fatalf("two texts of the same bytes:\n%s\n%s", texts[0], texts[1])
	}
	got, err := explain.Parse(texts[0])
	if want := append(bytes.Clone(sent), received...); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%v: % x of\n%s\nwant % x", err, got, texts[0], want)
	}
	if strings.ContainsAny(texts[0], "\x1b\r\x00\x07") {
		t.Fatalf("control characters in %q", texts[0])
	}
}
