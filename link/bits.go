package link

import (
	"encoding/binary"
	"fmt"
	"net"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bits are 32 flags, with a mask of those that a request sets or clears, or
// that what is read knows of. As with the Flags of a [Link], a flag set in Value
// is always part of the mask of a request, so that Mask is needed to clear one
// only.
type Bits struct {
	Value uint32 // the flags that are set
	Mask  uint32 // the flags that count
}

// mask is the mask to send: in a request, or with all that was read.
func (b Bits) mask(full bool) uint32 {
	if full {
		return b.Mask
	}
	return b.Mask | b.Value
}

const bitsLen = 8 // struct br_boolopt_multi, struct ifla_vlan_flags

func putBits(b []byte, v Bits, full bool) {
	binary.NativeEndian.PutUint32(b, v.Value)
	binary.NativeEndian.PutUint32(b[4:], v.mask(full))
}

func parseBits(b []byte) Bits {
	return Bits{
		Value: binary.NativeEndian.Uint32(b),
		Mask:  binary.NativeEndian.Uint32(b[4:]),
	}
}

// macLen is the length of an Ethernet address, ETH_ALEN.
const macLen = 6

func putMAC(e *rtattr.Encoder, typ uint16, a net.HardwareAddr) {
	if len(a) != macLen {
		e.Fail(typ, fmt.Errorf("address %v has %d bytes, want %d", a, len(a), macLen))
		return
	}
	e.Bytes(typ, a)
}
