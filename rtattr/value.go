package rtattr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"slices"
)

// Value is an attribute met by a [Decoder]. Its getters return the payload as
// the type in their name; a payload that does not fit it makes the Decoder
// fail, and the getter return zero.
//
// The zero Value stands for an attribute that was not met. Its getters return
// zero and do not fail.
//
// It has no more than four words, which the compiler keeps in registers. What
// else there is to know about the attribute stands in the bytes before b.
type Value struct {
	b   []byte // the payload: up to its capacity, the rest of dec.b follows
	dec *Decoder
}

// pos is where the attribute's header is in dec.b.
func (v Value) pos() int { return cap(v.dec.b) - cap(v.b) - headerLen }

// typ is the attribute's type with its flags.
func (v Value) typ() uint16 {
	if v.dec == nil {
		return 0
	}
	return binary.NativeEndian.Uint16(v.dec.b[v.pos()+2:])
}

// Present reports whether v is an attribute that was met.
func (v Value) Present() bool { return v.dec != nil }

// Bytes returns the payload. It is part of the slice being decoded, not a copy.
func (v Value) Bytes() []byte { return slices.Clip(v.b) }

// Raw returns the attribute as bytes, flags included. Its Data is part of the
// slice being decoded, not a copy; see [Raw.Clone].
func (v Value) Raw() Raw { return Raw{Type: v.typ(), Data: v.Bytes()} }

// Fail makes the Decoder fail with err at this attribute. Only the first
// failure counts.
func (v Value) Fail(err error) {
	if v.dec != nil {
		v.dec.fail(v.pos(), []uint16{v.typ() & typeMask}, err)
	}
}

// Nest returns a Decoder of the attributes in the payload, whatever the
// [Nested] flag says. It shares its error with the Decoder of v.
func (v Value) Nest() *Decoder {
	d := new(Decoder)
	d.Enter(v)
	return d
}

// Rows returns the payload's rows: structs that begin with a u16 length of
// themselves and the attributes that follow, aligned to four bytes, such as
// those of RTA_MULTIPATH (struct rtnexthop). n is the size of the struct. A
// row's Decoder is at the struct; take it with [Decoder.Struct].
func (v Value) Rows(n int) []*Decoder {
	var rows []*Decoder
	for at := 0; at < len(v.b); {
		size, rest := 0, len(v.b)-at
		if rest >= 2 {
			size = int(binary.NativeEndian.Uint16(v.b[at:]))
		}
		if size < max(n, 2) || size > rest {
			v.Fail(fmt.Errorf("row of %d bytes where %d are left", size, rest))
			return nil
		}
		row := v.Nest()
		row.b = v.b[at : at+size]
		row.off += at
		rows = append(rows, row)
		at += align(size)
	}
	return rows
}

// Struct returns the payload as a C struct of n bytes. What a shorter payload,
// that of an older kernel, lacks is zero; what a longer one has more is left
// out.
func (v Value) Struct(n int) []byte {
	if len(v.b) >= n {
		return v.b[:n:n]
	}
	b := make([]byte, n)
	copy(b, v.b)
	return b
}

// Str returns the payload up to its first NUL, or all of it.
func (v Value) Str() string {
	if i := bytes.IndexByte(v.b, 0); i >= 0 {
		return string(v.b[:i])
	}
	return string(v.b)
}

// Bool returns whether a u8 is not 0.
func (v Value) Bool() bool { return v.Uint8() != 0 }

// Uint8 returns a u8.
func (v Value) Uint8() uint8 {
	if len(v.b) == 1 {
		return v.b[0]
	}
	return uint8(v.uint(1))
}

// Uint16 returns a u16 in host byte order.
func (v Value) Uint16() uint16 {
	if len(v.b) == 2 {
		return binary.NativeEndian.Uint16(v.b)
	}
	return uint16(v.uint(2))
}

// Uint16BE returns a big-endian u16.
func (v Value) Uint16BE() uint16 { return binary.BigEndian.Uint16(v.exact(2)) }

// Uint32BE returns a big-endian u32.
func (v Value) Uint32BE() uint32 { return binary.BigEndian.Uint32(v.exact(4)) }

// Uint64BE returns a big-endian u64.
func (v Value) Uint64BE() uint64 { return binary.BigEndian.Uint64(v.exact(8)) }

// exact returns a payload of n bytes, or n zero bytes.
func (v Value) exact(n int) []byte {
	if len(v.b) != n {
		v.Fail(fmt.Errorf("%d bytes, want %d", len(v.b), n))
		return zeros[:n]
	}
	return v.b
}

// Uint32 returns a u32 in host byte order.
func (v Value) Uint32() uint32 {
	if len(v.b) == 4 {
		return binary.NativeEndian.Uint32(v.b)
	}
	return uint32(v.uint(4))
}

// Int32 returns an i32 in host byte order.
func (v Value) Int32() int32 {
	switch len(v.b) {
	case 1:
		return int32(int8(v.uint(1)))
	case 2:
		return int32(int16(v.uint(2)))
	}
	return int32(v.Uint32())
}

// Uint64 returns a u64 in host byte order.
func (v Value) Uint64() uint64 { return v.uint(8) }

// Index returns an interface index.
func (v Value) Index() int { return int(v.Int32()) }

// uint returns an integer in host byte order that should have want bytes. One of
// another width, as another version of the kernel may send it, is taken if its
// value fits.
func (v Value) uint(want int) uint64 {
	if v.dec == nil {
		return 0
	}
	var n uint64
	switch len(v.b) {
	case 1:
		n = uint64(v.b[0])
	case 2:
		n = uint64(binary.NativeEndian.Uint16(v.b))
	case 4:
		n = uint64(binary.NativeEndian.Uint32(v.b))
	case 8:
		n = binary.NativeEndian.Uint64(v.b)
	default:
		v.Fail(fmt.Errorf("%d bytes, want %d", len(v.b), want))
		return 0
	}
	if want < 8 && n>>(8*want) != 0 {
		v.Fail(fmt.Errorf("%d does not fit %d bytes", n, want))
		return 0
	}
	return n
}

// Addr returns an IP address of 4 or 16 bytes.
func (v Value) Addr() netip.Addr {
	if v.dec == nil {
		return netip.Addr{}
	}
	if len(v.b) == 4 {
		return netip.AddrFrom4([4]byte(v.b))
	}
	a, ok := netip.AddrFromSlice(v.b)
	if !ok {
		v.Fail(fmt.Errorf("IP address of %d bytes, want 4 or 16", len(v.b)))
	}
	return a
}

// HardwareAddr returns a copy of a link-layer address.
func (v Value) HardwareAddr() net.HardwareAddr {
	return append(net.HardwareAddr(nil), v.b...)
}
