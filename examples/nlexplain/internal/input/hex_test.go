package input

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func TestReadHexDatagrams(t *testing.T) {
	const (
		request = "20000000120001030100000000000000" + "00000000000000000000000000000000"
		answer  = "14000000030002000100000000000000" + "00000000"
		rest    = "0010  00 00 00 00\n"
		dump    = "0000  14 00 00 00 03 00 02 00 01 00 00 00 00 00 00 00\n" + rest
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"a comment of two lines, and a blank one", "# ip link\n#   and more\n\n" + request, []string{"sent 0 " + request + ` "ip link\n  and more"`}},
		{"a comment between messages separates datagrams", request + "\n# done\n" + answer,
			[]string{"sent 0 " + request, "received 0 " + answer + ` "done"`}},
		{"a blank line between messages separates datagrams", request + "\n \n" + answer,
			[]string{"sent 0 " + request, "received 0 " + answer}},
		{"a comment within a message is that of the datagram", "# a\n" + request[:32] + "\n# b\n" + request[32:],
			[]string{"sent 0 " + request + ` "a\nb"`}},
		{"blank lines within each of two messages", request[:16] + "\n\n" + request[16:] + answer[:8] + "\n\n" + answer[8:] + "\n\n" + request,
			[]string{"sent 0 " + request + answer, "sent 0 " + request}},
		{"a message whose length is no multiple of four", "15" + answer[2:] + "\n\n01000000\n" + request + "\n\n" + request,
			[]string{"received 0 15" + answer[2:] + "01000000" + request, "sent 0 " + request}},
		{"a comment at the end is of no datagram", request + "\n# end", []string{"sent 0 " + request}},
		{"messages without anything between them are one datagram", request + "\n" + answer, []string{"sent 0 " + request + answer}},
		{"dumps without anything between them are one datagram", dump + dump, []string{"received 0 " + answer + answer}},
		{"dumps with a blank line between them are two", dump + "\n" + dump, []string{"received 0 " + answer, "received 0 " + answer}},
		{"a dump that is cut ends where another one begins", strings.TrimSuffix(dump, rest) + "\n# next\n" + dump,
			[]string{"received 0 " + answer[:32], "received 0 " + answer + ` "next"`}},
		{"packets with a cooked header are datagrams", "0x0000:  0004 0338 0000 0000 0000 0000 0000 0010\n0x0010:  0102\n" +
			"0x0000:  0007 0338 0000 0000 0000 0000 0000 0000\n0x0010:  0304\n", []string{"received 16 0102", "sent 0 0304"}},
		{"lines that hexdump leaves out", `00000000  50 00 00 00 12 00 01 03  01 00 00 00 00 00 00 00  |P...............|
00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
*
00000040  08 00 03 00 62 72 30 00  08 00 03 00 62 72 30 00  |....br0.....br0.|
00000050
`, []string{"sent 0 50000000120001030100000000000000" + strings.Repeat("00", 48) + "08000300627230000800030062723000"}},
		{"a message of a big-endian machine", "00000014 0012 0001 00000001 00000000 00000000",
			[]string{"sent 0 0000001400120001000000010000000000000000 " + strconv.Quote(ofBigEndian)}},
		{"less than a header", "2000 0000", []string{"received 0 20000000"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.text, test.want, "") })
	}
}

func TestReadDamagedHex(t *testing.T) {
	for _, test := range []struct{ name, text, err string }{
		{"a word", "20 00\nhello", `line 2: "hello" is not hexadecimal`},
		{"a long word", strings.Repeat("xyz", 20), `line 1: "xyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxy"... is not hexadecimal`},
		{"an odd number of digits", "20000000\n12000103\n010", "line 3: an odd number of hexadecimal digits"},
		{"an odd number of digits in the middle", "20 0 00", `line 1: "0" has an odd number of hexadecimal digits; if these are decimal numbers, print them in hexadecimal, as Go's % x does`},
		{"the words of hexdump without options", "0000000 0020 0000", `line 1: "0000000" has an odd number of hexadecimal digits`},
		{"an odd number of digits in a dump", "0000  20 00 00 0", "line 1: an odd number of hexadecimal digits"},
		{"a sign in a dump", "00000000: 2000 00g0  ....", `line 1: "200000g0" is not hexadecimal`},
		{"a dump without its beginning", "0010  00 00", "line 1: offset 0x10 after 0x0 bytes"},
		{"a dump without a line", "0000  20 00 00 00\n0008  00 00", "line 2: offset 0x8 after 0x4 bytes"},
		{"a dump that is longer than its last offset", "00000000  20 00 00 00  | ...|\n00000002", "line 2: offset 0x2 after 0x4 bytes"},
		{"a line of a dump without an offset", "0000  20 00 00 00\n00 00 00 00", "line 2: no offset, which the line above has"},
		{"an offset in the middle", "20 00 00 00\n0004  00 00 00 00", "line 2: an offset, which the line above does not have"},
		{"a repeated line that is not there", "*\n00000010  00 00", "line 2: offset 0x10 after repeated lines of 0x0 bytes"},
		{"repeated lines that do not fit", "0000  20 00 00 00\n*\n0006  00 00", "line 3: offset 0x6 after repeated lines of 0x4 bytes"},
		{"repeated lines up to 2 GiB", "0000  20 00 00 00\n*\n7ffffffc  00 00", "line 3: more than 16777216 bytes"},
		{"repeated lines in one dump after the other", strings.Repeat("0000  20 00 00 00\n*\n00900000\n", 2), "line 6: more than 16777216 bytes"},
		{"a cooked header that is cut", "0000  00 04 03 38", "line 1: 4 bytes, the header before a netlink message has 16"},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.text, nil, test.err) })
	}
}

func TestReadRefusesEndlessLines(t *testing.T) {
	check(t, "20 00 00 00\n"+strings.Repeat(" ", maxLine+1)+"00", nil, "line 2: bufio.Scanner: token too long")
}

// A datagram may have as many gaps as it has messages: the time for each must
// not grow with what was read before.
func BenchmarkReadHexWithGaps(b *testing.B) {
	const first, second = "1000000003000000" + "\n", "0000000000000000" + "\n"
	for _, bench := range []struct{ name, gap string }{{"blank lines", "\n"}, {"comments", "# more\n"}} {
		for _, messages := range []int{1_000, 32_000} {
			text := strings.Repeat(first+bench.gap+second, messages)
			b.Run(fmt.Sprintf("%s/%d", bench.name, messages), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					for d, err := range Read(strings.NewReader(text)) {
						if err != nil || len(d.Bytes) != 16*messages {
							b.Fatalf("%d bytes, error %v", len(d.Bytes), err)
						}
					}
				}
			})
		}
	}
}
