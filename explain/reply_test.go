package explain_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// ack returns an NLMSG_ERROR in answer to a request. Whole says whether the
// request's payload is copied into it.
func ack(request []byte, errno int32, whole bool, attrs ...byte) []byte {
	b := make([]byte, 16, 128)
	binary.NativeEndian.PutUint16(b[4:], linux.NLMSG_ERROR)
	copy(b[8:], request[8:12])
	b = binary.NativeEndian.AppendUint32(b, uint32(errno))
	flags := uint16(linux.NLM_F_CAPPED)
	if whole {
		flags = 0
		b = append(b, request...)
	} else {
		b = append(b, request[:16]...)
	}
	if len(attrs) > 0 {
		flags |= linux.NLM_F_ACK_TLVS
	}
	b = append(b, attrs...)
	binary.NativeEndian.PutUint16(b[6:], flags)
	binary.NativeEndian.PutUint32(b, uint32(len(b)))
	return b
}

// conversation returns what a Printer writes of datagrams, the first of which
// was sent.
func conversation(t *testing.T, sent []byte, received ...[]byte) (last string) {
	t.Helper()
	var b strings.Builder
	p := explain.NewPrinter(&b)
	for i, d := range append([][]byte{sent}, received...) {
		b.Reset()
		dir := nlmsg.Received
		if i == 0 {
			dir = nlmsg.Sent
		}
		if err := p.Print(explain.Datagram{Direction: dir, Bytes: d}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

var offset0x50 = []byte{8, 0, 2, 0, 0x50, 0, 0, 0, 12, 0, 1, 0, 't', 'o', 'o', ' ', 'b', 'i', 'g', 0}

// The kernel's complaint is shown in the request that it is about, with what
// that lies in.
func TestARefusalPointsIntoTheRequest(t *testing.T) {
	request := sample(t, vethAdd)
	got := conversation(t, request, ack(request, -34, false, offset0x50...))
	for _, want := range []string{
		"\n# refused: ERANGE: RTM_NEWLINK, sequence number 1795433786\n0000",
		"0010  de ff ff ff              error         -34 ERANGE\n",
		"0024  08 00 02 00              NLMSGERR_ATTR_OFFS, 8 bytes\n0028  50 00 00 00                80\n",
		`# in the request:
# 002c  34 00 12 00              IFLA_LINKINFO, 52 bytes
# 0038  28 00 02 00                IFLA_INFO_DATA, 40 bytes
# 003c  24 00 01 00                  VETH_INFO_PEER, 36 bytes
# 0050  0d 00 03 00                    IFLA_IFNAME, 13 bytes
#       ^^^^^^^^^^^ ERANGE: "too big"
# 0054  62 72 2d 76 65 74 68 30          "br-veth0"  (+3 padding)
# 005c  00 00 00 00
`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nis not in\n%s", want, got)
		}
	}
	if back := sample(t, got); string(back) != string(ack(request, -34, false, offset0x50...)) {
		t.Error("the bytes read back are not those of the answer")
	}
}

// Where the answer holds the request the arrow is there.
func TestARefusalPointsIntoItsCopyOfTheRequest(t *testing.T) {
	request := sample(t, vethAdd)
	answer := ack(request, -34, true, offset0x50...)
	got := conversation(t, request, answer)
	want := `0064  0d 00 03 00                      IFLA_IFNAME, 13 bytes
#     ^^^^^^^^^^^ ERANGE: "too big"
`
	if !strings.Contains(got, want) || strings.Contains(got, "in the request") {
		t.Errorf("%s\nis not in\n%s", want, got)
	}
	if alone := message(t, answer); !strings.Contains(alone, want) {
		t.Errorf("without the request: %s\nis not in\n%s", want, alone)
	}
}

func TestARefusalNamesWhatIsMissing(t *testing.T) {
	request := sample(t, vethAdd)
	got := conversation(t, request, ack(request, -22, false, 8, 0, 5, 0, 4, 0, 0, 0, 8, 0, 6, 0, 0x3c, 0, 0, 0))
	want := `# 003c  24 00 01 00                  VETH_INFO_PEER, 36 bytes
#       ^^^^^^^^^^^ EINVAL: IFLA_MTU is missing
`
	if !strings.Contains(got, want) {
		t.Errorf("%s\nis not in\n%s", want, got)
	}
	got = conversation(t, request, ack(request, -22, false, 8, 0, 5, 0, 4, 0, 0, 0))
	want = `# in the request:
# 0000  60 00 00 00              nlmsg_len     96
#       ^^^^^^^^^^^ EINVAL: IFLA_MTU is missing
`
	if !strings.Contains(got, want) {
		t.Errorf("%s\nis not in\n%s", want, got)
	}
}

func TestAnswersNameTheirRequest(t *testing.T) {
	request := sample(t, vethAdd)
	other := append([]byte(nil), request...)
	other[6] = 0xff // another request of the same number
	done := ack(request, 0, false)
	for _, c := range []struct {
		about    string
		received [][]byte
		want     string // how the last begins
	}{
		{"success, with an offset", [][]byte{ack(request, 0, false, 8, 0, 2, 0, 0x20, 0, 0, 0)}, "\n# done: RTM_NEWLINK, sequence number 1795433786\n0000"},
		{"an offset that is cut off", [][]byte{ack(request, -22, false, 7, 0, 2, 0, 0x20, 0, 0, 0)}, "\n# refused: EINVAL: RTM_NEWLINK"},
		{"success", [][]byte{done}, "\n# done: RTM_NEWLINK, sequence number 1795433786\n0000"},
		{"a second acknowledgement", [][]byte{done, done}, "\n0000"},
		{"of another request", [][]byte{ack(other, 0, false)}, "\n0000"},
		{"a notification of the same number", [][]byte{request}, "\n0000"},
		{"an offset outside of the request", [][]byte{ack(request, -22, false, 8, 0, 2, 0, 0xff, 0xff, 0xff, 0xff)}, "\n# refused: EINVAL: RTM_NEWLINK"},
		{"an unknown error", [][]byte{ack(request, -4000, false)}, "\n# refused: error -4000: RTM_NEWLINK"},
	} {
		if got := conversation(t, request, c.received...); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s:\n%s\ndoes not begin with\n%s", c.about, got, c.want)
		}
	}
}

func TestADumpIsTheAnswerToItsRequest(t *testing.T) {
	get := []byte{
		20, 0, 0, 0, 18, 0, 1, 3, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	object := []byte{
		32, 0, 0, 0, 16, 0, 2, 0, 7, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	done := []byte{20, 0, 0, 0, 3, 0, 2, 0, 7, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0}
	skipBigEndian(t)
	got := conversation(t, get, append(append([]byte(nil), object...), object...), done)
	if want := "\n# end of the answer to RTM_GETLINK, sequence number 7\n0000"; !strings.HasPrefix(got, want) {
		t.Errorf("%s\ndoes not begin with\n%s", got, want)
	}
	failed := []byte{20, 0, 0, 0, 3, 0, 2, 0, 7, 0, 0, 0, 9, 0, 0, 0, 0xea, 0xff, 0xff, 0xff}
	got = conversation(t, get, object, failed)
	if want := "\n# refused: EINVAL: RTM_GETLINK, sequence number 7\n0000"; !strings.HasPrefix(got, want) {
		t.Errorf("%s\ndoes not begin with\n%s", got, want)
	}
	failed[0] = 18 // the error number is cut off
	got = conversation(t, get, object, failed[:18])
	if want := "\n# end of the answer to RTM_GETLINK, sequence number 7\n0000"; !strings.HasPrefix(got, want) {
		t.Errorf("%s\ndoes not begin with\n%s", got, want)
	}
	got = conversation(t, get, append(append([]byte(nil), object...), object...))
	if n := strings.Count(got, "# answer to RTM_GETLINK, sequence number 7\n"); n != 1 {
		t.Errorf("the request is named %d times, want once:\n%s", n, got)
	}
}

// What comes from the kernel on its own has the number zero, and two programs may
// use the same number at the same time.
func TestWhatIsNoAnswer(t *testing.T) {
	skipBigEndian(t)
	header := func(typ, flags, seq, port byte) []byte {
		return []byte{32, 0, 0, 0, typ, 0, flags, 0, seq, 0, 0, 0, port, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	}
	const getLink, newLink, delLink, setLink, getAddr, newAddr = 18, 16, 17, 19, 22, 20
	const request, multi, echo = 1, 2, 8
	get := func(typ, seq byte) []byte {
		b := header(typ, request, seq, 0)
		b[7] = 3 // DUMP
		return b
	}
	done := func(seq, port byte) []byte { return header(linux.NLMSG_DONE, multi, seq, port) }
	alone := func(b []byte) []byte { return append([]byte{16}, b[1:16]...) }
	end := message(t, done(9, 1))
	for _, c := range []struct {
		about     string
		datagrams [][]byte // sent are those with the flag REQUEST
		want      string   // how the last begins
	}{
		{"another object", [][]byte{get(getAddr, 9), header(newLink, multi, 9, 1)}, "\n0000"},
		{"the object", [][]byte{get(getAddr, 9), header(newAddr, multi, 9, 1)}, "\n# answer to RTM_GETADDR"},
		{"a notification", [][]byte{get(getLink, 0), header(newLink, 0, 0, 0)}, "\n0000"},
		{"another port", [][]byte{get(getLink, 9), header(newLink, multi, 9, 1), header(newLink, multi, 9, 2)}, "\n0000"},
		{"the end for another port", [][]byte{get(getLink, 9), header(newLink, multi, 9, 1), done(9, 2)}, "\n0000"},
		{"the end", [][]byte{get(getLink, 9), header(newLink, multi, 9, 1), done(9, 2), done(9, 1)}, "\n# end of the answer to RTM_GETLINK"},
		{"one number, two requests", [][]byte{get(getLink, 9), get(getAddr, 9), header(newAddr, multi, 9, 1)}, "\n0000"},
		{"one object, and no more", [][]byte{header(getLink, request, 9, 0), header(newLink, 0, 9, 1), header(newLink, 0, 9, 1)}, "\n0000"},
		{"a request of a header alone", [][]byte{alone(get(getLink, 9)), ack(alone(get(getLink, 9)), 0, true)}, "\n# done: RTM_GETLINK"},
		{"an acknowledgement that is cut off", [][]byte{get(getLink, 9), header(linux.NLMSG_ERROR, 0, 9, 1)}, "\n0000"},
		{"less than a header", [][]byte{get(getLink, 0), make([]byte, 15)}, "\n0000"},
		{"a change that is echoed", [][]byte{header(newLink, request|echo, 9, 0), header(newLink, 0, 9, 1)}, "\n# answer to RTM_NEWLINK"},
		{"a change that is not", [][]byte{header(newLink, request, 9, 0), header(newLink, 0, 9, 1)}, "\n0000"},
		{"an RTM_SETLINK", [][]byte{header(setLink, request, 9, 0), header(newLink, 0, 9, 1)}, "\n0000"},
		{"an RTM_DELLINK", [][]byte{header(delLink, request, 9, 0), header(newLink, 0, 9, 1)}, "\n0000"},
		{"objects, and one more", [][]byte{get(getLink, 9), header(newLink, multi, 9, 1), header(newLink, multi, 9, 1)}, "\n# answer to RTM_GETLINK"},
		{"two answers at once", [][]byte{get(getLink, 9), get(getAddr, 8), append(done(9, 1), done(8, 1)...)},
			"\n# end of the answer to RTM_GETLINK, sequence number 9\n" + end + "\n# end of the answer to RTM_GETADDR, sequence number 8\n0000"},
		{"the number again", [][]byte{get(getLink, 9), done(9, 1), get(getAddr, 9), done(9, 2)}, "\n# end of the answer to RTM_GETADDR"},
	} {
		var b strings.Builder
		p := explain.NewPrinter(&b)
		for _, msg := range c.datagrams {
			b.Reset()
			dir := nlmsg.Received
			if msg[6]&request != 0 {
				dir = nlmsg.Sent
			}
			if err := p.Print(explain.Datagram{Direction: dir, Bytes: msg}); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.HasPrefix(b.String(), c.want) {
			t.Errorf("%s:\n%s\ndoes not begin with\n%s", c.about, b.String(), c.want)
		}
	}
}

// Each protocol has sequence numbers of its own, and outside of rtnetlink an
// answer has the type of the request.
func TestAnswersOfOtherProtocols(t *testing.T) {
	skipBigEndian(t)
	msg := func(typ byte, flags byte) []byte {
		return []byte{20, 0, 0, 0, typ, 0, flags, 0, 9, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0}
	}
	for _, c := range []struct {
		about    string
		protocol int
		typ      byte
		want     bool
	}{
		{"the type of the request", linux.NETLINK_GENERIC, 32, true},
		{"another type, beside it", linux.NETLINK_GENERIC, 33, false},
		{"another protocol", linux.NETLINK_ROUTE, 32, false},
	} {
		var b strings.Builder
		p := explain.NewPrinter(&b)
		p.Print(explain.Datagram{Protocol: linux.NETLINK_GENERIC, Bytes: msg(32, 1)})
		p.Print(explain.Datagram{Direction: nlmsg.Received, Protocol: c.protocol, Bytes: msg(c.typ, 0)})
		if got := strings.Contains(b.String(), "# answer to family 32, sequence number 9\n"); got != c.want {
			t.Errorf("%s: an answer: %v", c.about, got)
		}
	}
}

// A comment that says what the answer is stands for the Printer's own.
func TestACommentIsNotRepeated(t *testing.T) {
	request := sample(t, vethAdd)
	var b strings.Builder
	p := explain.NewPrinter(&b)
	p.Print(explain.Datagram{Bytes: request})
	b.Reset()
	p.Print(explain.Datagram{Direction: nlmsg.Received, Bytes: ack(request, 0, false), Comment: "done: RTM_NEWLINK, sequence number 1795433786"})
	if n := strings.Count(b.String(), "done:"); n != 1 {
		t.Errorf("%d times in\n%s", n, b.String())
	}
}

// An offset leads to a byte of the request, in padding too, or nowhere.
func TestWhereAnArrowGoes(t *testing.T) {
	request := sample(t, vethAdd)
	offset := func(at byte) []byte { return []byte{8, 0, 2, 0, at, 0, 0, 0} }
	missing := func(number, beyond byte) []byte { return []byte{8, 0, 5, 0, number, 0, beyond, 0} }
	for _, c := range []struct {
		about string
		attrs []byte
		want  string
	}{
		{"padding", offset(0x2a), "#     ^^^^^ EINVAL\n"},
		{"an offset and a number that is missing at the top", append(offset(0x20), missing(18, 0)...), "nlmsg_len     96\n#     ^^^^^^^^^^^ EINVAL: IFLA_LINKINFO is missing\n"},
		{"a number that no attribute has", missing(18, 1), "EINVAL: attribute 65554 is missing\n"},
	} {
		got := message(t, ack(request, -22, true, c.attrs...))
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in\n%s", c.about, c.want, got)
		}
	}
	for about, answer := range map[string][]byte{
		"behind the request":        ack(request, -22, true, offset(0x60)...),
		"far behind it":             ack(request, -22, true, offset(0x64)...),
		"of a success":              ack(request, 0, true, offset(0x20)...),
		"of nothing":                ack(request, -22, true, 7, 0, 1, 0, 'n', 'o', 0, 0),
		"in a request of no record": ack(request, -22, false, offset(0x20)...),
	} {
		if got := message(t, answer); strings.Contains(got, "^") || strings.Contains(got, "in the request") {
			t.Errorf("an arrow %s:\n%s", about, got)
		}
	}
}

// Of the request there is what the place lies in and what it holds, and no more.
func TestWhatIsShownOfTheRequest(t *testing.T) {
	request := sample(t, vethAdd)
	for offset, want := range map[byte]string{
		0x04: `
# in the request:
# 0004  10 00                    nlmsg_type    RTM_NEWLINK
#       ^^^^^ EINVAL
`,
		0x20: `
# in the request:
# 0020  0a 00 03 00              IFLA_IFNAME, 10 bytes
#       ^^^^^^^^^^^ EINVAL
# 0024  76 65 74 68 30 00 00 00    "veth0"  (+2 padding)
`,
		0x30: `
# in the request:
# 002c  34 00 12 00              IFLA_LINKINFO, 52 bytes
# 0030  08 00 01 00                IFLA_INFO_KIND, 8 bytes
#       ^^^^^^^^^^^ EINVAL
# 0034  76 65 74 68                  "veth" without NUL
`,
	} {
		got := conversation(t, request, ack(request, -22, false, 8, 0, 2, 0, offset, 0, 0, 0))
		if !strings.HasSuffix(got, want) {
			t.Errorf("offset %#x:\n%s\ndoes not end with\n%s", offset, got, want)
		}
	}
	got := conversation(t, request, ack(request, -22, false, 7, 0, 1, 0, 'n', 'o', 0, 0))
	if strings.Contains(got, "in the request") {
		t.Errorf("a refusal that speaks of no place:\n%s", got)
	}
}

// Kernels before Linux 4.12 acknowledge with the header of the request alone, and
// do not say so.
func TestAcknowledgementsOfOldKernels(t *testing.T) {
	answer := ack(sample(t, vethAdd), 0, false)
	binary.LittleEndian.PutUint16(answer[6:], 0)
	if got := message(t, answer); strings.Contains(got, "^") {
		t.Errorf("damage in\n%s", got)
	}
}

// A request that nobody answers is forgotten in the end.
func TestRequestsAreForgotten(t *testing.T) {
	skipBigEndian(t)
	var b strings.Builder
	p := explain.NewPrinter(&b)
	request := sample(t, vethAdd)
	first := append([]byte(nil), request...)
	for seq := range uint32(5000) {
		binary.NativeEndian.PutUint32(request[8:], seq)
		if seq == 0 {
			copy(first, request)
		}
		p.Print(explain.Datagram{Bytes: request})
	}
	for _, c := range []struct {
		request []byte
		known   bool
	}{{request, true}, {first, false}} {
		b.Reset()
		p.Print(explain.Datagram{Direction: nlmsg.Received, Bytes: ack(c.request, 0, false)})
		if known := strings.Contains(b.String(), "# done:"); known != c.known {
			t.Errorf("sequence number %d: known %v, want %v", c.request[8], known, c.known)
		}
	}
}
