package rtattr

import (
	"bytes"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// The flags in the upper two bits of an attribute's type (linux/netlink.h).
const (
	// Nested says that the payload is a row of attributes. The encoder sets it
	// on every nest; decoders do not rely on it, since old attributes come
	// without.
	Nested = linux.NLA_F_NESTED

	// NetByteOrder says that the payload is big-endian. Most attributes that
	// are, addresses and ports among them, come without it.
	NetByteOrder = linux.NLA_F_NET_BYTEORDER
)

// MaxPayload is the size in bytes of the longest payload that an attribute's
// u16 length has room for, nests included.
const MaxPayload = 1<<16 - 1 - headerLen

const (
	headerLen = 4 // u16 length, u16 type
	typeMask  = ^uint16(Nested | NetByteOrder)

	// messageHeaderLen is the size of struct nlmsghdr. Offsets in errors are
	// counted from its start, as the kernel counts them.
	messageHeaderLen = 16

	// maxDepth is the deepest nesting that an Encoder writes. The kernel's
	// own deepest nests, those of a veth's peer, have four levels.
	maxDepth = 12
)

// align rounds n up to the attribute alignment of four bytes.
func align(n int) int { return (n + 3) &^ 3 }

// Raw is an attribute as bytes: one whose meaning is not known here. What a
// message holds beyond what its Go type names is kept in this form, and
// encoding the message again gives it back unchanged.
type Raw struct {
	// Type is the attribute's type with its flags, as on the wire.
	Type uint16

	// Data is the payload, without padding.
	Data []byte
}

// Clone returns a copy of r that shares no memory with it.
func (r Raw) Clone() Raw {
	return Raw{Type: r.Type, Data: bytes.Clone(r.Data)}
}
