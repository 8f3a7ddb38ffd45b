//go:build linux

package main

import (
	"encoding/binary"
	"net"
	"net/netip"
)

// arpAnnouncement returns the Ethernet frame by which an interface tells all of
// its network that it has an IPv4 address: an ARP request for the address, from
// the address itself (RFC 826, RFC 5227 section 2.3).
//
//	 0  ff ff ff ff ff ff   to: everyone
//	 6  mac                 from
//	12  08 06               EtherType: ARP
//	14  00 01               of Ethernet,
//	16  08 00               for IPv4,
//	18  06 04               whose addresses have 6 and 4 bytes
//	20  00 01               a request
//	22  mac                 sender's hardware address
//	28  ip                  sender's protocol address
//	32  00 00 00 00 00 00   target's hardware address: not known
//	38  ip                  target's protocol address
//	42
func arpAnnouncement(mac net.HardwareAddr, ip netip.Addr) []byte {
	address := ip.As4()
	f := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	f = append(f, mac...)
	f = append(f, 0x08, 0x06, 0, 1, 0x08, 0x00, 6, 4, 0, 1)
	f = append(f, mac...)
	f = append(f, address[:]...)
	f = append(f, 0, 0, 0, 0, 0, 0)
	return append(f, address[:]...)
}

// neighborAdvertisement returns the Ethernet frame by which an interface tells
// all of its network, unasked, that it has an IPv6 address (RFC 4861 sections
// 4.4 and 7.2.6).
//
//	 0  33 33 00 00 00 01   to: the MAC address of ff02::1 (RFC 2464 section 7)
//	 6  mac                 from
//	12  86 dd               EtherType: IPv6
//	14  60 00 00 00         version 6, no traffic class, no flow label
//	18  00 20               32 bytes follow the IPv6 header
//	20  3a                  which are ICMPv6
//	21  ff                  hop limit 255: it has come by no router
//	22  ip                  from
//	38  ff02::1             to: all nodes of the link
//	54  88 00               neighbour advertisement, type 136
//	56  checksum
//	58  20 00 00 00         not by a router, not asked for, override what you know
//	62  ip                  target: the address that this is about
//	78  02 01               option: target's link-layer address, 1 times 8 bytes
//	80  mac
//	86
func neighborAdvertisement(mac net.HardwareAddr, ip netip.Addr) []byte {
	const header, icmp, checksum = 14, 14 + 40, 14 + 40 + 2
	address, all := ip.As16(), netip.IPv6LinkLocalAllNodes().As16()
	f := []byte{0x33, 0x33, 0, 0, 0, 1}
	f = append(f, mac...)
	f = append(f, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 32, 58, 255)
	f = append(f, address[:]...)
	f = append(f, all[:]...)
	f = append(f, 136, 0, 0, 0, 0x20, 0, 0, 0)
	f = append(f, address[:]...)
	f = append(f, 2, 1)
	f = append(f, mac...)
	binary.BigEndian.PutUint16(f[checksum:], icmp6Checksum(f[header+8:icmp], f[icmp:]))
	return f
}

// icmp6Checksum returns the checksum of an ICMPv6 message, which covers the
// addresses of its IPv6 header, its length and its protocol too (RFC 4443
// section 2.3, RFC 8200 section 8.1): the complement of the sum of all 16-bit
// words, with carries added at the other end.
func icmp6Checksum(addresses, message []byte) uint16 {
	sum := uint32(len(message)) + 58
	for _, b := range [][]byte{addresses, message} {
		for i := 0; i+1 < len(b); i += 2 {
			sum += uint32(binary.BigEndian.Uint16(b[i:]))
		}
	}
	for sum > 0xffff {
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}
