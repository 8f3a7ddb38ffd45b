package rtattr_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// The byte order is one of the attribute, for which no flag stands.
func TestRule02BigEndianIsAPropertyOfTheAttribute(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"u16 is in host order", func(e *rtattr.Encoder) { e.Uint16(9, 0x4000) }, "0600 0900 0040 0000"},
		{"u16 big-endian where the attribute is", func(e *rtattr.Encoder) { e.Uint16BE(8, 0x88a8) }, "0600 0800 88a8 0000"},
		{"u32 big-endian where the attribute is", func(e *rtattr.Encoder) { e.Uint32BE(7, 0x01020304) }, "0800 0700 01020304"},
		{"u64 big-endian where the attribute is", func(e *rtattr.Encoder) { e.Uint64BE(7, 0x0102030405060708) }, "0c00 0700 0102030405060708"},
	})
	testGetters(t, []getterTest{
		{"a big-endian u16 is the attribute's property", "0600 0100 88a8 0000", func(v rtattr.Value) any { return v.Uint16BE() }, uint16(0x88a8)},
		{"u16 in host order", "0600 0900 0040 0000", func(v rtattr.Value) any { return v.Uint16() }, uint16(0x4000)},
		{"the flag changes nothing", "0600 0140 88a8 0000", func(v rtattr.Value) any { return v.Uint16() }, uint16(0xa888)},
	})
}

func TestRule05AnAttributeHasALengthWithoutItsPadding(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"u8 is padded", func(e *rtattr.Encoder) { e.Uint8(5, 1) }, "0500 0500 01000000"},
		{"string that needs no padding", func(e *rtattr.Encoder) { e.String(3, "br0") }, "0800 0300 62723000"},
	})
	testGetters(t, []getterTest{
		{"padding", "0500 0100 07 000000", func(v rtattr.Value) any { return v.Bytes() }, []byte{7}},
		{"padding missing at the end", "0500 0100 07", func(v rtattr.Value) any { return v.Uint8() }, uint8(7)},
	})
	testRefusals(t, []refusalTest{
		{"length below 4", "0300 0100", u32, "attribute 1 at offset 16: attribute of 3 bytes where 4 are left"},
		{"length over the rest", "0900 0100 01020304", u32, "attribute 1 at offset 16: attribute of 9 bytes where 8 are left"},
		{"header cut short", "0800 0100 01020304 0800", u32, "at offset 24: 2 bytes left over, an attribute's header has 4"},
	})
}

func TestRule06FlagsAreNotPartOfTheType(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	var types []uint16
	for typ := range rtattr.NewDecoder(unhex(t, "0400 0740  0400 0880  0400 09c0  0400 ffff"), 0).All() {
		types = append(types, typ)
	}
	if diff := cmp.Diff([]uint16{7, 8, 9, 0x3fff}, types); diff != "" {
		t.Errorf("types (-want +got)\n%s", diff)
	}
}

func TestRule07APayloadHasAtMost65531Bytes(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	e.Nest(18, func() { e.Bytes(1, long[:65524]) })
	e.Bytes(2, long[:65531])
	b, err := e.Result()
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, v := range rtattr.NewDecoder(b, 0).All() {
		sizes = append(sizes, len(v.Bytes()))
	}
	if diff := cmp.Diff([]int{65528, 65531}, sizes); diff != "" {
		t.Errorf("the longest payloads (-want +got)\n%s", diff)
	}
	testNotEncoded(t, []encodingTest{
		{"nest of a byte more, padded", func(e *rtattr.Encoder) { e.Nest(18, func() { e.Bytes(1, long[:65525]) }) },
			"attribute 18 at offset 16: payload of 65532 bytes, at most 65531 fit"},
		{"payload that wraps the length", func(e *rtattr.Encoder) { e.Bytes(4, long) },
			"attribute 4 at offset 16: payload of 65532 bytes, at most 65531 fit"},
		{"nest that wraps the length", func(e *rtattr.Encoder) {
			e.Nest(18, func() { e.Bytes(1, long[:40000]); e.Bytes(2, long[:40000]) })
		}, "attribute 18 at offset 16: payload of 80008 bytes, at most 65531 fit"},
		{"row that wraps its length", func(e *rtattr.Encoder) {
			e.Rows(9, func() { e.Row(8, func([]byte) {}, func() { e.Bytes(1, long[:40000]); e.Bytes(2, long[:40000]) }) })
		}, "attribute 9 at offset 20: row of 80016 bytes, at most 65535 fit"},
	})
}

func TestRule07BytesLeftOverInANestAreDamage(t *testing.T) {
	testRefusals(t, []refusalTest{
		{"bytes left over in a nest", "0b00 1280 0400 0100 010203 00", func(v rtattr.Value) any {
			for range v.Nest().All() {
			}
			return nil
		}, "attribute 18 at offset 24: 3 bytes left over, an attribute's header has 4"},
		{"a nest whose length the kernel has wrapped", "0800 1280 0c00 0100 01020304", func(v rtattr.Value) any {
			for range v.Nest().All() {
			}
			return nil
		}, "attribute 18/1 at offset 20: attribute of 12 bytes where 4 are left"},
	})
}

func TestRule08NestsAreReadWithAndWithoutTheFlag(t *testing.T) {
	testGetters(t, []getterTest{
		{"a nest without the flag", "0c00 1200 0800 0100 07000000", nested, uint32(7)},
		{"a nest with it", "0c00 1280 0800 0100 07000000", nested, uint32(7)},
	})
}

func TestRule09EveryNestCarriesTheFlag(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"a nest carries the flag", func(e *rtattr.Encoder) { e.Nest(18, func() {}) }, "0400 1280"},
		{"and so does one in it", func(e *rtattr.Encoder) {
			e.Nest(18, func() {
				e.Nest(2, func() { e.Uint8(1, 7) })
			})
		}, "1000 1280 0c00 0280 0500 0100 07000000"},
		{"what is no nest does not", func(e *rtattr.Encoder) { e.Bytes(18, []byte{1, 2, 3, 4}) }, "0800 1200 01020304"},
	})
}

func TestRule10AttributesComeInAnyOrder(t *testing.T) {
	both := func(v rtattr.Value) any {
		var selector uint8
		var nest rtattr.Value
		for typ, v := range v.Nest().All() {
			switch typ {
			case 1:
				selector = v.Uint8()
			case 2:
				nest = v // until the selector is known
			}
		}
		return []any{selector, nested(nest)}
	}
	testGetters(t, []getterTest{
		{"selector first", "1800 1280 0500 0100 05 000000 0c00 0200 0800 0100 07000000", both, []any{uint8(5), uint32(7)}},
		{"selector last", "1800 1280 0c00 0200 0800 0100 07000000 0500 0100 05 000000", both, []any{uint8(5), uint32(7)}},
	})
}

func TestRule11TheLastOfARepeatedTypeCounts(t *testing.T) {
	all := func(v rtattr.Value) any {
		var names []string
		for _, v := range v.Nest().All() {
			names = append(names, v.Str())
		}
		return names
	}
	testGetters(t, []getterTest{
		{"the last of a repeated type counts", "0500 0100 01000000 0500 0100 02000000", func(v rtattr.Value) any { return v.Uint8() }, uint8(2)},
		{"but all of a list", "1400 3480 0600 3500 6100 0000 0600 3500 6200 0000", all, []string{"a", "b"}},
	})
}

func TestRule12ANameEndsAtItsFirstNUL(t *testing.T) {
	testGetters(t, []getterTest{
		{"with it", "0a00 0300 7665746830 00 0000", func(v rtattr.Value) any { return v.Str() }, "veth0"},
		{"without it", "0800 0100 76657468", func(v rtattr.Value) any { return v.Str() }, "veth"},
		{"nothing after the first NUL", "0a00 0300 7600746830 00 0000", func(v rtattr.Value) any { return v.Str() }, "v"},
	})
}

func TestRule12ANameHasAtMost15BytesAndANUL(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"string with NUL and padding", func(e *rtattr.Encoder) { e.IfName(3, "veth0") }, "0a00 0300 7665746830 00 0000"},
		{"name of 15 bytes", func(e *rtattr.Encoder) { e.IfName(3, "abcdefghijklmno") },
			"1400 0300 6162636465666768696a6b6c6d6e6f00"},
	})
	testNotEncoded(t, []encodingTest{
		{"interface name of 16 bytes", func(e *rtattr.Encoder) { e.IfName(3, "abcdefghijklmnop") },
			`attribute 3 at offset 16: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`},
	})
}

func TestRule13NothingIsAlignedToEightBytes(t *testing.T) {
	testGetters(t, []getterTest{
		{"a counter after a pad", "0400 2a00 0c00 0100 0100000000000000",
			func(v rtattr.Value) any {
				if v.Raw().Type == 0x2a {
					return nil // IFLA_PAD
				}
				return v.Uint64()
			}, uint64(1)},
	})
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	// Wherever the message lies in memory.
	attr := unhex(t, "0c00 0100 0807060504030201")
	for shift := range 8 {
		b := append(bytes.Repeat([]byte{0xff}, shift), attr...)[shift:]
		for _, v := range rtattr.NewDecoder(b, 0).All() {
			if got := v.Uint64(); got != 0x0102030405060708 {
				t.Errorf("%d bytes further: %#x", shift, got)
			}
		}
	}
}

func TestRule61AFixedHeaderOfOneByteIsPadded(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"rtgenmsg", func(e *rtattr.Encoder) { e.Struct(1)[0] = 2; e.Uint32(1, 7) }, "02000000 0800 0100 07000000"},
	})
	for _, b := range [][]byte{{2, 0, 0, 0, 5, 0, 1, 0, 7}, {2, 0, 0, 0}, {2}} {
		d := rtattr.NewDecoder(b, 16)
		if h := d.Struct(1); len(h) != 1 || h[0] != 2 {
			t.Errorf("% x: header % x, want 02", b, h)
		}
		n := 0
		for _, v := range d.All() {
			n += int(v.Uint8())
		}
		if err := d.Err(); err != nil || len(b) > 4 && n != 7 {
			t.Errorf("% x: attribute %d, %v, want 7", b, n, err)
		}
	}
}

func TestRule66UnknownAttributesAreGivenBackAsBytes(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	const attrs = "0800 0100 07000000  0900 e7c3 0102030405 000000"
	e := rtattr.NewEncoder(nil)
	d := rtattr.NewDecoder(unhex(t, attrs), 0)
	for _, v := range d.All() {
		e.Raw(v.Raw())
	}
	got, err := e.Result()
	if err != nil || d.Err() != nil {
		t.Fatal(err, d.Err())
	}
	if diff := cmp.Diff(unhex(t, attrs), got); diff != "" {
		t.Errorf("(-read +written)\n%s", diff)
	}
}

func TestRule67AFixedHeaderThatIsTooShortIsDamage(t *testing.T) {
	d := rtattr.NewDecoder(make([]byte, 15), 16)
	if h := d.Struct(16); len(h) != 16 {
		t.Errorf("Struct(16) returned %d bytes, want 16 zero bytes", len(h))
	}
	want := "at offset 16: fixed header of 15 bytes, want 16"
	if err := d.Err(); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestRule67AStructMayHaveAnotherLength(t *testing.T) {
	testGetters(t, []getterTest{
		{"a struct of a newer kernel", "0a00 0100 010203040506 0000", func(v rtattr.Value) any { return v.Struct(4) }, []byte{1, 2, 3, 4}},
		{"a struct of an older kernel", "0600 0100 0102 0000", func(v rtattr.Value) any { return v.Struct(4) }, []byte{1, 2, 0, 0}},
	})
}

func TestRule68AnIntegerIsReadByItsLength(t *testing.T) {
	testGetters(t, []getterTest{
		{"a negative i16 where an i32 is expected", "0600 0100 feff", func(v rtattr.Value) any { return v.Int32() }, int32(-2)},
		{"a u64 where a u32 is expected", "0c00 0100 0700000000000000", func(v rtattr.Value) any { return v.Uint32() }, uint32(7)},
		{"a u8 where a u32 is expected", "0500 0100 07", func(v rtattr.Value) any { return v.Uint32() }, uint32(7)},
		{"a u32 where a u64 is expected", "0800 0100 07000000", func(v rtattr.Value) any { return v.Uint64() }, uint64(7)},
	})
	testEncodings(t, []encodingTest{
		{"uint of 32 bits", func(e *rtattr.Encoder) { e.Uint(46, 1<<32-1) }, "0800 2e00 ffffffff"},
		{"uint of more", func(e *rtattr.Encoder) { e.Uint(46, 1<<32) }, "0c00 2e00 0000000001000000"},
	})
	testRefusals(t, []refusalTest{
		{"what does not fit", "0c00 0400 0000000001000000", u32, "attribute 4 at offset 16: 4294967296 does not fit 4 bytes"},
	})
}

func TestRule80RowsHaveLengthsOfTheirOwn(t *testing.T) {
	testEncodings(t, []encodingTest{
		{"two rows", func(e *rtattr.Encoder) {
			e.Rows(9, func() {
				e.Row(8, func(b []byte) { b[3] = 9 }, func() { e.Uint32(5, 1) })
				e.Row(8, func(b []byte) { b[4] = 2 }, func() {})
			})
		}, "1c00 0900  1000 0009 00000000 0800 0500 01000000  0800 0000 02000000"},
	})
	testRefusals(t, []refusalTest{
		{"path and offset in a row", "1800 0900  0800 0000 00000000  0c00 0000 00000000 0400 0500", func(v rtattr.Value) any {
			for _, row := range v.Rows(8) {
				row.Struct(8)
				for _, v := range row.All() {
					v.Addr()
				}
			}
			return nil
		}, "attribute 9/5 at offset 36: IP address of 0 bytes, want 4 or 16"},
		{"a row cut short", "0b00 0900 0800 0000 000000 00", func(v rtattr.Value) any { return v.Rows(8) },
			"attribute 9 at offset 16: row of 8 bytes where 7 are left"},
		{"a row below its header", "0c00 0900 0700 0000 00000000", func(v rtattr.Value) any { return v.Rows(8) },
			"attribute 9 at offset 16: row of 7 bytes where 8 are left"},
	})
}
