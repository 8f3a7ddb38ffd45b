package input

import (
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Link types of captures that can hold netlink, from the registry at
// https://www.tcpdump.org/linktypes.html. A capture of the interface nlmon0 has
// the first one; one of all interfaces, "any", has one of the others.
const (
	linkNetlink = 253
	linkSLL     = 113
	linkSLL2    = 276
)

// Numbers of linux/if_arp.h and linux/if_packet.h.
const (
	arphrdNetlink = 824
	packetUser    = 6
	packetKernel  = 7
)

// A cooked header is what a capture puts before the bytes of a packet. That of
// LINKTYPE_NETLINK and, where the interface is one of netlink, of
// LINKTYPE_LINUX_SLL is, in network byte order:
//
//	 0               16              32
//	+---------------+---------------+
//	| packet type   | ARPHRD type   |
//	+---------------+---------------+
//	| unused, or an address that    |
//	| netlink does not have         |
//	|               +---------------+
//	|               | protocol      |
//	+---------------+---------------+
//
// and that of LINKTYPE_LINUX_SLL2:
//
//	 0       8       16              32
//	+---------------+---------------+
//	| protocol      | reserved      |
//	+---------------+---------------+
//	| interface index               |
//	+---------------+-------+-------+
//	| ARPHRD type   | type  | ...   |
//	+---------------+-------+-------+
//	| address                       |
//	|                               |
//	+-------------------------------+
type cookedHeader struct {
	len                int
	protocol, hardware int // offsets of two bytes each
	packetType         int // offset of the lower byte
}

var cookedHeaders = map[uint32]cookedHeader{
	linkNetlink: {len: 16, packetType: 1, hardware: 2, protocol: 14},
	linkSLL:     {len: 16, packetType: 1, hardware: 2, protocol: 14},
	linkSLL2:    {len: 20, packetType: 10, hardware: 8, protocol: 0},
}

// datagram takes the cooked header off a packet that had length bytes when it
// was captured, and maybe fewer now. It returns false for a packet of another
// interface than one of netlink.
//
// The kernel marks what it hands to an nlmon interface with PACKET_KERNEL and
// PACKET_USER (net/netlink/af_netlink.c), and then overwrites the mark with
// PACKET_OUTGOING on the way to the programs that capture (net/core/dev.c):
// mostly the direction has to be guessed.
func (h cookedHeader) datagram(packet []byte, length uint32) (explain.Datagram, bool, error) {
	if len(packet) < h.len {
		return explain.Datagram{}, false, fmt.Errorf("%d bytes, the header before a netlink message has %d", len(packet), h.len)
	}
	if binary.BigEndian.Uint16(packet[h.hardware:]) != arphrdNetlink {
		return explain.Datagram{}, false, nil
	}
	b := packet[h.len:]
	d := explain.Datagram{
		Direction: direction(b),
		Protocol:  int(binary.BigEndian.Uint16(packet[h.protocol:])),
		Bytes:     b,
	}
	switch packet[h.packetType] {
	case packetKernel:
		d.Direction = nlmsg.Sent
	case packetUser:
		d.Direction = nlmsg.Received
	}
	if int64(length) > int64(len(packet)) {
		d.Comment = fmt.Sprintf("captured %d of %d bytes", len(b), int64(length)-int64(h.len))
	}
	return d, true, nil
}

// linkName names the link types that captures have most often, for errors.
func linkName(link uint32) string {
	name := ""
	switch link {
	case 0:
		name = "BSD loopback"
	case 1:
		name = "Ethernet"
	case 12, 101:
		name = "raw IP"
	case 105:
		name = "IEEE 802.11"
	case 127:
		name = "IEEE 802.11 with radiotap"
	case 220:
		name = "USB"
	case 228:
		name = "IPv4"
	case 229:
		name = "IPv6"
	default:
		return fmt.Sprintf("link type %d", link)
	}
	return fmt.Sprintf("link type %d (%s)", link, name)
}
