package input

import (
	"encoding/binary"
	"strings"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// direction guesses which way a datagram went: requests are sent, and what the
// kernel writes lacks NLM_F_REQUEST.
func direction(b []byte) nlmsg.Direction {
	if len(b) >= nlmsg.HeaderLen && byteOrder(b).Uint16(b[6:])&linux.NLM_F_REQUEST != 0 {
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

// noteOrder says in the comment of a datagram if it is of a machine of another
// byte order than native, in which it will be explained. That is so if the length
// it begins with is right in the other order only: what begins with no length,
// such as the text of NETLINK_KOBJECT_UEVENT, has one that is right in neither.
func noteOrder(d *explain.Datagram, native binary.ByteOrder) {
	if len(d.Bytes) < nlmsg.HeaderLen {
		return
	}
	order := byteOrder(d.Bytes)
	there, here := order.Uint32(d.Bytes), native.Uint32(d.Bytes)
	if there == here || there < nlmsg.HeaderLen || there > maxDatagram || uint64(here) <= uint64(len(d.Bytes)) {
		return
	}
	note := "of a little-endian machine; read as big-endian, its numbers are wrong"
	if order == binary.BigEndian {
		note = "of a big-endian machine; read as little-endian, its numbers are wrong"
	}
	switch {
	case d.Comment == "":
		d.Comment = note
	case !strings.Contains(d.Comment, note): // what nlexplain wrote has it
		d.Comment = strings.TrimRight(d.Comment, "\n") + "\n" + note
	}
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
