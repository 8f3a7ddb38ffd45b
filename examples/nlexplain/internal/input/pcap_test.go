package input

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// The files in testdata are captures by tcpdump 4.99.3 and dumpcap 4.0.17 of an
// nlmon interface on Linux 6.12 while ip of iproute2 6.1.0 added a bridge. The
// bytes built below follow the drafts draft-ietf-opsawg-pcap and -pcapng, and
// https://www.tcpdump.org/linktypes/LINKTYPE_NETLINK.html; tshark and tcpdump
// read them the same way.

// builder writes the fields of a file.
type builder struct {
	order interface {
		binary.AppendByteOrder
		binary.ByteOrder
	}
	b []byte
}

func (b *builder) String() string { return string(b.b) }

func (b *builder) u32(values ...uint32) *builder {
	for _, v := range values {
		b.b = b.order.AppendUint32(b.b, v)
	}
	return b
}

func (b *builder) u16(values ...uint16) *builder {
	for _, v := range values {
		b.b = b.order.AppendUint16(b.b, v)
	}
	return b
}

func (b *builder) raw(s string) *builder {
	b.b = append(b.b, s...)
	return b
}

// newPcap begins a file in pcap format.
func newPcap(order binary.ByteOrder, magic, link uint32) *builder {
	b := &builder{order: binary.LittleEndian}
	if order == binary.ByteOrder(binary.BigEndian) {
		b.order = binary.BigEndian
	}
	return b.u32(magic).u16(2, 4).u32(0, 0, 262144, link)
}

// packet adds a packet that had length bytes.
func (b *builder) packet(content string, length int) *builder {
	return b.u32(1, 2, uint32(len(content)), uint32(length)).raw(content)
}

// getlink is a request of 32 bytes, done an answer of 20.
const (
	getlink = "\x20\x00\x00\x00\x12\x00\x01\x03\x01\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	done    = "\x14\x00\x00\x00\x03\x00\x02\x00\x01\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00"
)

// cooked puts the header of LINKTYPE_NETLINK before a datagram.
func cooked(packetType, protocol byte, datagram string) string {
	return "\x00" + string(packetType) + "\x03\x38" + strings.Repeat("\x00", 11) + string(protocol) + datagram
}

const (
	microseconds = 0xa1b2c3d4
	nanoseconds  = 0xa1b23c4d
)

func TestReadPcap(t *testing.T) {
	sent := fmt.Sprintf("sent 0 %x", getlink)
	received := fmt.Sprintf("received 0 %x", done)
	for _, test := range []struct {
		name string
		file *builder
		want []string
	}{
		{"no packets", newPcap(binary.LittleEndian, microseconds, 253), nil},
		{"big-endian", newPcap(binary.BigEndian, microseconds, 253).packet(cooked(4, 0, getlink), 48), []string{sent}},
		{"big-endian, nanoseconds", newPcap(binary.BigEndian, nanoseconds, 253).packet(cooked(4, 0, done), 36), []string{received}},
		{"marked as on the way to the kernel", newPcap(binary.LittleEndian, microseconds, 253).packet(cooked(packetKernel, 0, done), 36),
			[]string{fmt.Sprintf("sent 0 %x", done)}},
		{"marked as on the way to a program", newPcap(binary.LittleEndian, microseconds, 253).packet(cooked(packetUser, 0, getlink), 48),
			[]string{fmt.Sprintf("received 0 %x", getlink)}},
		{"another protocol", newPcap(binary.LittleEndian, microseconds, 253).packet(cooked(4, 16, getlink), 48),
			[]string{fmt.Sprintf("sent 16 %x", getlink)}},
		{"flags in the upper bits of the link type", newPcap(binary.LittleEndian, microseconds, 253|1<<28).packet(cooked(4, 0, getlink), 48), []string{sent}},
		{"all interfaces, one of which is netlink", newPcap(binary.LittleEndian, microseconds, linkSLL).
			packet("\x00\x00\x00\x01\x00\x06\x02\x00\x00\x00\x00\x01\x00\x00\x08\x00\x45\x00", 18).
			packet(cooked(4, 0, done), 36), []string{received}},
		{"a packet that is cut", newPcap(binary.LittleEndian, microseconds, 253).packet(cooked(4, 0, getlink)[:40], 48),
			[]string{fmt.Sprintf(`sent 0 %x "captured 24 of 32 bytes"`, getlink[:24])}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.file.String(), test.want, "") })
	}
}

func TestReadPcapWithLimit(t *testing.T) {
	want := addBridge("1efb056b", "92000000")
	want[1] = want[1][:len("received 0 ")+2*48] + ` "captured 48 of 52 bytes"`
	want[2] = want[2][:len("sent 0 ")+2*48] + ` "captured 48 of 56 bytes"`
	check(t, testdata(t, "snaplen.pcap"), want, "")
}

func TestReadDamagedPcap(t *testing.T) {
	good := newPcap(binary.LittleEndian, microseconds, 253).packet(cooked(4, 0, getlink), 48)
	first := []string{fmt.Sprintf("sent 0 %x", getlink)}
	for _, test := range []struct {
		name string
		file string
		want []string
		err  string
	}{
		{"the magic number alone", good.String()[:4], nil, "pcap header: unexpected EOF"},
		{"a header that is cut", good.String()[:20], nil, "pcap header: unexpected EOF"},
		{"a packet's header that is cut", good.String() + "\x00\x00", first, "pcap packet 2 at byte 88: unexpected EOF"},
		{"a packet without bytes", good.String() + good.String()[24:40], first, "pcap packet 2 at byte 88: unexpected EOF"},
		{"a packet that ends early", good.String()[:80], nil, "pcap packet 1 at byte 24: unexpected EOF"},
		{"a packet of almost 4 GiB", newPcap(binary.BigEndian, microseconds, 253).u32(0, 0, 1<<32-1, 1<<32-1).String(), nil,
			"pcap packet 1 at byte 24: 4294967295 bytes, more than 16777216"},
		{"a packet shorter than its header", newPcap(binary.BigEndian, microseconds, 253).packet("12345678", 8).String(), nil,
			"pcap packet 1 at byte 24: 8 bytes, the header before a netlink message has 16"},
		{"Ethernet", newPcap(binary.LittleEndian, microseconds, 1).String(), nil,
			"pcap header: link type 1 (Ethernet), want 253 (netlink), as captures of nlmon0 have it"},
		{"an unknown link type", newPcap(binary.LittleEndian, microseconds, 147).String(), nil,
			"pcap header: link type 147, want 253 (netlink), as captures of nlmon0 have it"},
		{"an old version", (&builder{order: binary.LittleEndian}).u32(microseconds).u16(1, 3).u32(0, 0, 0, 253).String(), nil,
			"pcap header: version 1.3, want 2.4"},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.file, test.want, test.err) })
	}
}
