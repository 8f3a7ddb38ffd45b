package bridge

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ticks returns the time in a u32 of ticks.
func ticks(v rtattr.Value) time.Duration { return wiretime.Of32(v, wiretime.Tick) }

// putTicks appends a time as a u32 of ticks, unless it is zero.
func putTicks(e *rtattr.Encoder, typ uint16, d time.Duration) {
	if d != 0 {
		wiretime.Put32(e, typ, d, wiretime.Tick)
	}
}

// index returns the index of an interface, which is not below zero.
func index(v rtattr.Value) int {
	n := v.Index()
	if n < 0 {
		v.Fail(fmt.Errorf("%d is the index of no interface", n))
		return 0
	}
	return n
}

// setIndex writes the index of an interface into b, a part of what e appended
// last.
func setIndex(e *rtattr.Encoder, b []byte, index int) {
	if int(int32(index)) != index {
		e.Fail(0, fmt.Errorf("ifindex: %d is out of range", index))
	}
	binary.NativeEndian.PutUint32(b, uint32(index))
}

// putEnd appends the address of a remote end or of a source, unless it is the zero
// Addr.
func putEnd(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	if a.Is4In6() {
		e.Fail(typ, fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", a))
		return
	}
	putAddr(e, typ, a)
}

// putVNI appends the number of a network, unless it is nil.
func putVNI(e *rtattr.Encoder, typ uint16, vni *uint32) {
	if vni != nil && *vni >= 1<<24 {
		e.Fail(typ, fmt.Errorf("VNI %d does not fit 24 bits", *vni))
		return
	}
	rtattr.Opt(e.Uint32, typ, vni)
}

// putAddr appends an address, unless it is the zero Addr.
func putAddr(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	if a.IsValid() {
		e.Addr(typ, a)
	}
}
