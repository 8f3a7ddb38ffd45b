package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Arrays of numbers, whose length depends on the kernel.

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
