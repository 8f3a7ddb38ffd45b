package explain

import (
	"bytes"
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/internal/schema"
)

// message is a message of a datagram.
type message struct {
	protocol int
	bytes    []byte // with what follows it: padding, zeros, or what is no message
	root     schema.Node
	parts    []part
	groups   []group
	number   int // how many messages were read before it
}

// split cuts a datagram into its messages. The last may be damaged: the kernel
// stops at a message whose length is not possible. Zeros at the end belong to the
// last.
func split(protocol int, b []byte) []message {
	var messages []message
	zeros := len(b) - len(bytes.TrimRight(b, "\x00"))
	for len(b) > 0 {
		size := lengthOf(b)
		if len(b)-size <= zeros {
			size = len(b)
		}
		m := message{protocol: protocol, bytes: b[:size:size], root: schema.Parse(protocol, b[:size])}
		m.parts, m.groups = partsOf(&m.root, m.bytes)
		messages = append(messages, m)
		b = b[size:]
	}
	return messages
}

// lengthOf returns how many bytes at the start of b are the first message and
// the padding after it.
func lengthOf(b []byte) int {
	if len(b) < schema.MessageHeaderLen {
		return len(b)
	}
	size := uint64(binary.NativeEndian.Uint32(b))
	if size < schema.MessageHeaderLen || size > uint64(len(b)) {
		return len(b)
	}
	return min(schema.Align(int(size)), len(b))
}

// seq returns the nlmsg_seq, or zero if there is none.
func (m message) seq() uint32 { return seqOf(m.bytes) }

func seqOf(msg []byte) uint32 {
	if len(msg) < schema.MessageHeaderLen {
		return 0
	}
	return binary.NativeEndian.Uint32(msg[8:])
}

// port returns the nlmsg_pid, or zero if there is none.
func (m message) port() uint32 {
	if len(m.bytes) < schema.MessageHeaderLen {
		return 0
	}
	return binary.NativeEndian.Uint32(m.bytes[12:])
}
