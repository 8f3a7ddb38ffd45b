package encap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// SRH is the segment routing header that packets get, struct ipv6_sr_hdr of
// linux/seg6.h (RFC 8754):
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| nexthdr       | hdrlen        | type, 4       | segments_left |
//	+---------------+---------------+---------------+---------------+
//	| first_segment | flags         | tag                           |
//	+---------------+---------------+-------------------------------+
//	| segments, 16 bytes each, the last one of the way first        |
//	+---------------------------------------------------------------+
//	| struct sr6_tlv_hmac, with SR6_FLAG1_HMAC                      |
//	+---------------------------------------------------------------+
//
// A header that says anything else, such as one with other options or one that
// is half way through, is kept as an Unknown attribute of its tunnel.
type SRH struct {
	// Segments are the addresses that packets pass, in the order in which they
	// pass them, as ip(8) takes them. There is at least one, and at most 127
	// fit.
	//
	// A header that is put into packets, rather than before them, has one more,
	// the packet's own destination. The kernel fills it in; it is no part of
	// Segments.
	Segments []netip.Addr

	// HMAC is the id of the key that the header is signed with
	// (SR6_TLV_HMAC). Zero stands for none.
	HMAC uint32

	// Flags are SR6_FLAG1_* but for SR6_FLAG1_HMAC, which HMAC sets.
	Flags uint8

	// Tag marks packets of one kind.
	Tag uint16
}

const (
	srhLen     = 8
	segmentLen = 16
	hmacLen    = 40            // struct sr6_tlv_hmac
	maxSRH     = (255 + 1) * 8 // hdrlen counts units of eight bytes, but for the first
	hmacTLVLen = hmacLen - 2   // without the type and length
	hmacKeyID  = srhLen - 4    // where in struct sr6_tlv_hmac the id is
	hmacFlag   = linux.SR6_FLAG1_HMAC
)

// check fails for what the header has no room for.
func (s *SRH) check(e *rtattr.Encoder, typ uint16, inline bool) {
	if len(s.Segments) == 0 {
		e.Fail(typ, errors.New("no segments"))
	}
	if n := s.size(inline); n > maxSRH {
		e.Fail(typ, fmt.Errorf("header of %d bytes with %d segments, at most %d fit", n, len(s.Segments), maxSRH))
	}
	for _, x := range s.Segments {
		if !isSegment(x) {
			e.Fail(typ, fmt.Errorf("segment %v is no IPv6 address", x))
		}
	}
}

func isSegment(x netip.Addr) bool { return x.Is6() && x.Zone() == "" }

// size returns the size of the header. inline says that it is put into packets.
func (s *SRH) size(inline bool) int {
	n := srhLen + segmentLen*len(s.Segments)
	if inline {
		n += segmentLen
	}
	if s.HMAC != 0 {
		n += hmacLen
	}
	return n
}

// fill fills in the header, of as many zero bytes as size says.
func (s *SRH) fill(b []byte, inline bool) {
	last := len(s.Segments) - 1
	if inline {
		last++
	}
	b[1] = uint8(len(b)/8 - 1)
	b[2] = linux.IPV6_SRCRT_TYPE_4
	b[3] = uint8(last)
	b[4] = uint8(last)
	b[5] = s.Flags &^ hmacFlag
	binary.BigEndian.PutUint16(b[6:], s.Tag)
	for i, x := range s.Segments {
		x := x.As16()
		copy(b[srhLen+segmentLen*(last-i):], x[:])
	}
	if s.HMAC != 0 {
		b[5] |= hmacFlag
		tlv := b[srhLen+segmentLen*(last+1):]
		tlv[0] = linux.SR6_TLV_HMAC
		tlv[1] = hmacTLVLen
		binary.BigEndian.PutUint32(tlv[hmacKeyID:], s.HMAC)
	}
}

// decodeSRH reads a header. It reports whether s says all that the header does.
func decodeSRH(b []byte, inline bool) (s SRH, ok bool) {
	if len(b) < srhLen {
		return SRH{}, false
	}
	last := int(b[4])
	end := srhLen + segmentLen*(last+1)
	if len(b) < end {
		return SRH{}, false
	}
	s.Flags = b[5] &^ hmacFlag
	s.Tag = binary.BigEndian.Uint16(b[6:])
	first := 0
	if inline {
		first = 1
	}
	for i := last; i >= first; i-- {
		s.Segments = append(s.Segments, netip.AddrFrom16([16]byte(b[srhLen+segmentLen*i:])))
	}
	if b[5]&hmacFlag != 0 && len(b) >= end+hmacLen {
		s.HMAC = binary.BigEndian.Uint32(b[end+hmacKeyID:])
	}
	if len(s.Segments) == 0 || s.size(inline) != len(b) {
		return SRH{}, false
	}
	again := make([]byte, len(b))
	s.fill(again, inline)
	if !bytes.Equal(again, b) {
		return SRH{}, false
	}
	return s, true
}
