//go:build linux

package main

import (
	"encoding/hex"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// frame reads hex digits; what follows a "#" in a line is for people.
func frame(t *testing.T, text string) []byte {
	t.Helper()
	var digits strings.Builder
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		digits.WriteString(strings.Join(strings.Fields(line), ""))
	}
	b, err := hex.DecodeString(digits.String())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var someMAC = net.HardwareAddr{0x02, 0x42, 0xac, 0x12, 0x00, 0x02}

func TestARPAnnouncement(t *testing.T) {
	t.Parallel()
	want := frame(t, `
		ff ff ff ff ff ff   # broadcast
		02 42 ac 12 00 02
		08 06               # ARP
		00 01               # hardware: Ethernet
		08 00               # protocol: IPv4
		06 04
		00 01               # request
		02 42 ac 12 00 02   # sender
		ac 12 00 02         # 172.18.0.2
		00 00 00 00 00 00   # target
		ac 12 00 02
	`)
	got := arpAnnouncement(someMAC, netip.MustParseAddr("172.18.0.2"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The checksum, by hand: the source fd00 + 0d0c + 0002, the destination ff02 +
// 0001, the length 0020, the protocol 003a, and of the message 8800 + 2000 +
// fd00 + 0d0c + 0002 + 0201 + 0242 + ac12 + 0002 make 46bd0. With the carry
// added, 6bd4; its complement is 942b.
func TestNeighborAdvertisement(t *testing.T) {
	t.Parallel()
	want := frame(t, `
		33 33 00 00 00 01   # multicast
		02 42 ac 12 00 02
		86 dd               # IPv6
		60 00 00 00         # version 6
		00 20               # 32 bytes
		3a ff               # ICMPv6, hop limit 255
		fd 00 0d 0c 00 00 00 00  00 00 00 00 00 00 00 02
		ff 02 00 00 00 00 00 00  00 00 00 00 00 00 00 01
		88 00               # neighbour advertisement
		94 2b               # checksum
		20 00 00 00         # override
		fd 00 0d 0c 00 00 00 00  00 00 00 00 00 00 00 02
		02 01               # target's link-layer address
		02 42 ac 12 00 02
	`)
	got := neighborAdvertisement(someMAC, netip.MustParseAddr("fd00:d0c::2"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestICMP6Checksum(t *testing.T) {
	t.Parallel()
	none := make([]byte, 32)
	tests := []struct {
		name    string
		message []byte
		want    uint16
	}{
		// 58 is 3a, and each word adds 2 to it by its length.
		{"zeros", []byte{0, 0}, ^uint16(0x3c)},
		{"one carry", []byte{0xff, 0xff, 0, 1}, ^uint16(0x3e + 1)},
		{"a carry that makes another", []byte{0xff, 0xff, 0xff, 0xc2}, ^uint16(1)}, // 1ffff, 10000, 1
	}
	for _, tt := range tests {
		if got := icmp6Checksum(none, tt.message); got != tt.want {
			t.Errorf("%s: %#04x, want %#04x", tt.name, got, tt.want)
		}
	}
}

func TestRandomMACIsLocalAndOfOne(t *testing.T) {
	t.Parallel()
	for range 100 {
		if mac := randomMAC(); len(mac) != 6 || mac[0]&3 != 2 {
			t.Fatalf("%v", mac)
		}
	}
}
