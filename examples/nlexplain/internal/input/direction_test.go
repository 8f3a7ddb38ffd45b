package input

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	ofBigEndian    = "of a big-endian machine; read as little-endian, its numbers are wrong"
	ofLittleEndian = "of a little-endian machine; read as big-endian, its numbers are wrong"
)

// A request as machines of both byte orders write it, and the end of a dump.
const (
	littleRequest = "14000000120001030100000000000000" + "00000000"
	bigRequest    = "00000014001201030000000100000000" + "00000000"
	bigDone       = "00000014000300020000000100000007" + "00000000"
)

func TestReadSaysThatBytesAreOfAnotherByteOrder(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("00", n) }
	for _, test := range []struct {
		name, text  string
		little, big string // the comment on a machine of that order
	}{
		{"little-endian", "# a\n" + littleRequest, "a", "a\n" + ofLittleEndian},
		{"big-endian", "# a\n" + bigRequest, "a\n" + ofBigEndian, "a"},
		{"without another comment", bigDone, ofBigEndian, ""},
		{"with the same comment already", "# " + ofBigEndian + "\n# sent, 20 bytes\n" + bigRequest,
			ofBigEndian + "\nsent, 20 bytes", ofBigEndian + "\nsent, 20 bytes"},
		{"less than a header", bigRequest[:24], "", ""},
		{"less than the message", bigRequest[:32], ofBigEndian, ""},
		{"less than the message, little-endian", littleRequest[:32], "", ofLittleEndian},
		{"a length of 256, which is one of 65536 in the other order", "00000100" + zeros(252), ofBigEndian, ""},
		{"a length of 65536, which is one of 256 in the other order", "00000100" + zeros(65532), "", ""},
		{"a length that is the same in both orders", "01000001" + zeros(12), "", ""},
		{"zeros", zeros(16), "", ""},
		{"an event of the kernel, which has no header", hex.EncodeToString([]byte("change@/devices/x")), "", ""},
		{"a message of udev, which has another header", hex.EncodeToString([]byte("libudev\x00\xfe\xed\xca\xfe" + "\x28\x00\x00\x00")), "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for order, want := range map[binary.ByteOrder]string{binary.LittleEndian: test.little, binary.BigEndian: test.big} {
				n := 0
				for d, err := range readOn(order, strings.NewReader(test.text)) {
					if n++; err != nil || d.Comment != want {
						t.Errorf("%v: comment %q, error %v, want %q", order, d.Comment, err, want)
					}
				}
				if n != 1 {
					t.Errorf("%v: %d datagrams", order, n)
				}
			}
		})
	}
}

// The direction is that in which the datagram went on its own machine, whatever
// the format.
func TestReadOfAnotherByteOrder(t *testing.T) {
	packet := func(digits string) string {
		b, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		return cooked(4, 0, string(b))
	}
	rows := func(digits string) string {
		return fmt.Sprintf(" | 00000  % -50x |\n | 00010  % -50x |\n", packet(digits)[16:32], packet(digits)[32:])
	}
	want := []string{"sent 0 " + bigRequest, "received 0 " + bigDone}
	for _, test := range []struct{ name, text string }{
		{"digits", bigRequest + "\n\n" + bigDone},
		{"pcap", newPcap(binary.BigEndian, microseconds, 253).packet(packet(bigRequest), 36).packet(packet(bigDone), 36).String()},
		{"pcapng", newSection(binary.BigEndian).iface(253, 0).enhanced(0, packet(bigRequest), 36).enhanced(0, packet(bigDone), 36).String()},
		{"record", `{"messages": [{"dir": "send", "hex": "` + bigRequest + `"}, {"dir": "recv", "hex": "` + bigDone + `"}]}`},
		{"strace", "socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3\n" +
			"write(3, \"\", 20) = 20\n" + rows(bigRequest) + "read(3, \"\", 4096) = 20\n" + rows(bigDone)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := allOn(binary.BigEndian, strings.NewReader(test.text))
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("error %v, datagrams where they were recorded (-want +got):\n%s", err, diff)
			}
			noted := make([]string, len(want))
			for i := range want {
				noted[i] = fmt.Sprintf("%s %q", want[i], ofBigEndian)
			}
			check(t, test.text, noted, "")
		})
	}
}
