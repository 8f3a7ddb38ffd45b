package input

import (
	"encoding/binary"
	"fmt"
	"io"
)

// readPcap reads a file in the format of libpcap, which draft-ietf-opsawg-pcap
// describes. It begins with a header of 24 bytes, in the byte order of the
// machine that wrote it:
//
//	+-------------------------------+
//	| magic number                  |
//	+---------------+---------------+
//	| major version | minor version |
//	+---------------+---------------+
//	| reserved                      |
//	|                               |
//	+-------------------------------+
//	| most bytes kept of a packet   |
//	+-------------------------------+
//	| link type, in the lower half  |
//	+-------------------------------+
//
// and then come packets, each after a header of 16 bytes:
//
//	+-------------------------------+
//	| time: seconds                 |
//	+-------------------------------+
//	| micro- or nanoseconds         |
//	+-------------------------------+
//	| bytes in the file             |
//	+-------------------------------+
//	| bytes that the packet had     |
//	+-------------------------------+
func readPcap(r io.Reader, order binary.ByteOrder, yield sink) error {
	f := &file{r: r}
	h, err := f.rest(24)
	if err != nil {
		return fmt.Errorf("pcap header: %w", err)
	}
	if major := order.Uint16(h[4:]); major != 2 {
		return fmt.Errorf("pcap header: version %d.%d, want 2.4", major, order.Uint16(h[6:]))
	}
	link := order.Uint32(h[20:]) & 0xffff
	cooked, ok := cookedHeaders[link]
	if !ok {
		return fmt.Errorf("pcap header: %s, want %d (netlink), as captures of nlmon0 have it", linkName(link), linkNetlink)
	}
	for n := 1; ; n++ {
		start := f.at
		more, err := readPacket(f, order, cooked, yield)
		if err != nil {
			return fmt.Errorf("pcap packet %d at byte %d: %w", n, start, err)
		}
		if !more {
			return nil
		}
	}
}

// readPacket yields the next packet, and returns false if there is none or no
// more is wanted.
func readPacket(f *file, order binary.ByteOrder, cooked cookedHeader, yield sink) (bool, error) {
	h, err := f.bytes(16)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	packet, err := f.rest(order.Uint32(h[8:]))
	if err != nil {
		return false, err
	}
	d, ok, err := cooked.datagram(packet, order.Uint32(h[12:]))
	if !ok {
		return err == nil, err
	}
	return yield(d), nil
}
