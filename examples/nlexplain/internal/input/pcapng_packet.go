package input

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/explain"
)

// packet reads the body of a block that holds a packet and names its interface:
//
//	+-------------------------------+
//	| interface                     |  obsolete block: 16 bits, and 16 bits for
//	+-------------------------------+  the number of packets dropped
//	| time                          |
//	|                               |
//	+-------------------------------+
//	| bytes in the file             |
//	+-------------------------------+
//	| bytes that the packet had     |
//	+-------------------------------+
//	| packet, padding, options      |
//	+-------------------------------+
func (s *section) packet(typ uint32, body []byte) (explain.Datagram, bool, error) {
	if len(body) < 20 {
		return explain.Datagram{}, false, errors.New("packet without a length")
	}
	index := s.order.Uint32(body)
	if typ == blockObsoletePacket {
		index = uint32(s.order.Uint16(body))
	}
	return s.datagram(index, body[20:], s.order.Uint32(body[12:]), s.order.Uint32(body[16:]))
}

// simplePacket reads the body of a block that holds the length of a packet of
// the first interface, and the packet.
func (s *section) simplePacket(body []byte) (explain.Datagram, bool, error) {
	if len(body) < 4 {
		return explain.Datagram{}, false, errors.New("packet without a length")
	}
	length := s.order.Uint32(body)
	kept := length
	if len(s.interfaces) > 0 && s.interfaces[0].snaplen > 0 {
		kept = min(kept, s.interfaces[0].snaplen)
	}
	return s.datagram(0, body[4:], kept, length)
}

// datagram returns what the first kept bytes of b are, of a packet that had
// length bytes.
func (s *section) datagram(index uint32, b []byte, kept, length uint32) (explain.Datagram, bool, error) {
	if uint64(index) >= uint64(len(s.interfaces)) {
		return explain.Datagram{}, false, fmt.Errorf("packet of interface %d, there are %d", index, len(s.interfaces))
	}
	if uint64(kept) > uint64(len(b)) {
		return explain.Datagram{}, false, fmt.Errorf("packet of %d bytes, the block has %d", kept, len(b))
	}
	cooked, ok := cookedHeaders[s.interfaces[index].link]
	if !ok {
		return explain.Datagram{}, false, nil
	}
	return cooked.datagram(b[:kept], length)
}
