package input

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

const nlmFRequest = 1 // NLM_F_REQUEST of linux/netlink.h

// direction guesses which way a datagram went: requests are sent, and what the
// kernel writes lacks NLM_F_REQUEST.
func direction(b []byte) nlmsg.Direction {
	if len(b) >= nlmsg.HeaderLen && byteOrder(b).Uint16(b[6:])&nlmFRequest != 0 {
		return nlmsg.Sent
	}
	return nlmsg.Received
}

// byteOrder returns the byte order of b, which begins with the length of a
// message. It is that of the machine on which b was recorded: lengths are small
// numbers, and become large ones in the wrong order.
func byteOrder(b []byte) binary.ByteOrder {
	if binary.BigEndian.Uint32(b) < binary.LittleEndian.Uint32(b) {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// whole returns how many bytes the complete messages have that b begins with.
func whole(b []byte) int {
	at := 0
	for len(b)-at >= nlmsg.HeaderLen {
		n := uint64(byteOrder(b[at:]).Uint32(b[at:]))
		if n < nlmsg.HeaderLen || n > uint64(len(b)-at) {
			break
		}
		at = min(at+int(n+3)&^3, len(b))
	}
	return at
}
