package explain_test

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// ip link add veth0 type veth peer br-veth0, as iproute2 6.1 sent it: a message
// inside a message.
//
//go:embed testdata/veth-add.golden
var vethAdd string

// Rows are shown as attributes are, with their length for a header.
//
//go:embed testdata/multipath-add.golden
var multipathAdd string

func TestMessageExplainsEveryByte(t *testing.T) {
	for about, want := range map[string]string{"a veth": vethAdd, "a multipath route": multipathAdd} {
		if diff := cmp.Diff(want, message(t, sample(t, want))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", about, diff)
		}
	}
}

// Damage is pointed at, and everything before it is explained.
func TestDamageIsPointedAt(t *testing.T) {
	veth := sample(t, vethAdd)
	put16 := func(at int, v uint16) []byte {
		b := bytes.Clone(veth)
		binary.LittleEndian.PutUint16(b[at:], v)
		return b
	}
	put := func(b []byte, at int, v byte) []byte {
		b[at] = v
		return b
	}
	for _, c := range []struct {
		about string
		msg   []byte
		want  string
	}{
		{"less than a header", veth[:7], `0000  60 00 00 00 10 00 05     bytes
#     ^^^^^^^^^^^^^^^^^^^^ 7 bytes left, a message has at least 16
`},
		{"cut short", veth[:0x33], `0000  60 00 00 00              nlmsg_len     96
#     ^^^^^^^^^^^ only 51 bytes are here
`},
		{"cut short, at the end", veth[:0x33], `0024  76 65 74 68 30 00 00 00    "veth0"  (+2 padding)
002c  34 00 12 00 08 00 01     bytes
#     ^^^^^^^^^^^^^^^^^^^^ length 52, and 7 bytes left
`},
		{"nlmsg_len too short", put16(0, 15), `0000  0f 00 00 00              nlmsg_len     15
#     ^^^^^^^^^^^ a message has at least 16 bytes
`},
		{"an attribute without room for its header", put16(0x20, 3), `0020  03 00 03 00 76 65 74 68  bytes
0028  30 00 00 00 34 00 12 00
0030  08 00 01 00 76 65 74 68
0038  28 00 02 00 24 00 01 00
0040  00 00 00 00 00 00 00 00
0048  00 00 00 00 00 00 00 00
0050  0d 00 03 00 62 72 2d 76
0058  65 74 68 30 00 00 00 00
#     ^^^^^^^^^^^^^^^^^^^^^^^ length 3, an attribute has at least 4
`},
		{"a nest that is too long within one that is not", put16(0x50, 17), `0050  11 00 03 00 62 72 2d 76        bytes
0058  65 74 68 30 00 00 00 00
#     ^^^^^^^^^^^^^^^^^^^^^^^ length 17, and 16 bytes left
`},
		{"bytes that are no attribute", append(put16(0, 98), 1, 2), `0060  01 02                    bytes
#     ^^^^^ 2 bytes left, an attribute has at least 4
`},
		{"an address of three bytes", []byte{
			31, 0, 0, 0, 20, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 2, 24, 0, 0, 1, 0, 0, 0, 7, 0, 1, 0, 192, 0, 2}, `0018  07 00 01 00              IFA_ADDRESS, 7 bytes
001c  c0 00 02                   bytes
#     ^^^^^^^^ 3 bytes, an address has 4 or 16
`},
		{"a peer shorter than its struct", put16(0x3c, 12), `003c  0c 00 01 00                  VETH_INFO_PEER, 12 bytes
#     ^^^^^^^^^^^ 8 bytes, struct ifinfomsg has 16
`},
		{"a number of two bytes", []byte{
			38, 0, 0, 0, 16, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 4, 0, 1, 2}, `0020  06 00 04 00              IFLA_MTU, 6 bytes
0024  01 02                      bytes
#     ^^^^^ 2 bytes, want 4
`},
		{"a number of no bytes, in an answer", []byte{
			36, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 4, 0}, `0020  04 00 04 00              IFLA_MTU, 4 bytes
#     ^^^^^^^^^^^ 0 bytes, want 4
`},
		{"a number of three bytes", []byte{
			39, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 4, 0, 1, 2, 3, 0}, `0024  01 02 03                   bytes
#     ^^^^^^^^ 3 bytes, want 4
0027  00                       padding
`},
		{"a field that is cut off", []byte{
			34, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 24, 0, 0, 1, 0, 0, 0, 10, 0, 6, 0, 60, 0, 0, 0, 1, 2}, `001c  3c 00 00 00                ifa_prefered  60 (1m)
0020  01 02                      ifa_valid     bytes
#     ^^^^^ 2 bytes, want 4
`},
		{"half a label", []byte{
			36, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 19, 0, 0, 6}, `0020  00 06                      bytes
#     ^^^^^ 2 bytes, a label has 4
`},
		{"a flag with a value", []byte{
			41, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			9, 0, 12, 128, 5, 0, 24, 0, 1}, `0028  01                           bytes
#     ^^ 1 byte, a flag has none
`},
		{"half an element", []byte{
			39, 0, 0, 0, 104, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0}, `0018  0f 00 02 00              NHA_GROUP, 15 bytes
001c  01 00 00 00                [0].id          1
0020  09                         [0].weight      9
0021  00                         [0].weight_high 0
0022  00 00                      padding of the struct
0024  02 00 00                   bytes
#     ^^^^^^^^ 3 bytes left, an element has 8
`},
		{"a row without room for its header", put(sample(t, multipathAdd), 0x28, 7), `0028  07 00 00 09 03 00 00 00    bytes
0030  08 00 05 00 c0 00 02 02
0038  10 00 00 13 03 00 00 00
0040  08 00 05 00 c0 00 02 03
#     ^^^^^^^^^^^^^^^^^^^^^^^ length 7, a row has at least 8
`},
		{"attributes that are not announced", []byte{
			24, 0, 0, 0, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0}, `0014  04 00 01 00              bytes
#     ^^^^^^^^^^^ attributes need the flag ACK_TLVS
`},
		{"something behind the last message", append(bytes.Clone(veth), 1, 2, 3, 4, 5), `0000  01 02 03 04 05           bytes
#     ^^^^^^^^^^^^^^ 5 bytes left, a message has at least 16
`},
	} {
		if got := message(t, c.msg); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nis not in\n%s", c.about, c.want, got)
		}
	}
}

func TestUnknownAttributesAreNumbersAndBytes(t *testing.T) {
	msg := sample(t, vethAdd)
	binary.LittleEndian.PutUint16(msg[0x22:], 1234)
	want := `0020  0a 00 d2 04              attribute 1234, 10 bytes
0024  76 65 74 68 30 00          bytes
002a  00 00                      padding
`
	if got := message(t, msg); !strings.Contains(got, want) {
		t.Errorf("%s\nis not in\n%s", want, got)
	}
}

// Zeros behind the last message are no message: ip sends some.
func TestZerosBehindAMessage(t *testing.T) {
	want := vethAdd + `0060  00 00 00 00 00 00 00 00  zeros beyond the message
0068  00
`
	if diff := cmp.Diff(want, message(t, append(sample(t, vethAdd), make([]byte, 9)...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSeveralMessagesInADatagram(t *testing.T) {
	want := vethAdd + "\n" + multipathAdd
	if diff := cmp.Diff(want, message(t, append(sample(t, vethAdd), sample(t, multipathAdd)...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRequestNamesItself(t *testing.T) {
	skipBigEndian(t)
	var b strings.Builder
	if err := explain.Request(&b, link.SetMTU(link.Name("br0"), 1400)); err != nil {
		t.Fatal(err)
	}
	if want := "# link set \"br0\"\n0000  30 00 00 00              nlmsg_len     48\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("%s\ndoes not begin with\n%s", b.String(), want)
	}
	b.Reset()
	err := explain.Request(&b, link.Add(&link.Link{Name: "much-too-long-a-name"}))
	if err == nil || b.Len() > 0 {
		t.Errorf("a request that cannot be encoded: %v, %q", err, b.String())
	}
}

func TestTheErrorOfTheWriter(t *testing.T) {
	full := errors.New("disk full")
	p := explain.NewPrinter(writer(func([]byte) (int, error) { return 0, full }))
	if err := p.Print(explain.Datagram{}); err != full {
		t.Errorf("%v, want %v", err, full)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// A function for the field Trace says which way each datagram went, and an empty
// line follows.
func TestTraceSaysTheDirection(t *testing.T) {
	var b strings.Builder
	trace := explain.NewPrinter(&b).Trace(linux.NETLINK_GENERIC)
	trace(nlmsg.Sent, make([]byte, 3))
	trace(nlmsg.Received, make([]byte, 1))
	want := `# sent, 3 bytes of NETLINK_GENERIC
0000  00 00 00                 bytes
#     ^^^^^^^^ 3 bytes left, a message has at least 16

# received, 1 byte of NETLINK_GENERIC
0000  00                       bytes
#     ^^ 1 byte left, a message has at least 16

`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	explain.Tracer(&b)(nlmsg.Sent, make([]byte, 2))
	if !strings.HasPrefix(b.String(), "# sent, 2 bytes\n0000") {
		t.Errorf("of rtnetlink: %s", b.String())
	}
}

// What comes from a file that somebody else made cannot control a terminal.
func TestCommentsAndStringsCannotControlATerminal(t *testing.T) {
	msg := sample(t, vethAdd)
	copy(msg[0x24:], "\x1b[2J\n")
	var b strings.Builder
	if err := explain.NewPrinter(&b).Print(explain.Datagram{Comment: "\x1b[2Jip\rlink\nadd", Bytes: msg}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\r") || !strings.HasPrefix(b.String(), "# \ufffd[2Jip\ufffdlink\n# add\n0000") {
		t.Errorf("%q", b.String())
	}
}

// Of other protocols the meaning of the upper flags is not known, nor whether
// there are attributes.
func TestOtherProtocolsAreNotGuessedAt(t *testing.T) {
	skipBigEndian(t)
	for _, c := range []struct {
		about    string
		protocol int
		msg      []byte
		want     string
	}{
		{"flags", 12, []byte{16, 0, 0, 0, 20, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0}, "nlmsg_flags   REQUEST|ACK|0x600\n"},
		{"a header that is not known", linux.NETLINK_GENERIC,
			[]byte{28, 0, 0, 0, 33, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 5, 0, 0, 0, 8, 0, 1, 0},
			"0014  05 00 00 00 08 00 01 00  bytes\n"},
		{"a dump", linux.NETLINK_GENERIC, []byte{16, 0, 0, 0, 33, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0}, "nlmsg_flags   REQUEST|DUMP\n"},
		{"attributes", linux.NETLINK_GENERIC,
			[]byte{28, 0, 0, 0, 33, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 8, 0, 1, 0, 5, 0, 0, 0},
			"0014  08 00 01 00              attribute 1, 8 bytes\n"},
	} {
		var b strings.Builder
		if err := explain.NewPrinter(&b).Print(explain.Datagram{Protocol: c.protocol, Bytes: c.msg}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), c.want) || strings.Contains(b.String(), "^") {
			t.Errorf("%s: no %q in\n%s", c.about, c.want, b.String())
		}
	}
}

// Programs for old kernels set the state of a bridge's port without a nest.
func TestPortStateOfOldPrograms(t *testing.T) {
	skipBigEndian(t)
	got := message(t, []byte{
		40, 0, 0, 0, 19, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 12, 0, 3, 0, 0, 0})
	if want := "0020  05 00 0c 00              IFLA_PROTINFO, 5 bytes\n0024  03 00 00 00                BR_STATE_FORWARDING  (+3 padding)\n"; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
}

func TestGenericNetlinkIsNotRoute(t *testing.T) {
	var b strings.Builder
	p := explain.NewPrinter(&b)
	if err := p.Print(explain.Datagram{Protocol: linux.NETLINK_GENERIC, Bytes: sample(t, vethAdd)}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "RTM_NEWLINK") || strings.Contains(b.String(), "IFLA") {
		t.Errorf("a message of generic netlink as one of rtnetlink:\n%s", b.String())
	}
}

// message returns what explain.Message writes.
func message(t testing.TB, datagram []byte) string {
	t.Helper()
	var b strings.Builder
	if err := explain.Message(&b, datagram); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample returns the bytes in an annotated text.
func sample(t testing.TB, text string) []byte {
	t.Helper()
	skipBigEndian(t)
	b, err := explain.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

func skipBigEndian(t testing.TB) {
	t.Helper()
	if !littleEndian {
		t.Skip("the bytes in this test are those of a little-endian machine")
	}
}
