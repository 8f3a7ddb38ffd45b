package rtattr_test

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/testfuzz"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// decode decodes the one attribute in s.
func decode(t *testing.T, s string, get func(v rtattr.Value) any) (any, error) {
	t.Helper()
	d := rtattr.NewDecoder(unhex(t, s), 16)
	var got any
	for _, v := range d.All() {
		got = get(v)
	}
	return got, d.Err()
}

// getterTest says what a getter makes of the bytes of an attribute, which are
// those of a little-endian machine.
type getterTest struct {
	name  string
	bytes string
	get   func(v rtattr.Value) any
	want  any
}

func testGetters(t *testing.T, tests []getterTest) {
	t.Helper()
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode(t, tt.bytes, tt.get)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestValueGetters(t *testing.T) {
	testGetters(t, []getterTest{
		{"u8", "0500 0100 07 000000", func(v rtattr.Value) any { return v.Uint8() }, uint8(7)},
		{"bool", "0500 0100 02 000000", func(v rtattr.Value) any { return v.Bool() }, true},
		{"u16", "0600 0100 0102 0000", func(v rtattr.Value) any { return v.Uint16() }, uint16(0x201)},
		{"big-endian u32", "0800 0100 01020304", func(v rtattr.Value) any { return v.Uint32BE() }, uint32(0x01020304)},
		{"big-endian u64", "0c00 0100 0102030405060708", func(v rtattr.Value) any { return v.Uint64BE() }, uint64(0x0102030405060708)},
		{"u32", "0800 0100 78050000", func(v rtattr.Value) any { return v.Uint32() }, uint32(1400)},
		{"i32", "0800 0100 ffffffff", func(v rtattr.Value) any { return v.Int32() }, int32(-1)},
		{"u64", "0c00 0100 0807060504030201", func(v rtattr.Value) any { return v.Uint64() }, uint64(0x0102030405060708)},
		{"index", "0800 0100 03000000", func(v rtattr.Value) any { return v.Index() }, 3},
		{"IPv4", "0800 0100 c0a8640a", func(v rtattr.Value) any { return v.Addr() }, netip.MustParseAddr("192.168.100.10")},
		{"IPv6", "1400 0100 20010db8000000000000000000000001", func(v rtattr.Value) any { return v.Addr() }, netip.MustParseAddr("2001:db8::1")},
		{"MAC", "0a00 0100 020000000001 0000", func(v rtattr.Value) any { return v.HardwareAddr() }, net.HardwareAddr{2, 0, 0, 0, 0, 1}},
		{"raw keeps the flags", "0500 07c0 07", func(v rtattr.Value) any { return v.Raw() }, rtattr.Raw{Type: 0xc007, Data: []byte{7}}},
	})
}

func nested(v rtattr.Value) any {
	var n uint32
	for _, v := range v.Nest().All() {
		n = v.Uint32()
	}
	return n
}

// refusalTest says by which error a getter refuses the bytes of an attribute.
type refusalTest struct {
	name  string
	bytes string
	get   func(v rtattr.Value) any
	want  string
}

func u32(v rtattr.Value) any { return v.Uint32() }

func testRefusals(t *testing.T, tests []refusalTest) {
	t.Helper()
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decode(t, tt.bytes, tt.get)
			if err == nil {
				t.Fatal("no error")
			}
			if err.Error() != tt.want {
				t.Errorf("error\n%s, want\n%s", err, tt.want)
			}
		})
	}
}

func TestDecoderRefuses(t *testing.T) {
	testRefusals(t, []refusalTest{
		{"u32 of 3 bytes", "0700 0400 010203 00", u32, "attribute 4 at offset 16: 3 bytes, want 4"},
		{"u32 of none", "0400 0400", u32, "attribute 4 at offset 16: 0 bytes, want 4"},
		{"IP address of 5 bytes", "0900 0100 0102030405", func(v rtattr.Value) any { return v.Addr() },
			"attribute 1 at offset 16: IP address of 5 bytes, want 4 or 16"},
		{"path and offset in nests", "1400 1200 1000 0280 0800 0500 00000000 0400 0400", func(v rtattr.Value) any {
			for _, v := range v.Nest().All() {
				for typ, v := range v.Nest().All() {
					if typ == 4 {
						v.Uint32()
					}
				}
			}
			return nil
		}, "attribute 18/2/4 at offset 32: 0 bytes, want 4"},
		{"own words", "0400 0700", func(v rtattr.Value) any { v.Fail(errors.New("odd")); return nil },
			"attribute 7 at offset 16: odd"},
	})
}

func TestDecoderFailNamesTheFixedHeader(t *testing.T) {
	d := rtattr.NewDecoder(make([]byte, 20), 16)
	d.Struct(16)
	d.Fail(errors.New("odd"))
	d.Fail(errors.New("second"))
	if want := "at offset 32: odd"; d.Err() == nil || d.Err().Error() != want {
		t.Errorf("error %v, want %s", d.Err(), want)
	}
}

func TestErrorEndsAllLoops(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	e.Nest(1, func() { e.Uint8(1, 0); e.Uint8(2, 0) })
	e.Uint8(3, 0)
	b, _ := e.Result()
	d := rtattr.NewDecoder(b, 0)
	var seen []uint16
	for typ, v := range d.All() {
		seen = append(seen, typ)
		for typ, v := range v.Nest().All() {
			seen = append(seen, typ)
			v.Fail(errors.New("enough"))
		}
	}
	if diff := cmp.Diff([]uint16{1, 1}, seen); diff != "" {
		t.Errorf("types seen (-want +got)\n%s", diff)
	}
}

// A Decoder that has read one nest reads the next as a new one would.
func TestEnterReadsAsNestDoes(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	d := rtattr.NewDecoder(unhex(t, "0c00 1200 0500 0100 07000000  0800 1300 0400 0200"), 16)
	var nest rtattr.Decoder
	var types []uint16
	for _, v := range d.All() {
		nest.Enter(v)
		for typ, v := range nest.All() {
			types = append(types, typ)
			v.Uint32()
		}
	}
	if diff := cmp.Diff([]uint16{1, 2}, types); diff != "" {
		t.Errorf("types (-want +got)\n%s", diff)
	}
	want := "attribute 19/2 at offset 32: 0 bytes, want 4"
	for _, d := range []*rtattr.Decoder{d, &nest} {
		if err := d.Err(); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	nest.Enter(rtattr.Value{})
	for typ := range nest.All() {
		t.Errorf("attribute %d in a nest that was not met", typ)
	}
	if err := nest.Err(); err != nil {
		t.Errorf("a nest that was not met has the error of another: %v", err)
	}
}

func TestANestMetBeforeAFailureIsNotReadAfterIt(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	e.Nest(1, func() { e.Uint8(2, 0) })
	e.Uint8(3, 0)
	b, _ := e.Result()
	var nest rtattr.Value
	for typ, v := range rtattr.NewDecoder(b, 0).All() {
		if typ == 1 {
			nest = v
		} else {
			v.Fail(errors.New("enough"))
		}
	}
	for typ := range nest.Nest().All() {
		t.Errorf("attribute %d was read after the failure", typ)
	}
}

func TestTheFirstErrorSticksAcrossRowsAndNests(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	e.Rows(9, func() {
		for range 2 {
			e.Row(8, func([]byte) {}, func() { e.Bytes(1, []byte{1, 2, 3}) })
		}
	})
	b, _ := e.Result()
	d := rtattr.NewDecoder(b, 16)
	for _, v := range d.All() {
		for _, row := range v.Rows(8) {
			row.Struct(8)
			for _, v := range row.All() {
				v.Uint32()
			}
		}
	}
	want := "attribute 9/1 at offset 28: 3 bytes, want 4"
	if err := d.Err(); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestRowsOfNoSizeEnd(t *testing.T) {
	d := rtattr.NewDecoder([]byte{12, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0)
	for _, v := range d.All() {
		if rows := v.Rows(0); rows != nil || d.Err() == nil {
			t.Errorf("%d rows without a length, %v", len(rows), d.Err())
		}
	}
}

func TestZeroValueIsAbsent(t *testing.T) {
	var v rtattr.Value
	v.Fail(errors.New("nobody hears"))
	if v.Present() || v.Uint32() != 0 || v.Str() != "" || v.Addr().IsValid() || v.Bytes() != nil || v.Rows(8) != nil {
		t.Error("a getter of the zero Value returned something")
	}
	for range v.Nest().All() {
		t.Error("the zero Value has attributes")
	}
}

func TestRawClone(t *testing.T) {
	b := []byte{1}
	r := rtattr.Raw{Type: 7, Data: b}.Clone()
	b[0] = 2
	if r.Data[0] != 1 {
		t.Error("a clone shares memory with what it was made of")
	}
	if c := (rtattr.Raw{Data: []byte{}}).Clone(); c.Data == nil {
		t.Error("the clone of no bytes is nil, and so differs")
	}
}

// FuzzDecoder walks everything as a nest, as rows and by all getters: nothing
// may panic, run for ever or read outside of its slice.
func FuzzDecoder(f *testing.F) {
	e := rtattr.NewEncoder(nil)
	encodeVeth(e)
	b, _ := e.Result()
	f.Add(b)
	f.Add([]byte{0x0c, 0, 9, 0, 8, 0, 0, 0, 1, 0, 0, 0})
	f.Add([]byte{3, 0, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		guarded := append(append([]byte(nil), b...), "guard"...)[:len(b):len(b)]
		testfuzz.Bounded(t, len(b), func() { walk(rtattr.NewDecoder(guarded, 16), 0) })
	})
}

func walk(d *rtattr.Decoder, depth int) {
	if depth > 8 {
		return
	}
	for _, v := range d.All() {
		v.Str()
		v.HardwareAddr()
		v.Struct(16)
		walk(v.Nest(), depth+1)
		// Each of these may fail, which ends the walk; a decoder of its own
		// lets all of them be tried.
		for _, get := range []func(v rtattr.Value){
			func(v rtattr.Value) { v.Uint8() }, func(v rtattr.Value) { v.Uint64() }, func(v rtattr.Value) { v.Addr() },
			func(v rtattr.Value) {
				for _, row := range v.Rows(8) {
					row.Struct(8)
					walk(row, depth+1)
				}
			},
		} {
			own := rtattr.NewDecoder(append([]byte(nil), v.Bytes()...), 0)
			for _, v := range own.All() {
				get(v)
			}
		}
	}
}
