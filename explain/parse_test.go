package explain_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
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
