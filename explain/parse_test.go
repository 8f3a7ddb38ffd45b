package explain_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/linux"
)

func TestParseSkipsWhatIsNoBytes(t *testing.T) {
	text := "# ip link add veth0 type veth peer br-veth0\r\n\n" + strings.Replace(vethAdd, "0020", "\n# the name\n  \n0020", 1) + "#     ^^ wrong\n\n" + multipathAdd
	want := append(sample(t, vethAdd), sample(t, multipathAdd)...)
	if got, err := explain.Parse(text); err != nil || !bytes.Equal(got, want) {
		t.Errorf("% x, %v, want % x", got, err, want)
	}
	if got, err := explain.Parse(""); len(got) > 0 || err != nil {
		t.Errorf("of nothing: % x, %v", got, err)
	}
}

func TestParseRefusesOtherText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"0000  60 00\n0003  10\n", `line 2: offset 0003 after 0x2 bytes`},
		{"0001  60\n", `line 1: offset 0001 after 0x0 bytes`},
		{"# one\n\nip link add\n", `line 3: no offset in "ip link add"`},
		{"0000 60\n", `line 1: no offset in "0000 60"`},
		{"0000  6\n", `line 1: no bytes in "0000  6"`},
		{"0000  nlmsg_len\n", `line 1: no bytes in "0000  nlmsg_len"`},
		{"0000                         nlmsg_len\n", `line 1: no bytes in "0000                         nlmsg_len"`},
		{"80000000  00\n", `line 1: no offset in "80000000  00"`},
	} {
		if _, err := explain.Parse(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

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
	f.Fuzz(func(t *testing.T, protocol int, sent, received []byte) {
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
	})
}
