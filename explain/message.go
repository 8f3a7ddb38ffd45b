package explain

import (
	"bytes"
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/internal/schema"
)

// message is a message of a datagram.
type message struct {
	protocol int
	bytes    []byte // with what follows it: padding, or zeros at the end
	root     schema.Node
	parts    []part
}

// split cuts a datagram into its messages. The last may be damaged: the kernel
// stops at a message whose length is not possible.
func split(protocol int, b []byte) []message {
	var messages []message
	for len(b) > 0 {
		size := lengthOf(b)
		m := message{protocol: protocol, bytes: b[:size:size], root: schema.Parse(protocol, b[:size])}
		m.parts = partsOf(&m.root, m.bytes)
		messages = append(messages, m)
		b = b[size:]
	}
	return messages
}

// lengthOf returns how many bytes at the start of b are the first message and
// what follows it before the next.
func lengthOf(b []byte) int {
	if len(b) < schema.MessageHeaderLen {
		return len(b)
	}
	size := uint64(binary.NativeEndian.Uint32(b))
	if size < schema.MessageHeaderLen || size > uint64(len(b)) {
		return len(b)
	}
	n := min((int(size)+3)&^3, len(b))
	if len(bytes.Trim(b[n:], "\x00")) == 0 {
		return len(b)
	}
	return n
}

// seq returns the nlmsg_seq, or zero if there is none.
func (m message) seq() uint32 {
	if len(m.bytes) < schema.MessageHeaderLen {
		return 0
	}
	return binary.NativeEndian.Uint32(m.bytes[8:])
}
