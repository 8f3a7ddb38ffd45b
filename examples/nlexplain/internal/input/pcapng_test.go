package input

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// pcapngEnds is where in nlmon.pcapng the blocks of its first two packets end.
var pcapngEnds = [2]int{428, 528}

// newSection begins a section of a file in pcapng format.
func newSection(order interface {
	binary.AppendByteOrder
	binary.ByteOrder
}) *builder {
	b := &builder{order: order}
	return b.u32(blockSection, 28, sectionMagic).u16(1, 0).u32(1<<32-1, 1<<32-1, 28)
}

// block adds a block, and pads its body.
func (b *builder) block(typ uint32, body func(*builder)) *builder {
	inner := &builder{order: b.order}
	body(inner)
	for len(inner.b)%4 != 0 {
		inner.raw("\x00")
	}
	n := uint32(12 + len(inner.b))
	return b.u32(typ, n).raw(inner.String()).u32(n)
}

func (b *builder) iface(link uint16, snaplen uint32) *builder {
	return b.block(blockInterface, func(b *builder) { b.u16(link, 0).u32(snaplen) })
}

func (b *builder) enhanced(iface uint32, packet string, length int) *builder {
	return b.block(blockEnhancedPacket, func(b *builder) {
		b.u32(iface, 0, 0, uint32(len(packet)), uint32(length)).raw(packet)
	})
}

func (b *builder) simple(packet string, length int) *builder {
	return b.block(blockSimplePacket, func(b *builder) { b.u32(uint32(length)).raw(packet) })
}

// bigEndianSection has a block of each type, and two more that have no meaning
// here.
func bigEndianSection() *builder {
	return newSection(binary.BigEndian).
		block(0x0bad, func(b *builder) { b.raw("a local block") }).
		iface(253, 0).
		iface(1, 0).
		enhanced(0, cooked(4, 0, getlink), 48).
		enhanced(1, "an Ethernet frame", 17).
		simple(cooked(4, 16, done), 36).
		block(5, func(b *builder) { b.raw("statistics") }).
		block(blockObsoletePacket, func(b *builder) {
			b.u16(0, 7).u32(0, 0, 48, 48).raw(cooked(4, 0, getlink)).u32(0)
		})
}

func TestReadPcapng(t *testing.T) {
	sent := fmt.Sprintf("sent 0 %x", getlink)
	received := fmt.Sprintf("received 0 %x", done)
	for _, test := range []struct {
		name string
		file string
		want []string
	}{
		{"no blocks", newSection(binary.LittleEndian).String(), nil},
		{"all types of blocks, big-endian", bigEndianSection().String(), []string{sent, fmt.Sprintf("received 16 %x", done), sent}},
		{"sections of both byte orders", bigEndianSection().String() +
			newSection(binary.LittleEndian).iface(253, 0).enhanced(0, cooked(4, 0, done), 36).String(),
			[]string{sent, fmt.Sprintf("received 16 %x", done), sent, received}},
		{"a simple packet cut to the limit of its interface", newSection(binary.LittleEndian).iface(253, 40).
			simple(cooked(4, 0, getlink)[:40], 48).String(),
			[]string{fmt.Sprintf(`sent 0 %x "captured 24 of 32 bytes"`, getlink[:24])}},
		{"an enhanced packet that is cut", newSection(binary.LittleEndian).iface(253, 0).
			enhanced(0, cooked(4, 0, getlink)[:40], 48).String(),
			[]string{fmt.Sprintf(`sent 0 %x "captured 24 of 32 bytes"`, getlink[:24])}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.file, test.want, "") })
	}
}

func TestReadDamagedPcapng(t *testing.T) {
	section := func() *builder { return newSection(binary.LittleEndian).iface(253, 0) } // 28 + 20 bytes
	good := section().enhanced(0, cooked(4, 0, getlink), 48).String()
	for _, test := range []struct {
		name string
		file string
		err  string
	}{
		{"the magic number alone", good[:4], "pcapng block at byte 0: unexpected EOF"},
		{"a section that is cut", good[:20], "pcapng block at byte 0: unexpected EOF"},
		{"a block that is cut", good[:100], "pcapng block at byte 48: unexpected EOF"},
		{"a block without its second length", good[:len(good)-4], "pcapng block at byte 48: unexpected EOF"},
		{"a block's header that is cut", section().u32(5).String(), "pcapng block at byte 48: unexpected EOF"},
		{"an unknown block that is cut", section().u32(5, 1<<31).String(), "pcapng block at byte 48: unexpected EOF"},
		{"no byte order", section().String() + (&builder{order: binary.LittleEndian}).u32(blockSection, 28, 1).String(),
			"pcapng block at byte 48: no byte order: 01 00 00 00"},
		{"a section too short", (&builder{order: binary.BigEndian}).u32(blockSection, 24, sectionMagic).String(),
			"pcapng block at byte 0: its length is 24"},
		{"a later version", (&builder{order: binary.BigEndian}).u32(blockSection, 28, sectionMagic).u16(2, 1).String(),
			"pcapng block at byte 0: version 2.1, want 1.0"},
		{"a length of zero", section().u32(6, 0).String(), "pcapng block at byte 48: its length is 0"},
		{"a length that is no multiple of four", section().u32(6, 33).String(), "pcapng block at byte 48: its length is 33"},
		{"a packet block of almost 4 GiB", section().u32(6, 1<<32-4).String(),
			"pcapng block at byte 48: 4294967280 bytes, more than 16777216"},
		{"lengths that differ", section().u32(5, 16, 0, 20).String(), "pcapng block at byte 48: its length is 16, and 20 at its end"},
		{"an interface without link type", newSection(binary.LittleEndian).block(1, func(*builder) {}).String(),
			"pcapng block at byte 28: interface without link type"},
		{"a packet without interface", newSection(binary.LittleEndian).simple(cooked(4, 0, done), 36).String(),
			"pcapng block at byte 28: packet of interface 0, there are 0"},
		{"a packet of an interface that is not there", section().enhanced(1, "", 0).String(),
			"pcapng block at byte 48: packet of interface 1, there are 1"},
		{"a packet longer than its block", section().block(6, func(b *builder) { b.u32(0, 0, 0, 60, 60).raw(cooked(4, 0, getlink)) }).String(),
			"pcapng block at byte 48: packet of 60 bytes, the block has 48"},
		{"a simple packet longer than its block", section().simple(cooked(4, 0, getlink), 52).String(),
			"pcapng block at byte 48: packet of 52 bytes, the block has 48"},
		{"an enhanced packet without a length", section().block(6, func(b *builder) { b.u32(0) }).String(),
			"pcapng block at byte 48: packet without a length"},
		{"a simple packet without a length", section().block(3, func(*builder) {}).String(),
			"pcapng block at byte 48: packet without a length"},
		{"no interface of netlink", newSection(binary.LittleEndian).iface(1, 0).enhanced(0, "an Ethernet frame", 17).String(),
			"pcapng: link type 1 (Ethernet), want 253 (netlink), as captures of nlmon0 have it"},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.file, nil, test.err) })
	}
}
