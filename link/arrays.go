package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Arrays of numbers have a length that depends on the kernel. Bytes left over are
// left out. Four numbers at a time, without a check for each, take half the time.

func putInt32s(e *rtattr.Encoder, typ uint16, list []int32) {
	b := e.StructAttr(typ, 4*len(list))
	for i, n := range list {
		binary.NativeEndian.PutUint32(b[4*i:], uint32(n))
	}
}

func putUint64s(e *rtattr.Encoder, typ uint16, list []uint64) {
	b := e.StructAttr(typ, 8*len(list))
	for i, n := range list {
		binary.NativeEndian.PutUint64(b[8*i:], n)
	}
}

func (m *memory) int32Array(v rtattr.Value) []int32 {
	b := v.Bytes()
	out := m.room.int32s.some(len(b) / 4)
	rest := out
	for len(b) >= 16 && len(rest) >= 4 {
		from, to := (*[16]byte)(b), (*[4]int32)(rest)
		to[0] = int32(binary.NativeEndian.Uint32(from[0:]))
		to[1] = int32(binary.NativeEndian.Uint32(from[4:]))
		to[2] = int32(binary.NativeEndian.Uint32(from[8:]))
		to[3] = int32(binary.NativeEndian.Uint32(from[12:]))
		b, rest = b[16:], rest[4:]
	}
	for i := range rest {
		rest[i] = int32(binary.NativeEndian.Uint32(b[4*i:]))
	}
	return out
}

func (m *memory) uint64Array(v rtattr.Value) []uint64 {
	b := v.Bytes()
	out := m.room.uint64s.some(len(b) / 8)
	rest := out
	for len(b) >= 32 && len(rest) >= 4 {
		from, to := (*[32]byte)(b), (*[4]uint64)(rest)
		to[0] = binary.NativeEndian.Uint64(from[0:])
		to[1] = binary.NativeEndian.Uint64(from[8:])
		to[2] = binary.NativeEndian.Uint64(from[16:])
		to[3] = binary.NativeEndian.Uint64(from[24:])
		b, rest = b[32:], rest[4:]
	}
	for i := range rest {
		rest[i] = binary.NativeEndian.Uint64(b[8*i:])
	}
	return out
}
