package input

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/seed-030106aa/rawnl/explain"
)

// Types of blocks, from draft-ietf-opsawg-pcapng.
const (
	blockSection        = 0x0a0d0d0a // the same in both byte orders
	blockInterface      = 1
	blockObsoletePacket = 2
	blockSimplePacket   = 3
	blockEnhancedPacket = 6
)

const sectionMagic = 0x1a2b3c4d

// readPcapng reads a file in pcapng format: blocks, each of which is
//
//	+-------------------------------+
//	| type                          |
//	+-------------------------------+
//	| length of the whole block     |
//	+-------------------------------+
//	| body, padded to four bytes    |
//	+-------------------------------+
//	| length once more              |
//	+-------------------------------+
//
// in the byte order of the section, which begins with a block that shows it.
func readPcapng(r io.Reader, yield sink) error {
	s := &section{file: file{r: r}}
	for {
		start := s.at
		d, ok, err := s.block()
		if err == io.EOF {
			return s.end()
		}
		if err != nil {
			return fmt.Errorf("pcapng block at byte %d: %w", start, err)
		}
		if ok && !yield(d) {
			return nil
		}
	}
}

// A section is a part of a file whose blocks are in one byte order.
type section struct {
	file
	order      binary.ByteOrder
	interfaces []captured
	netlink    bool   // some section has an interface that netlink can be on
	other      uint32 // link type of an interface of another kind, if there is no such one
}

// captured is an interface.
type captured struct {
	link    uint32
	snaplen uint32 // most bytes kept of a packet, 0 if there is no limit
}

// end returns an error if the file can hold no netlink.
func (s *section) end() error {
	if s.netlink || s.other == 0 {
		return nil
	}
	return fmt.Errorf("pcapng: %s, want %d (netlink), as captures of nlmon0 have it", linkName(s.other), linkNetlink)
}

// block reads a block, and returns false if there is no datagram of netlink in
// it. The error is io.EOF at the end of the file.
func (s *section) block() (d explain.Datagram, ok bool, err error) {
	head, err := s.bytes(8)
	if err != nil {
		return d, false, err
	}
	if binary.LittleEndian.Uint32(head) == blockSection {
		return d, false, s.begin(head[4:])
	}
	typ, length := s.order.Uint32(head), s.order.Uint32(head[4:])
	if length < 12 || length%4 != 0 {
		return d, false, fmt.Errorf("its length is %d", length)
	}
	var body []byte
	switch typ {
	case blockInterface, blockObsoletePacket, blockSimplePacket, blockEnhancedPacket:
		body, err = s.rest(length - 12)
	default:
		err = s.skip(length - 12)
	}
	if err != nil {
		return d, false, err
	}
	if err := s.trailer(length); err != nil {
		return d, false, err
	}
	switch typ {
	case blockInterface:
		return d, false, s.addInterface(body)
	case blockSimplePacket:
		return s.simplePacket(body)
	case blockEnhancedPacket, blockObsoletePacket:
		return s.packet(typ, body)
	}
	return d, false, nil
}

// begin reads the rest of the block that begins a section.
func (s *section) begin(length []byte) error {
	magic, err := s.rest(4)
	if err != nil {
		return err
	}
	switch uint32(sectionMagic) {
	case binary.LittleEndian.Uint32(magic):
		s.order = binary.LittleEndian
	case binary.BigEndian.Uint32(magic):
		s.order = binary.BigEndian
	default:
		return fmt.Errorf("no byte order: % x", magic)
	}
	s.interfaces = nil
	n := s.order.Uint32(length)
	if n < 28 || n%4 != 0 {
		return fmt.Errorf("its length is %d", n)
	}
	version, err := s.rest(4)
	if err != nil {
		return err
	}
	if major := s.order.Uint16(version); major != 1 {
		return fmt.Errorf("version %d.%d, want 1.0", major, s.order.Uint16(version[2:]))
	}
	if err := s.skip(n - 20); err != nil {
		return err
	}
	return s.trailer(n)
}

// trailer checks the second length of a block.
func (s *section) trailer(length uint32) error {
	b, err := s.rest(4)
	if err == nil && s.order.Uint32(b) != length {
		return fmt.Errorf("its length is %d, and %d at its end", length, s.order.Uint32(b))
	}
	return err
}

func (s *section) addInterface(body []byte) error {
	if len(body) < 8 {
		return errors.New("interface without link type")
	}
	i := captured{link: uint32(s.order.Uint16(body)), snaplen: s.order.Uint32(body[4:])}
	s.interfaces = append(s.interfaces, i)
	if _, ok := cookedHeaders[i.link]; ok {
		s.netlink = true
	} else {
		s.other = i.link
	}
	return nil
}
