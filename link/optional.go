package link

import (
	"fmt"
	"math"
	"net"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Optional values.

func (m *memory) bool(v rtattr.Value) *bool {
	return m.room.bools.put(v.Bool())
}

func (m *memory) uint8(v rtattr.Value) *uint8 {
	return m.room.uint8s.put(v.Uint8())
}

func (m *memory) uint16(v rtattr.Value) *uint16 {
	return m.room.uint16s.put(v.Uint16())
}

func (m *memory) uint32(v rtattr.Value) *uint32 {
	return m.room.uint32s.put(v.Uint32())
}

func (m *memory) int32(v rtattr.Value) *int32 {
	return m.room.int32s.put(v.Int32())
}

func (m *memory) string(v rtattr.Value) *string {
	s := m.strings.one()
	*s = m.str(v)
	return s
}

func (m *memory) natural(v rtattr.Value) *int {
	return m.room.ints.put(natural(v))
}

// name appends v to a list of names.
func (m *memory) name(list *[]string, v rtattr.Value) {
	if *list == nil {
		*list = m.strings.some(2)[:0]
	}
	*list = append(*list, m.str(v))
}

// natural returns a u32 that fits a positive int everywhere.
func natural(v rtattr.Value) int {
	n := v.Uint32()
	if n > math.MaxInt32 {
		v.Fail(fmt.Errorf("%d is out of range", n))
		return 0
	}
	return int(n)
}

// hardwareAddr returns a link-layer address, or nil for an empty one.
func (m *memory) hardwareAddr(v rtattr.Value) net.HardwareAddr {
	const limit = 32 // MAX_ADDR_LEN, linux/netdevice.h
	if n := len(v.Bytes()); n > limit {
		v.Fail(fmt.Errorf("link-layer address of %d bytes, at most %d are right", n, limit))
		return nil
	}
	return m.copied(v.Bytes())
}

// mac returns an Ethernet address.
func (m *memory) mac(v rtattr.Value) net.HardwareAddr {
	if n := len(v.Bytes()); n != macLen {
		v.Fail(fmt.Errorf("address of %d bytes, want %d", n, macLen))
		return nil
	}
	return m.copied(v.Bytes())
}

// copied returns a copy of b, or nil for an empty one.
func (m *memory) copied(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	out := m.room.uint8s.some(len(b))
	copy(out, b)
	return out
}

// bytes returns the payload, or nil for an empty one, so that what is empty and
// what is not there are equal.
func (m *memory) bytes(v rtattr.Value) []byte {
	if b := v.Bytes(); len(b) > 0 {
		return b
	}
	return nil
}

// raw appends v to a list of attributes that are kept as bytes.
func (m *memory) raw(list *[]rtattr.Raw, v rtattr.Value) {
	if *list == nil {
		*list = m.room.raws.some(rawsPerList)[:0]
	}
	*list = append(*list, v.Raw())
}

// rest appends all attributes that are left in d.
func (m *memory) rest(list *[]rtattr.Raw, d *rtattr.Decoder) {
	for _, v := d.Next(); v.Present(); _, v = d.Next() {
		m.raw(list, v)
	}
}
