package rtattr_test

import (
	"encoding/hex"
	"errors"
	"math"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// The bytes here are of a little-endian machine, which netlink's host byte
// order makes of them; see bigEndian.
// encodingTest says what bytes are written.
type encodingTest struct {
	name   string
	encode func(e *rtattr.Encoder)
	want   string
}

func testEncodings(t *testing.T, tests []encodingTest) {
	t.Helper()
	if bigEndian {
		t.Skip("the expected bytes are those of a little-endian machine")
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := rtattr.NewEncoder([]byte("before"))
			tt.encode(e)
			got, err := e.Result()
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(tt.want, " ", "")
			if got := hex.EncodeToString(got[len("before"):]); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestEncoderBytes(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"bool", func(e *rtattr.Encoder) { e.Bool(5, true) }, "0500 0500 01000000"},
		{"u32", func(e *rtattr.Encoder) { e.Uint32(4, 1400) }, "0800 0400 78050000"},
		{"i32", func(e *rtattr.Encoder) { e.Int32(1, -1) }, "0800 0100 ffffffff"},
		{"u64 needs no alignment", func(e *rtattr.Encoder) { e.Uint64(46, 0x0102030405060708) }, "0c00 2e00 0807060504030201"},
		{"index", func(e *rtattr.Encoder) { e.Index(10, 3) }, "0800 0a00 03000000"},
		{"flag that is set", func(e *rtattr.Encoder) { e.Flag(16, true) }, "0400 1000"},
		{"flag that is not", func(e *rtattr.Encoder) { e.Flag(16, false) }, ""},
		{"name that begins with a dot", func(e *rtattr.Encoder) { e.IfName(3, ".a") }, "0700 0300 2e61 0000"},
		{"string of 16 bytes", func(e *rtattr.Encoder) { e.String(3, "abcdefghijklmnop") },
			"1500 0300 6162636465666768696a6b6c6d6e6f70 00000000"},
		{"bytes", func(e *rtattr.Encoder) { e.Bytes(1, []byte("bridge")) }, "0a00 0100 627269646765 0000"},
		{"no bytes", func(e *rtattr.Encoder) { e.Bytes(1, nil) }, "0400 0100"},
		{"IPv4", func(e *rtattr.Encoder) { e.Addr(1, netip.MustParseAddr("192.168.100.10")) }, "0800 0100 c0a8640a"},
		{"IPv6", func(e *rtattr.Encoder) { e.Addr(1, netip.MustParseAddr("2001:db8::1")) }, "1400 0100 20010db8000000000000000000000001"},
		{"MAC", func(e *rtattr.Encoder) { e.HardwareAddr(1, net.HardwareAddr{2, 0, 0, 0, 0, 1}) }, "0a00 0100 020000000001 0000"},
		{"raw keeps its flags", func(e *rtattr.Encoder) { e.Raw(rtattr.Raw{Type: 0x4007, Data: []byte{1}}) }, "0500 0740 01000000"},
		{"several raw", func(e *rtattr.Encoder) { e.Raws([]rtattr.Raw{{Type: 7, Data: []byte{1}}, {Type: 8}}) },
			"0500 0700 01000000 0400 0800"},
		{"zero is left out", func(e *rtattr.Encoder) { rtattr.NonZero(e.Uint32, 13, 0) }, ""},
		{"what is not zero is sent", func(e *rtattr.Encoder) { rtattr.NonZero(e.Uint32, 13, 1) }, "0800 0d00 01000000"},
		{"nil pointer is left out", func(e *rtattr.Encoder) { rtattr.Opt(e.Uint32, 13, nil) }, ""},
		{"pointer to zero is sent", func(e *rtattr.Encoder) { rtattr.Opt(e.Uint32, 13, new(uint32(0))) }, "0800 0d00 00000000"},
		{"optional nest without attributes", func(e *rtattr.Encoder) { e.OptNest(18, func() {}) }, ""},
		{"optional nest with one", func(e *rtattr.Encoder) {
			e.OptNest(18, func() { e.Flag(1, true) })
		}, "0800 1280 0400 0100"},
		{"struct", func(e *rtattr.Encoder) { e.Struct(8)[4] = 3 }, "0000 0000 0300 0000"},
		{"struct as payload, padded", func(e *rtattr.Encoder) { copy(e.StructAttr(2, 6), "\x01\x02\x03\x04\x05\x06") }, "0a00 0200 010203040506 0000"},
	})
}

var long = make([]byte, rtattr.MaxPayload+1)

// testNotEncoded tests by which errors encodings are refused.
func testNotEncoded(t *testing.T, tests []encodingTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := rtattr.NewEncoder([]byte("before"))
			tt.encode(e)
			e.Uint32(99, 1)
			got, err := e.Result()
			var attr *rtattr.Error
			if !errors.As(err, &attr) {
				t.Fatalf("error %v, want an *rtattr.Error", err)
			}
			if err.Error() != tt.want {
				t.Errorf("error\n%s, want\n%s", err, tt.want)
			}
			if string(got) != "before" {
				t.Errorf("buffer holds %q after a failure, want what it held before", got)
			}
		})
	}
}

// What would be cut or wrapped.
func TestEncoderRefuses(t *testing.T) {
	testNotEncoded(t, []encodingTest{
		{"string with a NUL", func(e *rtattr.Encoder) { e.String(20, "a\x00b") },
			`attribute 20 at offset 16: "a\x00b" holds a NUL`},
		{"empty name", func(e *rtattr.Encoder) { e.IfName(3, "") },
			"attribute 3 at offset 16: the name is empty"},
		{"index below zero", func(e *rtattr.Encoder) { e.Index(10, -1) },
			"attribute 10 at offset 16: interface index -1 is out of range"},
		{"index above 2^31", func(e *rtattr.Encoder) { e.Index(10, math.MaxInt32+1) },
			"attribute 10 at offset 16: interface index 2147483648 is out of range"},
		{"no address", func(e *rtattr.Encoder) { e.Addr(1, netip.Addr{}) },
			"attribute 1 at offset 16: the IP address is not set"},
		{"address with a zone", func(e *rtattr.Encoder) { e.Addr(1, netip.MustParseAddr("fe80::1%br0")) },
			"attribute 1 at offset 16: fe80::1%br0: a zone cannot be sent, give the interface's index instead"},
		{"link-layer address of 33 bytes", func(e *rtattr.Encoder) { e.HardwareAddr(1, long[:33]) },
			"attribute 1 at offset 16: link-layer address of 33 bytes, at most 32 fit"},
		{"path and offset in nests", func(e *rtattr.Encoder) {
			e.Uint32(4, 1400)
			e.Nest(18, func() {
				e.Uint8(1, 0)
				e.Nest(2, func() { e.IfName(3, "") })
			})
		}, "attribute 18/2/3 at offset 40: the name is empty"},
		{"nests without end", func(e *rtattr.Encoder) {
			var deeper func()
			deeper = func() { e.Nest(1, deeper) }
			deeper()
		}, "attribute 1/1/1/1/1/1/1/1/1/1/1/1/1 at offset 64: nested deeper than 12 levels"},
		{"nests that are begun without end", func(e *rtattr.Encoder) { begin(e, 14, func() { e.IfName(3, "") }) },
			"attribute 1/1/1/1/1/1/1/1/1/1/1/1/1 at offset 64: nested deeper than 12 levels"},
		{"failure before a nest that is too deep", func(e *rtattr.Encoder) {
			begin(e, 12, func() { e.Index(3, -1); e.End(e.Begin(1)) })
		}, "attribute 1/1/1/1/1/1/1/1/1/1/1/1/3 at offset 64: interface index -1 is out of range"},
		{"path after a nest that has ended", func(e *rtattr.Encoder) {
			begin(e, 2, func() { e.End(e.Begin(7)) })
			begin(e, 2, func() { e.Index(3, -1) })
		}, "attribute 1/1/3 at offset 36: interface index -1 is out of range"},
		{"long string with a NUL", func(e *rtattr.Encoder) { e.String(20, "a long string\x00and more") },
			`attribute 20 at offset 16: "a long string\x00and more" holds a NUL`},
		{"name of a directory", func(e *rtattr.Encoder) { e.IfName(3, "..") },
			`attribute 3 at offset 16: name ".." would be a directory in sysfs`},
		{"name with a slash", func(e *rtattr.Encoder) { e.IfName(3, "a/b") },
			`attribute 3 at offset 16: name "a/b" holds "/", which the kernel refuses`},
		{"name with a NUL", func(e *rtattr.Encoder) { e.IfName(3, "a\x00b") },
			`attribute 3 at offset 16: "a\x00b" holds a NUL`},
		{"only the first failure counts", func(e *rtattr.Encoder) { e.IfName(3, ""); e.Index(10, -1) },
			"attribute 3 at offset 16: the name is empty"},
		{"failure of the fixed header", func(e *rtattr.Encoder) { e.Fail(0, errors.New("no family")) },
			"at offset 16: no family"},
	})
}

// begin calls f in nests of type 1, so many in one another.
func begin(e *rtattr.Encoder, depth int, f func()) {
	if depth == 0 {
		f()
		return
	}
	nest := e.Begin(1)
	begin(e, depth-1, f)
	e.End(nest)
}
