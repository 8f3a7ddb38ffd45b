package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Arrays of numbers, whose length depends on the kernel. Bytes left over are
// left out.

func int32s(v rtattr.Value) []int32 {
	b := v.Bytes()
	out := make([]int32, len(b)/4)
	for i := range out {
		out[i] = int32(binary.NativeEndian.Uint32(b[4*i:]))
	}
	return out
}

func putInt32s(e *rtattr.Encoder, typ uint16, list []int32) {
	b := e.StructAttr(typ, 4*len(list))
	for i, n := range list {
		binary.NativeEndian.PutUint32(b[4*i:], uint32(n))
	}
}

func uint64s(v rtattr.Value) []uint64 {
	b := v.Bytes()
	out := make([]uint64, len(b)/8)
	for i := range out {
		out[i] = binary.NativeEndian.Uint64(b[8*i:])
	}
	return out
}

func putUint64s(e *rtattr.Encoder, typ uint16, list []uint64) {
	b := e.StructAttr(typ, 8*len(list))
	for i, n := range list {
		binary.NativeEndian.PutUint64(b[8*i:], n)
	}
}
