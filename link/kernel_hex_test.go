package link_test

import (
	"encoding/binary"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// notKept are the attributes that do not come back: those of the state that are
// zero or empty, and the counters in 32 bits.
var notKept = regexp.MustCompile(`^(\S+: want 0 \([0 ]+\)|\S+: want \{\}|IFLA_MAP: want [0 ]+|` +
	`IFLA_XDP: want \{IFLA_XDP_ATTACHED\}|IFLA_STATS: want [0-9a-f ]+), got nothing$`)

// What the kernel sends is read, and comes back.
func TestKernelMessagesComeBack(t *testing.T) {
	for _, b := range kernelMessages(t) {
		for m, err := range nlmsg.Messages(b) {
			if err != nil {
				t.Fatal(err)
			}
			l, err := link.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if l.Unknown != nil || l.UnknownInfo != nil {
				t.Errorf("%v: attributes without a field: %v %v", l, l.Unknown, l.UnknownInfo)
			}
			m.Data, err = l.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := m.AppendBinary(nil)
			for line := range strings.Lines(golden.DiffTree(b, got)) {
				if line = strings.TrimSuffix(line, "\n"); !notKept.MatchString(line) {
					t.Errorf("%v: %s", l, line)
				}
			}
		}
	}
}

// What a kernel newer than this package adds to a struct is left out, what an
// older one lacks is zero.
func TestRule67StructsOfOtherLengths(t *testing.T) {
	counters := make([]byte, 8*26)
	for i := range 26 {
		binary.NativeEndian.PutUint64(counters[8*i:], uint64(i+1))
	}
	for _, tt := range []struct {
		name            string
		n               int
		txBytes, atLast uint64
	}{
		{"older", 8 * 2, 0, 0},
		{"the same", 8 * 25, 4, 25},
		{"newer", 8 * 26, 4, 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := link.Decode(newLink(body(func(e *rtattr.Encoder) {
				e.Bytes(linux.IFLA_STATS64, counters[:tt.n])
			})))
			if err != nil {
				t.Fatal(err)
			}
			s := l.Stats
			if s.RxPackets != 1 || s.TxPackets != 2 || s.TxBytes != tt.txBytes || s.RxOtherHostDropped != tt.atLast {
				t.Errorf("read %+v", s)
			}
		})
	}
}

// kernelMessages returns links as the kernel sent them, a message each.
func kernelMessages(tb testing.TB) [][]byte {
	tb.Helper()
	text, err := os.ReadFile("testdata/kernel.hex")
	if err != nil {
		tb.Fatal(err)
	}
	var out [][]byte
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		b, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}
